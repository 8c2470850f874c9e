import { getEventListeners } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createSdk, type Sdk, type SdkOptions } from 'mes-crm-sdk'
import { expect, vi } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { type FaultyProxy, type FaultyProxyOptions, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { openBelow } from '../../support/open-files.ts'
import { makeScratch } from '../../support/scratch.ts'
import { secret } from '../reference-servers/credentials.ts'
import type { TestMes } from './mes.ts'

/** A partner's SDK whose way to the MES may fail, and a folder of its own. */
export interface Partner extends AsyncDisposable {
  readonly sdk: Sdk
  readonly proxy: FaultyProxy
  /** Where models that come as streams are kept. */
  readonly folder: string
  /** Names of the temporary files that are there. */
  spooled(): Promise<readonly string[]>
  /** Nothing is left of what calculations have used: no request, temporary file, open file below the folder, or listener. */
  settled(signal?: AbortSignal): Promise<void>
}

/** Of liveness: what is waited for comes in milliseconds, or later beside load. */
const BOUND = { timeout: 30_000, interval: 10 }

/** Waits until what it asserts holds; tests that run at once have no `expect.poll` of their own here. */
export const until = (asserts: () => void | Promise<void>): Promise<void> => vi.waitFor(asserts, BOUND)

export const startPartner = async (
  mes: Pick<TestMes, 'url'>,
  options: Partial<SdkOptions> = {},
  how: FaultyProxyOptions = {},
): Promise<Partner> => {
  const scratch = await makeScratch()
  const proxy = await startFaultyProxy(mes.url, how)
  const sdk = createSdk({
    mes: { baseUrl: `${proxy.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) } },
    pricing: { spoolFolder: scratch.path },
    ...options,
  })
  const settled = async (signal?: AbortSignal): Promise<void> => {
    await until(async () => {
      const left = { requests: proxy.underWay, spooled: await spooledIn(scratch.path), open: await openBelow(scratch.path) }
      expect(left).toEqual({ requests: 0, spooled: [], open: [] })
    })
    if (signal !== undefined) expect(getEventListeners(signal, 'abort')).toEqual([])
  }
  return {
    sdk,
    proxy,
    folder: scratch.path,
    spooled: () => spooledIn(scratch.path),
    settled,
    async [Symbol.asyncDispose]() {
      await sdk.close()
      await proxy[Symbol.asyncDispose]()
      await scratch[Symbol.asyncDispose]()
    },
  }
}

const spooledIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.model'))

/** The error that a call rejects with; a call that succeeds is a failure. */
export const failureOf = async (call: PromiseLike<unknown>): Promise<unknown> => {
  const outcome = await Promise.resolve(call).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`)
}

/** The quote of a call, which has to succeed. */
export const succeeded = async <Quote>(call: Promise<Quote>): Promise<Quote> => {
  const [outcome] = await Promise.allSettled([call])
  expect(outcome).toMatchObject({ status: 'fulfilled', value: { status: 'SUCCEEDED' } })
  return call
}
