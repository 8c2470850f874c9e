import { isApiError } from '../error/api-error.ts'
import { isConnectionError } from '../error/connection-error.ts'
import type { SdkError } from '../error/sdk-error.ts'
import { isResponseValidationError } from '../error/validation-errors.ts'
import type { Log } from '../foundation/logger.ts'
import { type Answer, isSuccess, jsonOf } from './answer.ts'
import type { Observer } from './observer.ts'
import { redactHeaders, redactPlaces } from './redaction.ts'
import type { TransportRequest } from './transport.ts'

/** Characters of JSON; of a longer body only its length is logged. */
const MAX_BODY = 16 * 1024

/** Logs attempts at `debug`, with bodies; retries at `info`; calls that fail by no fault of their caller at `warn`. */
export const observeWithLog = (log: Log, hidden: ReadonlySet<string>): Observer => ({
  sent: ({ request, requestId, attempt, headers }) =>
    log.write('debug', 'request sent', () => ({
      ...nameOf(request, requestId),
      attempt,
      headers: redactHeaders(headers, hidden, request.sensitive?.request),
      body: requestBody(request),
    })),
  answered: ({ request, requestId, attempt }, answer, durationMs) =>
    log.write('debug', 'response received', () => ({
      ...nameOf(request, requestId),
      attempt,
      status: answer.status,
      durationMs,
      headers: redactHeaders(answer.headers, hidden, request.sensitive?.response),
      body: answerBody(request, answer),
    })),
  retrying: ({ request, requestId, attempts, error }, delayMs) =>
    log.write('info', 'request will be sent again', () => ({
      ...nameOf(request, requestId),
      attempt: attempts,
      delayMs: Math.round(delayMs),
      ...reasonOf(error),
    })),
  failed: ({ request, requestId, attempts, error }) =>
    log.write(isOfCaller(error) ? 'debug' : 'warn', 'call failed', () => ({
      ...nameOf(request, requestId),
      attempts,
      ...reasonOf(error),
    })),
})

const nameOf = ({ api, operation, method, url, shownUrl }: TransportRequest, requestId: string) => ({
  ...(api !== undefined && { api }),
  operation,
  method,
  url: shownUrl ?? url,
  requestId,
})

/** Neither messages nor details: those of an API may repeat what it was sent. */
const reasonOf = (error: SdkError) =>
  isApiError(error)
    ? { error: error.kind, status: error.status, code: error.code }
    : {
        error: error.kind,
        ...(isConnectionError(error) && { message: error.message }),
        ...(isResponseValidationError(error) && { places: error.issues.map(({ path }) => path) }),
      }

const isOfCaller = (error: SdkError): boolean => isApiError(error) && error.status < 500 && error.status !== 429

const requestBody = ({ body, encoded, sensitive }: TransportRequest): unknown => {
  if (encoded !== undefined && typeof encoded.content !== 'string') return 'no text'
  return body === undefined ? undefined : shorten(redactPlaces({ body }, sensitive?.request).body)
}

/** Of an error only what names it. */
const answerBody = ({ sensitive }: TransportRequest, answer: Answer): unknown => {
  if (answer.body === undefined) return undefined
  const size = typeof answer.body === 'string' ? `${answer.body.length} characters` : `${answer.body.byteLength} bytes`
  if (answer.body.length > MAX_BODY) return size
  const body = jsonOf(answer)
  if (isSuccess(answer.status)) return body === undefined ? size : redactPlaces({ body }, sensitive?.response).body
  const { type, status, code, traceId }: Readonly<Record<string, unknown>> = { ...(typeof body === 'object' ? body : {}) }
  return { type, status, code, traceId }
}

const shorten = (body: unknown): unknown => {
  const { length } = JSON.stringify(body) ?? ''
  return length > MAX_BODY ? `${length} characters` : body
}
