import { ApiError } from '../error/api-error.ts'
import { describeGiven } from '../error/configuration-error.ts'
import { isProblem, type ProblemDetails } from '../error/problem-details.ts'
import { type Answer, jsonOf } from './answer.ts'
import { redactHeaders } from './redaction.ts'
import { retryAfter } from './retry-after.ts'
import { storageCodeOf } from './storage-refusal.ts'
import type { TransportRequest } from './transport.ts'
import { hideAddress } from './hidden-secrets.ts'
import type { RequestFailure } from '../error/sdk-error.ts'

/** What an answer with an error status says. */
export const toApiError = (
  answer: Answer,
  request: Asked,
  failure: RequestFailure,
  { wallNow, hidden }: Surroundings,
): ApiError => {
  const { url, shownUrl, server, redirectAdvice, sensitive } = request
  const { status, statusText, headers } = answer
  const given = jsonOf(answer)
  const problem = isProblem(given)
    ? given
    : (redirectOf(answer, url, redirectAdvice) ??
      withoutDetails(statusText, server === 'storage' ? storageCodeOf(answer) : undefined))
  const isShown = shownUrl === undefined || shownUrl === url
  const retryAfterMs = retryAfter(headers, wallNow)
  if (!isShown) return new ApiError(status, hideAddress(problem, url), failure, retryAfterMs)
  const body = typeof answer.body === 'string' ? answer.body : undefined
  return new ApiError(status, problem, failure, retryAfterMs, body, redactHeaders(headers, hidden, sensitive?.response))
}

interface Surroundings {
  readonly wallNow: number
  /** Names of headers, in lower case, whose values no error shows. */
  readonly hidden: ReadonlySet<string>
}

type Asked = Pick<TransportRequest, 'url' | 'shownUrl' | 'server' | 'redirectAdvice' | 'sensitive'>

/** Redirects, also where they do not say where to, as those to another region of an S3 storage. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

const withoutDetails = (statusText: string, code: string | undefined): ProblemDetails => ({
  title: statusText || 'no details',
  ...(code !== undefined && { code }),
})

/** Where a redirect leads, without what it carries: its path and query may be a secret. */
const redirectOf = (
  { status, headers }: Answer,
  url: string,
  advice = 'say in baseUrl where the API is',
): ProblemDetails | undefined => {
  const location = headers.get('location')
  if (status < 300 || status > 399 || (location === null && !REDIRECTS.has(status))) return undefined
  const target = location === null ? null : URL.parse(location, url)
  return {
    title: 'Redirect',
    detail: `leads to ${target?.origin ?? 'no valid URL'}, where this client does not follow: ${advice}`,
  }
}

/** What an error says. A callback may throw what cannot be made a text, or an error that is its own cause. */
export const reasonOf = (error: unknown): string => {
  try {
    return firstReasonOf(error)
  } catch {
    return describeGiven(error)
  }
}

/** `fetch failed` says nothing, nor do several addresses that failed together; the first cause does. */
const firstReasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return firstReasonOf(error.errors[0])
  return error.cause instanceof Error ? firstReasonOf(error.cause) : error.message || error.name
}
