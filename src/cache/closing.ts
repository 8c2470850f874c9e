import type { RunningWork } from '../foundation/running-work.ts'
import type { Cache } from './cache.ts'

const DEADLINE_MS = 1_000

/**
 * Ends a cache. Work under way may still have something to invalidate: it is waited for, and what takes too
 * long is counted with the tags that could not be appended.
 */
export const closeAfter = async (work: RunningWork, cache: Cache): Promise<number> => {
  await work.settle(cache.clock, DEADLINE_MS)
  const unfinished = work.count
  return unfinished + (await cache.close())
}
