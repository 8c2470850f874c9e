const BRAND = Symbol.for('mes-crm-sdk.error')

/** The kind of an error, the same in every copy of the package. */
export type ErrorKind =
  | 'api' | 'timeout' | 'connection' | 'response-validation' | 'request-validation' | 'value-validation' | 'configuration' | 'serialization'
  | 'closed' | 'not-held' | 'overload' | 'model'

/**
 * The base of everything that this package throws, except the caller's own abort reason. It is recognised by
 * `isSdkError`, which works across ESM and CJS copies where `instanceof` does not.
 */
export abstract class SdkError extends Error {
  abstract readonly kind: ErrorKind

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : options)
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** The class's name survives minification, since it is derived from the kind. */
  override get name(): string {
    return NAMES[this.kind]
  }

  /** For logs: name and message as well, which `JSON.stringify` leaves out of other errors; neither stack nor cause. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { name: this.name, message: this.message, ...Object.fromEntries(Object.entries(this)) }
  }
}

const NAMES: Readonly<Record<ErrorKind, string>> = {
  api: 'ApiError',
  timeout: 'TimeoutError',
  connection: 'ConnectionError',
  'response-validation': 'ResponseValidationError',
  'value-validation': 'ValueValidationError',
  'request-validation': 'RequestValidationError',
  configuration: 'ConfigurationError',
  serialization: 'SerializationError',
  closed: 'ClosedError',
  'not-held': 'NotHeldError',
  overload: 'OverloadError',
  model: 'ModelError',
}

/** Whether a value was thrown by this package, whichever copy of it. */
export const isSdkError = (error: unknown): error is SdkError =>
  typeof error === 'object' && error !== null && BRAND in error
