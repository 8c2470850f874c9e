import type { Clock } from '../foundation/clock.ts'
import type { RunningWork } from '../foundation/running-work.ts'
import type { ReadPath } from './read-path.ts'

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
