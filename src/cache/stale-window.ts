import { isApiError } from '../error/api-error.ts'
import { isSdkError, type SdkError } from '../error/sdk-error.ts'

/** How long past its lifetime an entry may still be served, in milliseconds. Never one that was invalidated. */
export interface StaleWindow {
  /** Where the origin fails. */
  readonly ifErrorMs: number
  /** While a newer one is loaded behind the reader's back. */
  readonly whileRevalidateMs: number
}

/** How long an entry is kept past its lifetime. */
export const longestStaleWindow = ({ ifErrorMs, whileRevalidateMs }: StaleWindow): number =>
  Math.max(ifErrorMs, whileRevalidateMs)

/**
 * Whether a load failed because its origin is out of order: it cannot be reached, is too slow, overloaded or broken. An answer that
 * refuses (RFC 5861 names 500, 502, 503 and 504) and a mistake of the caller are none.
 */
export const isOriginFailure = (error: unknown): boolean =>
  isSdkError(error) ? isFailureOf(error) : !isRefusal(error) && !isMistake(error)

/** An error of the application's own that has an HTTP status, as those of most clients and frameworks have. */
const isRefusal = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false
  const { status, statusCode }: Readonly<Record<string, unknown>> = { ...error }
  const code = typeof status === 'number' ? status : statusCode
  return typeof code === 'number' && code >= 400 && !isOutOfOrder(code)
}

/** `fetch` fails with a `TypeError` as well, one that has a cause. */
const isMistake = (error: unknown): boolean =>
  error instanceof ReferenceError ||
  error instanceof RangeError ||
  error instanceof SyntaxError ||
  (error instanceof TypeError && error.cause === undefined)

const isFailureOf = (error: SdkError): boolean => {
  switch (error.kind) {
    case 'timeout':
    case 'connection':
    case 'overload':
      return true
    case 'api':
      return isApiError(error) && isOutOfOrder(error.status)
    default:
      return false
  }
}

const isOutOfOrder = (status: number): boolean => status >= 500 || status === 408 || status === 429

/** Whether a reader left because its time was over, not because it changed its mind. */
export const isOutOfTime = ({ reason }: AbortSignal): boolean => reason instanceof Error && reason.name === 'TimeoutError'
