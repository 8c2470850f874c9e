import { type ProblemDetails, toProblem } from './problem-details.ts'
import { isSdkError, SdkError, failureText, type RequestFailure } from './sdk-error.ts'

const MAX_FAULTS = 5
const MAX_FAULT = 200

/** What the API finds fault with, field by field: of a request that is invalid nothing else says why. */
const faultsOf = ({ errors }: ProblemDetails): readonly string[] =>
  (Array.isArray(errors) ? errors : []).slice(0, MAX_FAULTS).flatMap((fault: unknown) => {
    const { pointer, detail } = { ...(fault as Partial<Record<'pointer' | 'detail', unknown>>) }
    return typeof pointer === 'string' && typeof detail === 'string' ? [`${pointer}: ${detail}`.slice(0, MAX_FAULT)] : []
  })

/** Leaves room for all of them in one message. */
const MAX_CODE = 100
const MAX_SAID = 800

/** The API answered with an error status. Its message has the first of the problem's `errors`. */
export class ApiError extends SdkError {
  readonly kind = 'api'
  readonly status: number
  /** What the server said, as its type declares it; longer texts and lists, and deeper levels, are cut off. */
  readonly problem: ProblemDetails
  /** The body as it was sent, of at most 1 MiB; `undefined` where it was not read, or may repeat a secret address. No log or JSON shows it. */
  declare readonly body: string | undefined
  /**
   * Headers of the answer, their names in lower case. Values of credentials and of `redactHeaders` are hidden. Empty for an upload, and
   * for a remembered absence. No log or JSON shows them.
   */
  declare readonly headers: Readonly<Record<string, string>>
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
    given: ProblemDetails,
    failure: RequestFailure,
    retryAfterMs?: number,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const problem = toProblem(given)
    const said = (problem.detail ?? problem.title ?? 'no details').slice(0, MAX_SAID)
    const code = problem.code === undefined ? '' : ` ${problem.code.slice(0, MAX_CODE)}`
    super([`${failureText(failure)}: ${status}${code}: ${said}`, ...faultsOf(problem)].join('; '), { cause: failure.cause })
    Object.defineProperties(this, { body: { value: body }, headers: { value: headers } })
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
