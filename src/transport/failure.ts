import { isHTTPError, isNetworkError } from 'ky'
import { ApiError, type ProblemDetails } from '../error/api-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import type { RequestFailure } from '../error/request-failure.ts'
import type { SdkError } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { retryAfter } from './retry-after.ts'

/**
 * What went wrong on the way, as one of the package's errors. ky's own errors hold the request with its credentials, so they go
 * no further.
 */
export const toSdkError = (cause: unknown, failure: RequestFailure, timedOut: boolean, timeoutMs: number): SdkError => {
  if (isHTTPError(cause)) return toApiError(cause.response, cause.data, { ...failure, cause: undefined })
  if (timedOut) return new TimeoutError(`no answer within ${timeoutMs} ms`, { ...failure, cause: undefined })
  const inner = isNetworkError(cause) ? cause.cause : cause
  return new ConnectionError(inner instanceof Error ? reasonOf(inner) : String(inner), { ...failure, cause: inner })
}

const toApiError = (response: Response, data: unknown, failure: RequestFailure): ApiError => {
  const isProblem = typeof data === 'object' && data !== null && !Array.isArray(data)
  const problem: ProblemDetails = isProblem ? withTexts(data) : { title: response.statusText || 'no details' }
  return new ApiError(response.status, problem, failure, retryAfter(response.headers))
}

const TEXTS: readonly string[] = ['type', 'title', 'detail', 'instance', 'code', 'traceId'] satisfies (keyof ProblemDetails)[]

/** The members of the problem details; those that are no texts, against RFC 9457, count as absent. */
const withTexts = (data: object): ProblemDetails =>
  Object.fromEntries(Object.entries(data).filter(([name, value]) => !TEXTS.includes(name) || typeof value === 'string'))

/** `fetch failed` says nothing, nor do several addresses that failed together; the first cause does. */
const reasonOf = (error: Error): string => {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return reasonOf(error.errors[0])
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name
}
