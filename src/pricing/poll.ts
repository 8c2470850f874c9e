import { isApiError } from '../error/api-error.ts'
import { isConnectionError } from '../error/connection-error.ts'
import { isTimeoutError } from '../error/timeout-error.ts'
import type { Clock } from '../foundation/clock.ts'
import type { ResponseMeta } from '../operation/api-call.ts'
import { retryAfter } from '../transport/retry-after.ts'
import type { Answered } from './pricing-api.ts'
import { Signal } from '../foundation/signal.ts'
import type { ReadPath } from '../cache/read-path.ts'

/** Something that the API works at, to be asked for until it is done. */
export interface Poll<Answer extends Answered<unknown>> {
  /** The answer that said that it is not done yet. */
  readonly first: Answer
  readonly isDone: (value: Answer['value']) => boolean
  /** Asks once, with the retries of every request. */
  readonly ask: () => Promise<Answer>
  readonly wake: ChangeSignal
  readonly clock: Pick<Clock, 'now' | 'wallNow'>
}

const SHORTEST_MS = 100
const UNASKED_MS = 1_000
const LONGEST_OWN_MS = 10_000
const LONGEST_ASKED_MS = 300_000
/** Answers in a row that may fail to come before it is given up. */
const MAX_FAILURES = 5
/** How long a record of the last step may be under way to here, after the answer that showed it. */
const RECORD_MS = 200

/**
 * Asks until it is done. The pauses are what the API asks for (`Retry-After`, at most 5 minutes), and no less than a tenth of the time
 * that it has taken so far, up to 10 s; a record that names it ends a pause. A failing API is asked again, a few times.
 */
export const pollUntilDone = async <Answer extends Answered<unknown>>({
  first,
  isDone,
  ask,
  wake,
  clock,
}: Poll<Answer>): Promise<Answer> => {
  const startedAt = clock.now()
  let answer = first
  let askedMs = askedFor(first, clock.wallNow())
  for (let failures = 0; !isDone(answer.value);) {
    await wake.wait(pauseOf(askedMs, clock.now() - startedAt, failures))
    try {
      answer = await ask()
      askedMs = askedFor(answer, clock.wallNow())
      failures = 0
    } catch (error) {
      if (!isPassing(error) || ++failures > MAX_FAILURES) throw error
      askedMs = isApiError(error) ? error.retryAfterMs : undefined
    }
  }
  return answer
}

/** Waits for the record of a step that was just seen: what is read once it is here will not be invalidated by it. */
export const awaitRecord = (wake: ChangeSignal): Promise<void> => wake.wait(RECORD_MS)

const askedFor = <T>({ response }: Answered<T>, wallNow: number): number | undefined => retryAfter(headersOf(response), wallNow)

const pauseOf = (askedMs: number | undefined, elapsedMs: number, failures: number): number => {
  const own = Math.min(LONGEST_OWN_MS, Math.max(elapsedMs / 10, failures === 0 ? 0 : UNASKED_MS * 2 ** failures))
  return Math.max(SHORTEST_MS, Math.min(askedMs ?? UNASKED_MS, LONGEST_ASKED_MS), own) * (1 + Math.random() / 10)
}

const isPassing = (error: unknown): boolean =>
  isApiError(error)
    ? error.status === 408 || error.status === 429 || error.status >= 500
    : isConnectionError(error) || isTimeoutError(error)

export const headersOf = (response: ResponseMeta | undefined): Headers => response?.headers ?? new Headers()

/** Wakes a poll when one of its tags is invalidated, and when its signal is aborted. */
interface ChangeSignal extends Disposable {
  /** Settles with the next change, or after at most `milliseconds`. @throws the signal's reason */
  wait(milliseconds: number): Promise<void>
}

/** Signals records that name one of the tags: the answer may be another one by then. */
export const signalChanges = (
  { coherence, clock }: Pick<ReadPath, 'coherence' | 'clock'>,
  tags: readonly string[],
  signal: AbortSignal,
): ChangeSignal => {
  const change = new Signal(clock)
  let since = coherence.position
  const stop = coherence.watch(() => {
    if (since !== undefined && coherence.isValid(since, tags)) return
    const isKnown = since !== undefined
    since = coherence.position
    if (isKnown) change.send()
  })
  signal.addEventListener('abort', change.send)
  return {
    async wait(milliseconds) {
      signal.throwIfAborted()
      await change.wait(milliseconds)
      signal.throwIfAborted()
    },
    [Symbol.dispose]() {
      stop()
      signal.removeEventListener('abort', change.send)
    },
  }
}
