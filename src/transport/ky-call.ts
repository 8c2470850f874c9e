import ky, { HTTPError, NetworkError } from 'ky'
import type { Clock } from '../foundation/clock.ts'
import type { Answer } from './answer.ts'

/** One call over ky, and what is ours of it. Neither body nor credentials are part of it: ky clones a request, and its errors hold it. */
export interface KyCall {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Further attempts after the first, at most. */
  readonly retries: number
  /** Whether an answer with this status is a result; any other is a failure. */
  readonly accepts: (status: number) => boolean
  /** Comes before each attempt, after its pause. What it throws ends the call. */
  readonly prepare: () => Promise<void>
  /** Makes one attempt and reads its answer to the end. What it throws is the failure of the attempt. */
  readonly attempt: (headers: Headers) => Promise<Answer>
  /** What an answer that is not accepted means. */
  readonly refusal: (answer: Answer) => Error
  /** Milliseconds until the next attempt, `undefined` for none; `retry` is 0 for the first one that would be repeated. */
  readonly pauseAfter: (failure: unknown, retry: number) => number | undefined
}

/** What ky is given in place of an answer, whose body has been read; `failure` is what it means where it is not accepted. */
interface Outcome extends Response {
  readonly answer: Answer
  readonly failure: Error | undefined
}

/**
 * Attempts until one is accepted or no other is due. Rejects with the failure of the last one, never with an error of ky, or with the
 * signal's reason.
 *
 * Each attempt is a call of ky of its own. ky repeats nothing, makes no pause and sets no time limit here: its timers are those of the
 * process, and ours are those of the clock.
 */
export const callByKy = async (call: KyCall): Promise<Answer> => {
  const { signal, clock, retries } = call
  for (let retry = 0; ; retry++) {
    await call.prepare()
    try {
      return await attemptByKy(call)
    } catch (error) {
      const failure = failureOf(error)
      const pauseMs = signal.aborted || retry >= retries ? undefined : call.pauseAfter(failure, retry)
      if (pauseMs === undefined) throw failure
      if (pauseMs > 0) await clock.pause(pauseMs, { signal })
    }
  }
}

const failureOf = (error: unknown): unknown => {
  if (error instanceof HTTPError) return (error.response as unknown as Outcome).failure
  return error instanceof NetworkError ? error.cause : error
}

const attemptByKy = async ({ url, method, headers, signal, accepts, attempt, refusal }: KyCall): Promise<Answer> => {
  const outcome: unknown = await ky(url, {
    method,
    headers,
    signal,
    redirect: 'manual',
    timeout: false,
    totalTimeout: false,
    retry: 0,
    throwHttpErrors: (status) => !accepts(status),
    fetch: async (request) => {
      const answer = await attempt((request as Request).headers)
      const failure = accepts(answer.status) ? undefined : refusal(answer)
      return Object.assign(new Response(null, { status: statusOf(answer) }), { answer, failure })
    },
  })
  return (outcome as Outcome).answer
}

/** A server, or middleware, may answer with a status that no `Response` can be made with. */
const statusOf = ({ status }: Answer): number => (status >= 200 && status <= 599 ? status : 599)
