import { randomUUID } from 'node:crypto'
import { isConfigurationError } from '../error/configuration-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError, type SdkError, errorKindOf, operationText } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { channels } from '../foundation/channels.ts'
import { startTimeLimit, untilAborted } from '../foundation/time-limit.ts'
import { type Answer, bodyOf, isSuccess } from './answer.ts'
import { boundsOf, headersOf, makeAttempt, failureOf, type Sending, type SendingOptions } from './attempt.ts'
import type { Authorizer } from './authorizer.ts'
import { hideAddress, withoutSecrets } from './hidden-secrets.ts'
import { type Credentials, NO_CREDENTIALS } from './transport.ts'
import { TokenError } from './client-token.ts'
import { reasonOf, toApiError } from './failure.ts'
import { callByKy } from './ky-call.ts'
import { MiddlewareFailure } from './middleware.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'
import { pauseAfter } from './retry-after.ts'

export interface KyTransportOptions extends SendingOptions {
  readonly authorizer: Authorizer
  /** Further attempts after the first, for repeatable requests. */
  readonly retries: number
}

/** A transport by ky, over `fetch`. Redirects are not followed: credentials go to the configured host alone. */
export const createKyTransport = (options: KyTransportOptions): Transport => ({
  async send(request) {
    request.signal.throwIfAborted()
    const { clock, observer } = options
    // Before the time begins: a body that JSON cannot take throws.
    const content = contentOf(request)
    const limit = startTimeLimit(clock, request.timeoutMs)
    const startedAt = clock.now()
    const sending = begin(request, content, limit.signal, () => startedAt + request.patienceMs - clock.now())
    let failure: unknown
    try {
      const response = conclude(sending, await sendUntilAnswered(sending, options), options)
      // Reading and parsing may have kept the timer from running.
      if (clock.now() - startedAt >= request.timeoutMs) throw outOfTime(sending)
      return response
    } catch (cause) {
      failure = cause
      if (request.signal.aborted) throw request.signal.reason
      const error = limit.signal.aborted ? outOfTime(sending) : toSdkError(cause, sending)
      const { requestId, attempts } = sending
      failure = error
      observer?.failed({ request, requestId, attempts, error })
      throw error
    } finally {
      limit.clear()
      const { attempts, status } = sending
      const error = failure === undefined ? undefined : request.signal.aborted ? 'aborted' : errorKindOf(failure, undefined)
      const { api, operation } = request
      channels.request.publish({
        namespace: options.namespace,
        api,
        operation,
        status,
        error,
        attempts,
        durationMs: clock.now() - startedAt,
      })
    }
  },
})

const contentOf = ({ encoded, body }: TransportRequest): Sending['content'] =>
  encoded?.content ?? (body === undefined ? undefined : JSON.stringify(body))

const begin = (request: TransportRequest, content: Sending['content'], limit: AbortSignal, patience: () => number): Sending => ({
  request,
  content,
  signal: AbortSignal.any([request.signal, limit]),
  requestId: request.requestId ?? randomUUID(),
  patience,
  attempts: 0,
  status: undefined,
})

const outOfTime = (sending: Sending): SdkError =>
  new TimeoutError(`no answer within ${sending.request.timeoutMs} ms`, failureOf(sending))

/** What is no error of this package comes from middleware; before the first attempt, from an address or a header that no request can have. */
const toSdkError = (error: unknown, sending: Sending): SdkError => {
  if (isSdkError(error)) return error
  if (sending.attempts === 0)
    return new ConnectionError(`no request can be made: ${hideAddress(reasonOf(error), sending.request.url)}`, failureOf(sending))
  const cause = error instanceof MiddlewareFailure ? error.cause : error
  return new ConnectionError(`middleware failed: ${reasonOf(cause)}`, { ...failureOf(sending), cause })
}

/**
 * Attempts until one succeeds or no other is due. Credentials that the API refuses are renewed once, and the request is sent again at
 * once. A call that cannot have any credentials ends.
 */
