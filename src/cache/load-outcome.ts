import type { Arrival } from '../coherence/serving-rule.ts'
import type { Instant } from '../foundation/clock.ts'
import type { CacheEntry } from './cache-entry.ts'

/** How a flight ended. */
export interface LoadOutcome {
  readonly entry: CacheEntry
  readonly source: 'redis' | 'origin'
  /** When the load was started; `NEVER` where nothing was loaded. */
  readonly startedAt: Instant
}

/** How a load of this process ended. */
export interface OwnLoadOutcome extends LoadOutcome {
  /** Whether other processes will find it in the shared tier; never rejects. */
  readonly kept: Promise<boolean>
}

export const KEPT = Promise.resolve(true)
export const NOT_KEPT = Promise.resolve(false)

/** Whether a load began after the arrival. One that was under way already may have begun earlier within the same instant. */
export const isNewerThan = ({ at }: Arrival, { startedAt }: LoadOutcome, joined: boolean): boolean =>
  joined ? startedAt > at : startedAt >= at
