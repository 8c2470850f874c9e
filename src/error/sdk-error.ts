const BRAND = Symbol.for('mes-crm-sdk.error')

/** The kind of an error, the same in every copy of the package. */
export type ErrorKind =
  | 'api'
  | 'timeout'
  | 'connection'
  | 'response-validation'
  | 'request-validation'
  | 'value-validation'
  | 'configuration'
  | 'serialization'
  | 'closed'
  | 'not-held'
  | 'overload'
  | 'model'
  | 'calculation'
  | 'webhook'

const MAX_MESSAGE = 2_000

/** Characters that begin a line, move a cursor, or change the order in which others are read. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu

/** Parts of a message come from servers and callers: they may be as long as they like, and forge lines of a log. */
export const inLine = (message: string): string => {
  const line = message
    .slice(0, 2 * MAX_MESSAGE)
    .replace(CONTROLS, ' ')
    .toWellFormed()
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE - 1).toWellFormed()}…` : line
}

/**
 * The base of everything that this package throws, except the caller's own abort reason. It is recognised by
 * `isSdkError`, which works across ESM and CJS copies where `instanceof` does not. Its message is one line of at most 2,000 characters,
 * without control characters, whatever a server has sent.
 */
export abstract class SdkError extends Error {
  abstract readonly kind: ErrorKind

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(inLine(message), options?.cause === undefined ? undefined : options)
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
  calculation: 'CalculationError',
  webhook: 'WebhookError',
}

/** Whether a value was thrown by this package, whichever copy of it. */
export const isSdkError = (error: unknown): error is SdkError => typeof error === 'object' && error !== null && BRAND in error

/** What events say of an error. `aborted`: by the signal of the caller. `other`: an error of the application. */
export type EventErrorKind = ErrorKind | 'aborted' | 'other'

/** The kind of an error, for events: a few words, whatever an application throws. */
export const errorKindOf = (cause: unknown, signal: AbortSignal | undefined): EventErrorKind => {
  if (isSdkError(cause)) return cause.kind
  return signal?.aborted === true ? 'aborted' : 'other'
}

/** What is known of a request that failed. */
export interface RequestFailure {
  /** Name of the API, such as `mes`; `undefined` where it has none, and where no API was involved. */
  readonly api?: string | undefined
  /** Operation id, such as `orders.list`. */
  readonly operation: string
  /** Sent as `X-Request-Id`, the same in every attempt; empty where no API was involved. */
  readonly requestId: string
  /** Attempts made, the first included. */
  readonly attempts: number
  readonly cause?: unknown
}

/** The name of an operation in texts, such as `mes.orders.list`: several APIs may have one of the same id. */
export const operationText = ({ api = '', operation }: Pick<RequestFailure, 'api' | 'operation'>): string =>
  api === '' ? operation : `${api}.${operation}`

export const failureText = (failure: RequestFailure): string =>
  `${operationText(failure)}${failure.requestId === '' ? '' : ` (request ${failure.requestId}, ${failure.attempts} attempt${failure.attempts === 1 ? '' : 's'})`}`
