import { ApiError } from '../../error/api-error.ts'
import { refuseOption } from '../../error/configuration-error.ts'
import { ConnectionError } from '../../error/connection-error.ts'
import { OverloadError } from '../../error/overload-error.ts'
import type { ProblemDetails } from '../../error/problem-details.ts'
import { TimeoutError } from '../../error/timeout-error.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../../foundation/duration.ts'
import { problems as crmProblems } from '../../generated/crm/blueprints.ts'
import { problems as mesProblems } from '../../generated/mes/blueprints.ts'
import type { KitApi, ProblemCode } from '../operation-types.ts'
import type { RequestFailure } from '../../error/sdk-error.ts'

/** What an error says of the request that failed. */
export interface ErrorOptions {
  /** Name of the API. Default: `mes`, or `crm` for a code that only CRM has. */
  readonly api?: KitApi
  /** Operation id, such as `orders.claim`. Default: one that fails like this, or `orders.get`. */
  readonly operation?: string
  /** Default: `built`. */
  readonly requestId?: string
  /** Attempts made, the first included. Default: 1. */
  readonly attempts?: number
}

/** What an error of an API says besides. */
export interface ApiErrorOptions extends ErrorOptions {
  /** What went wrong this time, for people. Default: nothing but the title. */
  readonly detail?: string
  /** Wrong fields of the request, for `validation-failed`. Default: none. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  /** How long the API asks to wait. Default: not said. */
  readonly retryAfter?: Duration
}

/** Builds the errors that the client throws, for calls that are to fail. `isApiError` and its like know them in every copy of the package. */
export interface ErrorBuilders {
  /**
   * An error of an API, with the status and the title that its document has for the code.
   *
   * @throws {ConfigurationError} for a code that no document has, and a wrong `retryAfter`
   *
   * @example
   * const claim = vi.fn().mockRejectedValue(build.error.api('order-already-claimed'))
   */
  api(code: ProblemCode<KitApi>, options?: ApiErrorOptions): ApiError
  /** The API did not answer in time. */
  timeout(options?: ErrorOptions): TimeoutError
  /** The API could not be reached. */
  connection(options?: ErrorOptions): ConnectionError
  /** The client refused a call, since too many wait already. */
  overload(options?: Pick<ErrorOptions, 'api' | 'operation'>): OverloadError
}

interface Kind {
  readonly type: string
  readonly status: number
  readonly title: string
  readonly operation?: string
}

const kindsOf = { mes: mesProblems, crm: crmProblems } satisfies Record<KitApi, Readonly<Record<string, Kind>>>

const kindOf = (code: string, api: KitApi): Kind | undefined => {
  const kinds: Readonly<Record<string, Kind>> = kindsOf[api]
  return Object.hasOwn(kinds, code) ? kinds[code] : undefined
}

const codesOf = (api: KitApi): string => Object.keys(kindsOf[api]).join(', ')

const failureOf = ({
  api = 'mes',
  operation = 'orders.get',
  requestId = 'built',
  attempts = 1,
}: ErrorOptions): RequestFailure => ({ api, operation, requestId, attempts })

const apiError = (code: ProblemCode<KitApi>, options: ApiErrorOptions = {}): ApiError => {
  const api = options.api ?? (kindOf(code, 'mes') === undefined && kindOf(code, 'crm') !== undefined ? 'crm' : 'mes')
  const kind = kindOf(code, api)
  if (kind === undefined) throw refuseOption('code', code, `one of the codes of ${api}: ${codesOf(api)}`)
  const { detail, errors, retryAfter } = options
  const retryAfterMs = retryAfter === undefined ? undefined : parseDuration(retryAfter)
  if (retryAfter !== undefined && retryAfterMs === undefined) throw refuseOption('retryAfter', retryAfter, DURATION_FORMS)
  const { type, title, status } = kind
  const problem: ProblemDetails = {
    type,
    title,
    status,
    code,
    traceId: 'built',
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  }
  return new ApiError(
    status,
    problem,
    failureOf({ ...options, api, operation: options.operation ?? kind.operation ?? 'orders.get' }),
    retryAfterMs,
    JSON.stringify(problem),
  )
}

export const errorBuilders: ErrorBuilders = Object.freeze({
  api: apiError,
  timeout: (options = {}) => new TimeoutError('no answer within 30000 ms', failureOf(options)),
  connection: (options = {}) => new ConnectionError('connect ECONNREFUSED', failureOf(options)),
  overload: ({ api = 'mes', operation = 'orders.get' } = {}) => new OverloadError(operation, 50, 100, api),
})
