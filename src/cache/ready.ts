import { z } from 'zod'
import type { Coherence } from '../coherence/coherence.ts'
import { durationOption, parseOptions } from '../error/options.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import type { Duration } from '../foundation/duration.ts'
import { LONGEST_TIMER_MS } from '../foundation/longest-timer.ts'
import { untilAborted } from '../foundation/until-aborted.ts'

/** Options of `ready()`. */
export interface ReadyOptions {
  /** How long to wait, at most; then a `TimeoutError` says why Redis could not be reached. Default: no limit. */
  readonly timeout?: Duration
  /** Ends the wait with the signal's reason. Default none. */
  readonly signal?: AbortSignal
}

/** The schema of `ReadyOptions`. */
export const readySchema = z.strictObject({
  timeout: durationOption().optional(),
  signal: z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal').optional(),
})

/**
 * Waits for the first position, and keeps the process alive until then: the connections to Redis do not.
 *
 * @throws {ConfigurationError} {TimeoutError} {ClosedError} the signal's reason
 */
export const awaitReady = async (coherence: Coherence, options: ReadyOptions = {}): Promise<void> => {
  const { timeout, signal } = parseOptions(readySchema, options, 'ready')
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = timeout === undefined
    ? setInterval(() => {}, LONGEST_TIMER_MS)
    : setTimeout(() => reject(notReached(coherence.hindrance, timeout)), Math.min(timeout, LONGEST_TIMER_MS))
  try {
    await untilAborted(Promise.race([coherence.ready(), expired]), signal)
  } finally {
    clearTimeout(timer)
  }
}

const notReached = (cause: unknown, timeoutMs: number): TimeoutError => {
  const reason = cause instanceof Error ? `: ${cause.message}` : ''
  return new TimeoutError(`the invalidation log was not reached within ${timeoutMs} ms${reason}`, { operation: 'ready', requestId: '', attempts: 0, cause })
}
