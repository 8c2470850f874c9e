import { isSdkError, SdkError } from './sdk-error.ts'

/** The SDK or cache was used after `close()`. */
export class ClosedError extends SdkError {
  readonly kind = 'closed'

  constructor(what: string) {
    super(`${what} is closed`)
  }
}

export const isClosedError = (error: unknown): error is ClosedError => isSdkError(error) && error.kind === 'closed'
