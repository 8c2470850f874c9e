import { z } from 'zod'
import { durationOption, parseOptions } from '../error/options.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import type { Duration } from '../foundation/duration.ts'
import type { ReadPath } from './read-path.ts'
import type { Clock } from '../foundation/clock.ts'
import type { RunningWork } from '../foundation/running-work.ts'
import { untilAborted } from '../foundation/time-limit.ts'

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
export const awaitReady = async (
  { coherence, clock }: Pick<ReadPath, 'coherence' | 'clock'>,
  options: ReadyOptions = {},
): Promise<void> => {
  const { timeout, signal } = parseOptions(readySchema, options, 'ready')
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = clock.timer(timeout ?? Number.POSITIVE_INFINITY, () => reject(notReached(coherence.hindrance, timeout)))
  try {
    await untilAborted(Promise.race([coherence.first.reached, expired]), signal)
  } finally {
    timer.stop()
  }
}

const notReached = (cause: unknown, timeoutMs: number | undefined): TimeoutError => {
  const reason = cause instanceof Error ? `: ${cause.message}` : ''
  return new TimeoutError(`the invalidation log was not reached within ${timeoutMs} ms${reason}`, {
    operation: 'ready',
    requestId: '',
    attempts: 0,
    cause,
  })
}

const DEADLINE_MS = 1_000

/** Waits for work under way, a second at most. Returns how much of it has not ended. */
export const settleWork = async (work: RunningWork, clock: Clock): Promise<number> => {
  await work.settle(clock, DEADLINE_MS)
  return work.count
}

/**
 * Ends a cache. Work under way may still have something to invalidate: it is waited for, and what takes too
 * long is counted with the tags that could not be appended.
 */
export const closeAfter = async (work: RunningWork, cache: ReadPath): Promise<number> => {
  const unfinished = await settleWork(work, cache.clock)
  return unfinished + (await cache.close())
}