const sendUntilAnswered = (sending: Sending, options: KyTransportOptions): Promise<Answer> => {
  const { request, signal } = sending
  const { authorizer, clock, hidden } = options
  const retries = request.repeatable ? (request.retries ?? options.retries) : 0
  let credentials = NO_CREDENTIALS
  const used = new Set<Credentials>()
  let hasCredentials = false
  let isRenewed = false
  const prepare = async (): Promise<void> => {
    hasCredentials = false
    credentials = await credentialsOf(sending, authorizer)
    used.add(credentials)
    hasCredentials = true
  }
  return callByKy({
    url: request.url,
    method: request.method,
    headers: headersOf(sending, options.userAgent),
    signal,
    clock,
    retries,
    accepts: (status) => isSuccess(status) || (status === 304 && asksForChanges(request)),
    prepare,
    async attempt(headers) {
      const answer = await makeAttempt(sending, { headers, credentials }, options)
      if (isRenewed || !authorizer.canRenew || !isRefused(answer, sending)) return answer
      isRenewed = true
      authorizer.refused(credentials)
      await prepare()
      return makeAttempt(sending, { headers, credentials }, options)
    },
    refusal: (answer) =>
      toApiError([...used].reduce(withoutSecrets, answer), request, failureOf(sending), { wallNow: clock.wallNow(), hidden }),
    pauseAfter: (error, retry) => (hasCredentials ? announcedPause(error, sending, retry, options) : undefined),
  })
}

/** A stream is gone once it was sent. */
const isRefused = ({ status }: Answer, { content }: Sending): boolean => status === 401 && !(content instanceof ReadableStream)

/** The pause before a request is sent again, which observers are told of; `undefined` where it is not. */
const announcedPause = (
  error: unknown,
  sending: Sending,
  retry: number,
  { observer }: KyTransportOptions,
): number | undefined => {
  const { request, requestId, attempts } = sending
  const delayMs = pauseAfter(error, retry, sending.patience(), request.server)
  if (delayMs === undefined || !isSdkError(error)) return undefined
  observer?.retrying({ request, requestId, attempts, error }, delayMs)
  return delayMs
}

const credentialsOf = async (sending: Sending, authorizer: Authorizer): Promise<Credentials> => {
  try {
    // Others may wait for the same credentials. What a function that fetches them throws may be an error of another call.
    return await untilAborted(authorizer.credentials(), sending.signal)
  } catch (cause) {
    if (sending.signal.aborted || isConfigurationError(cause)) throw cause
    throw new ConnectionError(`no credentials could be had${cause instanceof TokenError ? `: ${cause.message}` : ''}`, {
      ...failureOf(sending),
      cause,
    })
  }
}

const asksForChanges = ({ headers }: TransportRequest): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'if-none-match')

const conclude = (sending: Sending, answer: Answer, options: SendingOptions): TransportResponse => {
  const { requestId, attempts } = sending
  const { status, headers } = answer
  reportDeprecation(options.namespace, sending.request, answer)
  return { status, headers, body: bodyOf(answer, boundsOf(sending, options), failureOf(sending)), requestId, attempts }
}

/** Operations that were reported, each with the namespace of its client. */
const reported = new Set<string>()
/** Of a header's value, in characters. */
const MAX_VALUE = 200

/**
 * Publishes an incident when an answer says that its operation is deprecated (`Deprecation`, RFC 9745) or will be switched off
 * (`Sunset`, RFC 8594): one for each operation and namespace in a process.
 */
const reportDeprecation = (namespace: string, { api, operation, server }: TransportRequest, { headers }: Answer): void => {
  if (server === 'storage' || !channels.incident.active) return
  const said = ['deprecation', 'sunset', 'link'].flatMap((name) => {
    const value = headers.get(name)
    return value === null || (name === 'link' && !/rel="?(?:deprecation|sunset)\b/i.test(value))
      ? []
      : [`${name}: ${value.slice(0, MAX_VALUE)}`]
  })
  if (said.every((one) => one.startsWith('link'))) return
  const name = operationText({ api, operation })
  const key = `${namespace}\0${name}`
  if (reported.has(key)) return
  reported.add(key)
  channels.incident.publish({
    namespace,
    kind: 'deprecated-operation',
    cause: new Error(`${name} is deprecated (${said.join('; ')})`),
  })
}
