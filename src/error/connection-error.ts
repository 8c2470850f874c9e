import { isSdkError, SdkError, failureText, type RequestFailure } from './sdk-error.ts'

/** The API could not be reached, or its answer could not be read to the end. */
export class ConnectionError extends SdkError {
  readonly kind = 'connection'
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
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

export const isConnectionError = (error: unknown): error is ConnectionError => isSdkError(error) && error.kind === 'connection'
