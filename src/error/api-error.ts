import { failureText, type RequestFailure } from './request-failure.ts'
import { isSdkError, SdkError } from './sdk-error.ts'

/** Problem details of an error response (RFC 9457), with the members that both APIs add. */
export interface ProblemDetails {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly instance?: string
  /** Stable code of the problem, such as `order-already-claimed`. */
  readonly code?: string
  readonly traceId?: string
  readonly errors?: readonly unknown[]
}

const MAX_FAULTS = 5
const MAX_FAULT = 200

/** What the API finds fault with, field by field: of a request that is invalid nothing else says why. */
const faultsOf = ({ errors }: ProblemDetails): readonly string[] => (Array.isArray(errors) ? errors : []).slice(0, MAX_FAULTS).flatMap((fault: unknown) => {
  const { pointer, detail } = { ...(fault as Partial<Record<'pointer' | 'detail', unknown>>) }
  return typeof pointer === 'string' && typeof detail === 'string' ? [`${pointer}: ${detail}`.slice(0, MAX_FAULT)] : []
})

const MAX_SAID = 1_000

/** What a server says in one line: its text may be as long as it likes, and forge lines of a log. */
const inLine = (text: unknown): string => {
  const line = String(text).replace(/\p{Cc}+/gu, ' ')
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID)}…` : line
}

/** The API answered with an error status. Its message is one line. It has the first of the problem's `errors`. */
export class ApiError extends SdkError {
  readonly kind = 'api'
  readonly status: number
  readonly problem: ProblemDetails
  /** `code` of the problem details, `undefined` where the server sent none. */
  readonly code: string | undefined
  /** Milliseconds that the server asks to wait (`Retry-After`), `undefined` where it does not. */
  readonly retryAfterMs: number | undefined
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
  readonly requestId: string
  readonly attempts: number

  constructor(
    status: number,
    problem: ProblemDetails,
    failure: RequestFailure,
    retryAfterMs?: number,
  ) {
    const said = problem.detail ?? problem.title ?? 'no details'
    super([`${failureText(failure)}: ${status}${problem.code === undefined ? '' : ` ${inLine(problem.code)}`}: ${inLine(said)}`, ...faultsOf(problem).map(inLine)].join('; '), { cause: failure.cause })
    this.status = status
    this.problem = problem
    this.code = problem.code
    this.retryAfterMs = retryAfterMs
    this.api = failure.api
    this.operation = failure.operation
    this.requestId = failure.requestId
    this.attempts = failure.attempts
  }
}

export const isApiError = (error: unknown): error is ApiError => isSdkError(error) && error.kind === 'api'
