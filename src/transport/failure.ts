import { isHTTPError } from 'ky'
import { ApiError, type ProblemDetails } from '../error/api-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import type { RequestFailure } from '../error/request-failure.ts'
import type { SdkError } from '../error/sdk-error.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { retryAfter } from './retry-after.ts'

/** What went wrong on the way, as one of the package's errors. */
export const toSdkError = (cause: unknown, failure: RequestFailure, timedOut: boolean, timeoutMs: number): SdkError => {
  if (isHTTPError(cause)) return toApiError(cause.response, cause.data, failure)
  if (timedOut) return new TimeoutError(`no answer within ${timeoutMs} ms`, failure)
  return new ConnectionError(cause instanceof Error ? reasonOf(cause) : String(cause), failure)
}

const toApiError = (response: Response, data: unknown, failure: RequestFailure): ApiError => {
  const problem: ProblemDetails = typeof data === 'object' && data !== null ? data : { title: response.statusText }
  return new ApiError(response.status, problem, { ...failure, cause: undefined }, retryAfter(response.headers))
}

/** `fetch failed` says nothing; its cause does. */
const reasonOf = (error: Error): string => (error.cause instanceof Error ? reasonOf(error.cause) : error.message)
