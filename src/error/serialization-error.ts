import { isSdkError, SdkError } from './sdk-error.ts'

/** A value that JSON would lose or change, refused before it is cached, with the path of the offending part. */
export class SerializationError extends SdkError {
  readonly kind = 'serialization'
  /** Where in the value, such as `$.items[3].createdAt`. */
  readonly path: string
  /** What stands there, such as `a Date`. */
  readonly found: string

  constructor(path: string, found: string) {
    super(`${path}: ${found} cannot be kept as JSON`)
    this.path = path
    this.found = found
  }
}

export const isSerializationError = (error: unknown): error is SerializationError =>
  isSdkError(error) && error.kind === 'serialization'
