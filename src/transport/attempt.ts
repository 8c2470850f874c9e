import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { untilAborted } from '../foundation/until-aborted.ts'
import { type Answer, bodyOf, isSuccess, readAnswer, type ReadingBounds, toResponse } from './answer.ts'
import { reasonOf, toApiError } from './failure.ts'
import { unlimitedFetch } from './fetch-dispatcher.ts'
import { around, MiddlewareFailure } from './middleware.ts'
import { failureOf, type Sending, type SendingOptions } from './sending.ts'
import { startTimeLimit } from './time-limit.ts'
import type { TransportResponse } from './transport.ts'

/** Sends the request once, through the middleware, and reads the answer to its end. */
export const makeAttempt = async (
  sending: Sending,
  credentials: Readonly<Record<string, string>>,
  options: SendingOptions,
): Promise<TransportResponse> => {
  sending.attempts++
  sending.request.onAttempt?.(sending.requestId, sending.attempts)
  const limit = options.attemptTimeoutMs === undefined ? undefined : startTimeLimit(options.attemptTimeoutMs)
  const signal = limit === undefined ? sending.signal : AbortSignal.any([sending.signal, limit.signal])
  try {
    return conclude(sending, await exchange({ sending, credentials, signal, options }), options.clock.wallNow())
  } catch (error) {
    if (limit?.signal.aborted !== true || sending.signal.aborted) throw error
    throw new TimeoutError(`no answer within ${options.attemptTimeoutMs} ms (attemptTimeout)`, failureOf(sending))
  } finally {
    limit?.clear()
  }
}

interface Exchange {
  readonly sending: Sending
  readonly credentials: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly options: SendingOptions
}

const exchange = async (one: Exchange): Promise<Answer> => {
  const { sending, signal, options } = one
  const { request, content, requestId, attempts } = sending
  const headers = headersOf(sending)
  if (options.middleware.length === 0) return sendNow(one, headers)
  const { api, operation, method, url } = request
  const body = typeof content === 'string' ? content : undefined
  const attempt = { api, operation, method, url, headers, body, requestId, attempt: attempts, signal }
  const over = new AbortController()
  const sent = { ...one, signal: AbortSignal.any([signal, over.signal]) }
  const answered = around(options.middleware, attempt, async () => toResponse(await sendNow(sent, headers)))
    .finally(() => over.abort())
    .catch((error: unknown) => { throw isOfRequest(error, requestId) ? error : new MiddlewareFailure('middleware failed', { cause: error }) })
  // Neither middleware nor the answer that it makes need heed the signal.
  return untilAborted(answered.then((response) => readAnswer(response, boundsOf(sending, options), failureOf(sending))), signal)
}

/** Another call's 401 or 503 says nothing of this request, which may have done its work. */
const isOfRequest = (error: unknown, requestId: string): boolean =>
  isSdkError(error) && 'requestId' in error && error.requestId === requestId

const boundsOf = ({ request }: Sending, { maxResponseBytes: maxBytes }: SendingOptions): ReadingBounds => ({ maxBytes, readAs: request.readAs })

/** Those of the operation come last but for the request id, which errors name. */
const headersOf = ({ request, content, requestId }: Sending): Headers => {
  const { encoded, accept = 'application/json' } = request
  const type = encoded === undefined ? 'application/json' : encoded.type
  const headers = new Headers({ accept, ...(content !== undefined && type !== undefined && { 'content-type': type }) })
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, value)
  headers.set('x-request-id', requestId)
  return headers
}

/** What goes over the wire: credentials are added here, so that no middleware sees or replaces them. */
const sendNow = async ({ sending, credentials, signal, options }: Exchange, given: Headers): Promise<Answer> => {
  const headers = new Headers(given)
  for (const [name, value] of Object.entries(credentials)) headers.set(name, value)
  const { request, requestId, attempts: attempt, content } = sending
  const sent = { request, requestId, attempt, headers }
  const startedAt = options.clock.now()
  options.observer?.sent(sent)
  try {
    const opened = typeof content === 'function' ? content() : content
    const body = opened instanceof ReadableStream ? { body: opened, duplex: 'half' as const } : { body: opened ?? null }
    const response = await unlimitedFetch(request.url, { method: request.method, headers, ...body, signal, redirect: 'manual' })
    sending.status = response.status
    const answer = await readAnswer(response, boundsOf(sending, options), failureOf(sending))
    options.observer?.answered(sent, answer, options.clock.now() - startedAt)
    return answer
  } catch (cause) {
    if (signal.aborted || isSdkError(cause)) throw cause
    const ofBody = cause instanceof Error ? cause.cause : undefined
    // A body that can be read no longer is no failure of the connection.
    if (isSdkError(ofBody)) throw ofBody
    sending.status = undefined
    throw new ConnectionError(reasonOf(cause), { ...failureOf(sending), cause })
  }
}

/** @throws {ApiError} for an error status; a 304 is an error unless it was asked for */
const conclude = (sending: Sending, answer: Answer, wallNow: number): TransportResponse => {
  const { status, headers } = answer
  const isUnchanged = status === 304 && Object.keys(sending.request.headers).some((name) => name.toLowerCase() === 'if-none-match')
  if (!isSuccess(status) && !isUnchanged) throw toApiError(answer, sending.request, failureOf(sending), wallNow)
  const { requestId, attempts } = sending
  return { status, headers, body: bodyOf(answer, sending.request.readAs, failureOf(sending)), requestId, attempts }
}
