import { isSdkError, SdkError, failureText, type RequestFailure } from './sdk-error.ts'

/** The API did not answer within the call's time limit, or `ready()` did not reach the invalidation log within its own. */
export class TimeoutError extends SdkError {
  readonly kind = 'timeout'
  /** Name of the API, such as `mes`; `undefined` where it has none, and for `ready()`. */
  readonly api: string | undefined
  /** Operation id, such as `orders.list`; `ready` for `ready()`. */
  readonly operation: string
  /** Empty for `ready()`. */
  readonly requestId: string
  readonly attempts: number

  constructor(message: string, failure: RequestFailure) {
    super(`${failureText(failure)}: ${message}`, { cause: failure.cause })
    this.api = failure.api
    this.operation = failure.operation
    this.requestId = failure.requestId
    this.attempts = failure.attempts
  }
}

export const isTimeoutError = (error: unknown): error is TimeoutError => isSdkError(error) && error.kind === 'timeout'
