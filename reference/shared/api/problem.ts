/** Kinds of failures: the status and title of each code that the APIs answer with. */
const PROBLEMS = {
  'validation-failed': [400, 'Validation failed'],
  unauthenticated: [401, 'Unauthenticated'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not found'],
  'order-already-claimed': [409, 'Order already claimed'],
  'invalid-transition': [409, 'Invalid transition'],
  'model-not-ready': [409, 'Model not ready'],
  'quote-expired': [409, 'Quote expired'],
  'quote-not-succeeded': [409, 'Quote not succeeded'],
  'upload-incomplete': [409, 'Upload incomplete'],
  'idempotency-key-reused': [409, 'Idempotency key reused'],
  'version-mismatch': [412, 'Version mismatch'],
  'model-rejected': [422, 'Model rejected'],
  'precondition-required': [428, 'Precondition required'],
  'internal-error': [500, 'Internal error'],
  unavailable: [503, 'Unavailable'],
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** One offence of an invalid request: a JSON Pointer into the body, or the name of a parameter. */
export interface Offence {
  readonly pointer: string
  readonly detail: string
}

export interface ProblemDetails {
  readonly detail?: string
  readonly errors?: readonly Offence[]
  /** Another status than the code's usual one, such as 415. */
  readonly status?: number
}

/** A failure that the client is told of, as RFC 9457 writes it. Whoever throws it ends the request. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? PROBLEMS[code][1])
    this.name = 'Problem'
    this.code = code
    this.details = details
  }

  get status(): number {
    return this.details.status ?? PROBLEMS[this.code][0]
  }

  /** The trace id is the request's: one problem may end several requests that shared a load. */
  body(traceId: string): Readonly<Record<string, unknown>> {
    const { detail, errors } = this.details
    return {
      type: `/problems/${this.code}`,
      title: PROBLEMS[this.code][1],
      status: this.status,
      code: this.code,
      ...(detail === undefined ? {} : { detail }),
      traceId,
      ...(errors === undefined ? {} : { errors }),
    }
  }
}
