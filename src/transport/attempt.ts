import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError, errorKindOf } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { startTimeLimit, untilAborted } from '../foundation/time-limit.ts'
import { type Span, traced, type SpanStart } from '../foundation/tracing.ts'
import { type Answer, readAnswer, type ReadingBounds, toResponse } from './answer.ts'
import { reasonOf } from './failure.ts'
import { unlimitedFetch } from './fetch-dispatcher.ts'
import { withoutSecrets } from './hidden-secrets.ts'
import type { Credentials } from './transport.ts'
import { withMiddleware, MiddlewareFailure, type Middleware } from './middleware.ts'
import type { Host } from './host.ts'
import type { Observer } from './observer.ts'
import type { OpenContent, RequestContent, TransportRequest } from './transport.ts'

/** What an attempt is sent with. */
interface Sent {
  /** Without the credentials; those of the operation and the request id. */
  readonly headers: Headers
  readonly credentials: Credentials
}

/** Sends the request once, through the middleware, and reads the answer to its end, whatever its status. */
export const makeAttempt = (sending: Sending, sent: Sent, options: SendingOptions): Promise<Answer> =>
  traced(
    () => attemptSpan(sending),
    (cause) => attemptErrorKind(cause, sending),
    (span) => attemptOnce(sending, { ...sent, span }, options),
  )

/** An attempt, with the span that shows it. */
interface Shown extends Sent {
  readonly span: Span | undefined
}

const attemptOnce = async (sending: Sending, sent: Shown, options: SendingOptions): Promise<Answer> => {
  sending.attempts++
  sending.request.onAttempt?.(sending.requestId, sending.attempts)
  const limit = options.attemptTimeoutMs === undefined ? undefined : startTimeLimit(options.clock, options.attemptTimeoutMs)
  const signal = limit === undefined ? sending.signal : AbortSignal.any([sending.signal, limit.signal])
  try {
    return await exchange({ sending, ...sent, signal, options })
  } catch (error) {
    if (limit?.signal.aborted !== true || sending.signal.aborted) throw error
    throw new TimeoutError(`no answer within ${options.attemptTimeoutMs} ms (attemptTimeout)`, failureOf(sending))
  } finally {
    limit?.clear()
  }
}

interface Exchange extends Shown {
  readonly sending: Sending
  readonly signal: AbortSignal
  readonly options: SendingOptions
}

const exchange = async (one: Exchange): Promise<Answer> => {
  const { sending, signal, options } = one
  const { request, content, requestId, attempts } = sending
  if (options.middleware.length === 0) return sendNow(one)
  const { api, operation, method, url } = request
  const headers = new Headers(one.headers)
  const body = typeof content === 'string' ? content : undefined
  const attempt = { api, operation, method, url, headers, body, requestId, attempt: attempts, signal }
  const over = new AbortController()
  const sent = { ...one, headers, signal: AbortSignal.any([signal, over.signal]) }
  const answered = withMiddleware(options.middleware, attempt, async () => toResponse(await sendNow(sent)))
    .finally(() => over.abort())
    .catch((error: unknown) => {
      throw isOfRequest(error, requestId) ? error : new MiddlewareFailure('middleware failed', { cause: error })
    })
  // Neither middleware nor the answer that it makes need heed the signal.
  return untilAborted(
    answered.then((response) => readAnswer(response, boundsOf(sending, options), failureOf(sending))),
    signal,
  )
}

/** Another call's 401 or 503 says nothing of this request, which may have done its work. */
const isOfRequest = (error: unknown, requestId: string): boolean =>
  isSdkError(error) && 'requestId' in error && error.requestId === requestId

export const boundsOf = (
  { request: { readAs } }: Sending,
  { maxResponseBytes: maxBytes, maxResponseValues: maxValues, maxResponseLevels: maxLevels }: SendingOptions,
): ReadingBounds => ({ maxBytes, json: { maxValues, maxLevels }, readAs })

/**
 * By name in lower case. Those of the operation come last, but for the request id, which errors name. A storage may have signed a header
 * of that name, and is sent it was given.
 */
export const headersOf = ({ request, content, requestId }: Sending, userAgent: string): Readonly<Record<string, string>> => {
  const { encoded, accept = 'application/json' } = request
  const type = encoded === undefined ? 'application/json' : encoded.type
  const own = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const id = { 'x-request-id': requestId }
  const last = request.server === 'storage' ? {} : id
  const agent = request.server === 'storage' ? {} : { 'user-agent': userAgent }
  return {
    accept,
    ...agent,
    ...(content !== undefined && type !== undefined && { 'content-type': type }),
    ...id,
    ...Object.fromEntries(own),
    ...last,
  }
}

