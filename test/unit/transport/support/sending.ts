import { type Auth, createAuthorizer } from '../../../../src/transport/authorizer.ts'
import { createKyTransport, type KyTransportOptions } from '../../../../src/transport/ky-transport.ts'
import { hostOfProcess } from '../../../../src/transport/host.ts'
import { hiddenHeaders } from '../../../../src/transport/redaction.ts'
import type { Transport, TransportRequest } from '../../../../src/transport/transport.ts'

const host = hostOfProcess()

export const transportWith = (auth?: Auth, options: Partial<KyTransportOptions> = {}): Transport =>
  createKyTransport({
    authorizer: createAuthorizer(auth, host),
    ...host,
    namespace: 'test',
    retries: 2,
    maxResponseBytes: 1024 * 1024,
    maxResponseValues: 100_000,
    maxResponseLevels: 100,
    attemptTimeoutMs: undefined,
    hidden: hiddenHeaders(),
    middleware: [],
    observer: undefined,
    ...options,
  })

/** A GET of `orders.get`, unless said otherwise. */
export const requestTo = (url: string, given: Partial<TransportRequest> = {}): TransportRequest => ({
  api: 'mes',
  operation: 'orders.get',
  method: 'GET',
  url,
  headers: {},
  body: undefined,
  repeatable: true,
  // A bound of liveness, where a test is not about it; 500 requests take over 10 s beside load.
  timeoutMs: 300_000,
  patienceMs: given.timeoutMs ?? 10_000,
  signal: new AbortController().signal,
  ...given,
})

/** What a promise was rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`resolved with ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  )

export const collect = async <T>(rows: AsyncIterable<T>): Promise<readonly T[]> => {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}
