import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isApiError } from '../error/api-error.ts'
import { isConfigurationError } from '../error/configuration-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError, type SdkError } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { channels } from '../foundation/channels.ts'
import { untilAborted } from '../foundation/until-aborted.ts'
import { makeAttempt } from './attempt.ts'
import type { Authorizer, Credentials } from './authorizer.ts'
import { TokenError } from './client-token.ts'
import { reasonOf } from './failure.ts'
import { MiddlewareFailure } from './middleware.ts'
import { pauseAfter } from './pause.ts'
import { failureOf, type Sending, type SendingOptions } from './sending.ts'
import { startTimeLimit } from './time-limit.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

export interface FetchTransportOptions extends SendingOptions {
  readonly authorizer: Authorizer
  /** Further attempts after the first, for repeatable requests. */
  readonly retries: number
}

/** A transport over `fetch`. Redirects are not followed: credentials go to the configured host alone. */
export const createFetchTransport = (options: FetchTransportOptions): Transport => ({
  async send(request) {
    request.signal.throwIfAborted()
    const { clock, observer } = options
    // Before the time begins: a body that JSON cannot take throws.
    const content = contentOf(request)
    const limit = startTimeLimit(request.timeoutMs)
    const startedAt = clock.now()
    const sending = begin(request, content, limit.signal, () => startedAt + request.patienceMs - clock.now())
    try {
      return await sendUntilAnswered(sending, options)
    } catch (cause) {
      if (request.signal.aborted) throw request.signal.reason
      const error = limit.signal.aborted ? outOfTime(sending) : toSdkError(cause, sending)
      const { requestId, attempts } = sending
      observer?.failed({ request, requestId, attempts, error })
      throw error
    } finally {
      limit.clear()
      const { attempts, status } = sending
      channels.request.publish({ api: request.api, operation: request.operation, status, attempts, durationMs: clock.now() - startedAt })
    }
  },
})

const contentOf = ({ encoded, body }: TransportRequest): Sending['content'] => encoded?.content ?? (body === undefined ? undefined : JSON.stringify(body))

const begin = (request: TransportRequest, content: Sending['content'], limit: AbortSignal, patience: () => number): Sending => ({
  request,
  content,
  signal: AbortSignal.any([request.signal, limit]),
  requestId: randomUUID(),
  patience,
  attempts: 0,
  status: undefined,
})

const outOfTime = (sending: Sending): SdkError => new TimeoutError(`no answer within ${sending.request.timeoutMs} ms`, failureOf(sending))

/** What is no error of this package comes from middleware. */
const toSdkError = (error: unknown, sending: Sending): SdkError => {
  if (isSdkError(error)) return error
  const cause = error instanceof MiddlewareFailure ? error.cause : error
  return new ConnectionError(`middleware failed: ${reasonOf(cause)}`, { ...failureOf(sending), cause })
}

/** Attempts until one succeeds or no other is due. Credentials that the API refuses are renewed once. */
const sendUntilAnswered = async (sending: Sending, options: FetchTransportOptions): Promise<TransportResponse> => {
  let renewed = false
  for (let retry = 0; ;) {
    const credentials = await credentialsOf(sending, options.authorizer)
    try {
      return await makeAttempt(sending, credentials, options)
    } catch (error) {
      if (sending.signal.aborted) throw error
      if (!renewed && isRefused(error, sending) && options.authorizer.refused(credentials)) {
        renewed = true
        continue
      }
      await pauseOrThrow(error, sending, retry, options)
      retry++
    }
  }
}

/** A stream is gone once it was sent. */
const isRefused = (error: unknown, { content }: Sending): boolean =>
  isApiError(error) && error.status === 401 && !(content instanceof ReadableStream)

const pauseOrThrow = async (error: unknown, sending: Sending, retry: number, { retries, observer }: FetchTransportOptions): Promise<void> => {
  const { request, requestId, attempts } = sending
  const delayMs = request.repeatable && retry < retries ? pauseAfter(error, retry, sending.patience()) : undefined
  if (delayMs === undefined || !isSdkError(error)) throw error
  observer?.retrying({ request, requestId, attempts, error }, delayMs)
  await sleep(delayMs, undefined, { signal: sending.signal })
}

const credentialsOf = async (sending: Sending, authorizer: Authorizer): Promise<Credentials> => {
  try {
    // Others may wait for the same credentials. What a function that fetches them throws may be an error of another call.
    return await untilAborted(authorizer.headers(), sending.signal)
  } catch (cause) {
    if (sending.signal.aborted || isConfigurationError(cause)) throw cause
    throw new ConnectionError(`no credentials could be had${cause instanceof TokenError ? `: ${cause.message}` : ''}`, { ...failureOf(sending), cause })
  }
}