/** The URL with what credentials have for its query. Its own parameters stay as they are written. */
const addressOf = (url: string, { query }: Credentials): string =>
  Object.keys(query).length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query).toString()}`

/** What goes over the wire: credentials are added here, so that no middleware sees or replaces them. */
const sendNow = async ({ sending, headers: given, credentials, signal, options, span }: Exchange): Promise<Answer> => {
  const headers = new Headers(given)
  for (const [name, value] of Object.entries(credentials.headers)) headers.set(name, value)
  const { request, requestId, attempts: attempt, content } = sending
  // A length that middleware gives would be taken for that of the body. A stream of a known length says it itself.
  if (typeof content !== 'function' && !(content instanceof ReadableStream)) headers.delete('content-length')
  // A storage takes no part in the trace, and may have signed what it is sent.
  if (request.server !== 'storage') span?.inject((name, value) => headers.set(name, value))
  const sent = { request, requestId, attempt, headers }
  const startedAt = options.clock.now()
  options.observer?.sent(sent)
  try {
    const opened = typeof content === 'function' ? content() : content
    const body = opened instanceof ReadableStream ? { body: opened, duplex: 'half' as const } : { body: opened ?? null }
    const fetchNow = () =>
      unlimitedFetch(options, addressOf(request.url, credentials), {
        method: request.method,
        headers,
        ...body,
        signal,
        redirect: 'manual',
      })
    const response = await (span === undefined ? fetchNow() : span.runSilently(fetchNow))
    sending.status = response.status
    span?.set({ 'http.response.status_code': response.status })
    if (response.status >= 400) span?.fail(String(response.status))
    const answer = await readAnswer(response, boundsOf(sending, options), failureOf(sending))
    options.observer?.answered(sent, withoutSecrets(answer, credentials), options.clock.now() - startedAt)
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

/** What may give access, or name a person: the query, the fragment, and credentials in front of the host. */
const HIDDEN = /(?<=^\w+:\/\/)[^/?#@]*@|[?#].*$/gs

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** The span of the next attempt, by OpenTelemetry's conventions for HTTP clients. Sensitive parts of the URL are replaced, as in logs. */
const attemptSpan = ({ request, requestId, attempts }: Sending): SpanStart => {
  const { api, operation, method, url, shownUrl = url, template } = request
  const { protocol, hostname, port } = new URL(url)
  const path = template?.replace(/^\w+:\/\/[^/]*/, '')
  return {
    name: path === undefined ? method : `${method} ${path}`,
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'http.request.resend_count': attempts === 0 ? undefined : attempts,
      'server.address': hostname,
      'server.port': port === '' ? PORTS[protocol] : Number(port),
      'url.full': shownUrl.replace(HIDDEN, ''),
      'url.template': path,
      'mescrm.api': api,
      'mescrm.operation': operation,
      'mescrm.request_id': requestId,
    },
  }
}

/** The kind of an attempt's error. An attempt whose time is over, but whose caller still waits, is too slow. */
const attemptErrorKind = (cause: unknown, { request, signal }: Sending): string =>
  !isSdkError(cause) && signal.aborted && !request.signal.aborted ? 'timeout' : errorKindOf(cause, request.signal)

/** What holds for every request of a transport. */
export interface SendingOptions extends Host {
  readonly namespace: string
  /** Largest body of an answer, in bytes after decompression. */
  readonly maxResponseBytes: number
  /** Objects, lists, members and elements in the JSON of an answer. */
  readonly maxResponseValues: number
  /** Objects and lists within each other in the JSON of an answer. */
  readonly maxResponseLevels: number
  /** Milliseconds for each attempt, `undefined` for no limit of its own. */
  readonly attemptTimeoutMs: number | undefined
  /** Names of headers, in lower case, whose values no error shows. */
  readonly hidden: ReadonlySet<string>
  readonly middleware: readonly Middleware[]
  readonly observer: Observer | undefined
}

/** A request on its way, under one request id and one time limit whatever the number of attempts. */
export interface Sending {
  readonly request: TransportRequest
  /** The body as it is sent in every attempt. */
  readonly content: RequestContent | OpenContent | undefined
  /** Aborted by the caller, or by the time limit. */
  readonly signal: AbortSignal
  readonly requestId: string
  /** Milliseconds that are left of the caller's patience. */
  readonly patience: () => number
  /** Attempts made so far. */
  attempts: number
  /** Status of the last answer. */
  status: number | undefined
}

/** What is known of it, for errors. */
export const failureOf = ({ request, requestId, attempts }: Sending) => ({
  api: request.api,
  operation: request.operation,
  requestId,
  attempts,
})
