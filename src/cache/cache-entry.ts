import type { Servable } from '../coherence/serving-rule.ts'
import type { Instant } from '../foundation/clock.ts'
import type { HitEntry } from '../foundation/hit.ts'
import { stringBytes } from '../key/frozen-json.ts'

/** A cached value with everything that decides whether it may be served. */
export interface CacheEntry extends Servable, HitEntry {
  /** Deep-frozen, and the same object for every reader. */
  readonly value: unknown
  /** The value as a promise, which hits share: they are the many, and a promise each would cost them more than the rest. */
  readonly settled: Promise<unknown>
  /** What it takes of the heap, as an estimate. */
  readonly bytes: number
  /** End of the load that made it, on this process's timeline. */
  readonly bornAt: Instant
  /** End of the time for which it is kept for those who take an expired value over none; `staleAt` where there is no such time. */
  readonly graceUntil: Instant
  /** Whether it is a value, or the answer that there is none. */
  readonly kind: 'value' | 'absence'
  /** By which the origin can be asked whether it is still so; `undefined` where it cannot. */
  readonly validator: string | undefined
  /** Until when the origin, which has just failed, is not asked for a newer one again. */
  retryAt: Instant
}

/** An entry with its instants, its promise, its list of tags and its place in the memory tier. */
const ENTRY = 460
const SLOT = 8

/** What an entry takes of the heap, as an estimate: the value that was counted, its key, its tags, and what the memory tier keeps for it. */
export const entryBytes = (key: string, tags: readonly string[], valueBytes: number): number => {
  let bytes = ENTRY + valueBytes + stringBytes(key, true)
  for (const tag of tags) bytes += SLOT + stringBytes(tag, true)
  return bytes
}
