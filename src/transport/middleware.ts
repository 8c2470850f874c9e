import { describeGiven } from '../error/configuration-error.ts'

/** One attempt of a request, before its credentials are added. */
export interface Attempt {
  /** Name of the API, such as `mes`; `undefined` for a request without a description of a client of one API. */
  readonly api: string | undefined
  /** Operation id, such as `orders.list`; `request` for an endpoint without a description. */
  readonly operation: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** What will be sent, in a copy of this attempt's own: changes hold for it alone. Credentials come last and are never among them. */
  readonly headers: Headers
  /** The JSON or form that will be sent; `undefined` where there is no body, or one of bytes. */
  readonly body: string | undefined
  /** Sent as `X-Request-Id`, the same in every attempt. */
  readonly requestId: string
  /** 1 for the first. */
  readonly attempt: number
  /** Aborted when the call's or the attempt's time is over, and when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * A function around each attempt: it may change headers, measure, answer in the API's stead, or send and look at the answer. `next`
 * sends the attempt, once, through the middleware that follows; it resolves with the whole answer, whatever its status, and rejects
 * with a `ConnectionError` or a `TimeoutError`, or if it was called before. What middleware throws itself fails the call as a
 * `ConnectionError`, without a retry. An attempt that is still under way once its middleware has answered, or thrown, is aborted.
 *
 * @example
 * const tenant: Middleware = (attempt, next) => {
 *   attempt.headers.set('x-tenant', 'eu-1')
 *   return next()
 * }
 */
export type Middleware = (attempt: Attempt, next: () => Promise<Response>) => Response | Promise<Response>

/** What middleware threw itself, which may be an error of another call. */
export class MiddlewareFailure extends Error {
  override readonly name = 'MiddlewareFailure'
}

/** The middleware around `send`, the first one outermost. */
export const withMiddleware = (
  middleware: readonly Middleware[],
  attempt: Attempt,
  send: () => Promise<Response>,
): Promise<Response> => {
  const [first, ...others] = middleware
  if (first === undefined) return send()
  let isSent = false
  const next = (): Promise<Response> => {
    // What may not be repeated is not repeated here either.
    const sent = isSent ? Promise.reject(new Error('next() sends an attempt once')) : withMiddleware(others, attempt, send)
    isSent = true
    // Middleware need not await it: it may fail itself first, or answer without it.
    sent.catch(() => {})
    return sent
  }
  return Promise.resolve()
    .then(() => first(attempt, next))
    .then(checkAnswer)
}

/** Any object with the parts of a response will do: `fetch` may be one of a test, or of another realm. */
const checkAnswer = (answer: Response): Response => {
  const given: unknown = answer
  if (typeof given === 'object' && given !== null && 'status' in given && 'headers' in given) return answer
  throw new TypeError(`expected middleware to answer with a Response, got ${describeGiven(given)}`)
}
