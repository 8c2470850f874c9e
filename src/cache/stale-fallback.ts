import type { Coherence } from '../coherence/coherence.ts'
import { type Arrival, isValidAndOpen, judge } from '../coherence/serving-rule.ts'
import { type Clock, type Instant, later } from '../foundation/clock.ts'
import type { LocalTier } from '../tier/tier.ts'
import type { CacheEntry } from './cache-entry.ts'
import { isOriginFailure, isOutOfTime } from './stale-window.ts'
import { isWithinLoad } from './nested-load.ts'
import type { ReadPlan } from './read-plan.ts'

/** Time after a failure during which a stale entry is served without asking the origin again. */
const RETRY_PAUSE_MS = 1_000

export interface StaleFallbackParts {
  readonly clock: Clock
  readonly coherence: Coherence
  readonly memory: LocalTier<CacheEntry>
}

/**
 * Stale entries that answer a reader whose load failed. They may be past their lifetime or unconfirmed, which is outside the promise of the
 * serving rule; none that is known to be invalidated is served. A load never builds on one: its value would be taken for a new one.
 */
export class StaleFallback {
  readonly #parts: StaleFallbackParts

  constructor(parts: StaleFallbackParts) {
    this.#parts = parts
  }

  /** Whether the entry is served at once, since its origin has just failed. */
  servesNow(plan: ReadPlan, arrival: Arrival, entry: CacheEntry): boolean {
    return arrival.at < entry.retryAt && !isStrict(plan, arrival) && this.#mayServe(plan, arrival.at, entry)
  }

  /** Returns a stale entry for a load that failed with `cause`, after asking the log whether it was invalidated; else `undefined`. */
  async insteadOf(cause: unknown, plan: ReadPlan, arrival: Arrival): Promise<CacheEntry | undefined> {
    const { memory, coherence, clock } = this.#parts
    const wantsNone = plan.signal?.aborted === true && !isOutOfTime(plan.signal)
    if (plan.grace.ifErrorMs === 0 || wantsNone || !isOriginFailure(cause)) return undefined
    await coherence.confirm(arrival.at)
    const entry = memory.get(plan.key.text)
    if (entry === undefined || !this.#mayServe(plan, clock.now(), entry)) return undefined
    if (isStrict(plan, arrival) && judge(entry, arrival, coherence, entry.graceUntil) !== 'serve') return undefined
    entry.retryAt = later(clock.now(), RETRY_PAUSE_MS)
    return entry
  }

  /** After a load that no reader waited for has failed. */
  postpone(entry: CacheEntry): void {
    entry.retryAt = later(this.#parts.clock.now(), RETRY_PAUSE_MS)
  }

  #mayServe({ grace: { ifErrorMs } }: ReadPlan, now: Instant, entry: CacheEntry): boolean {
    const { coherence } = this.#parts
    return (
      entry.kind === 'value' &&
      ifErrorMs > 0 &&
      now < later(entry.staleAt, ifErrorMs) &&
      !isWithinLoad() &&
      isValidAndOpen(entry, coherence)
    )
  }
}

/** A reader who names positions, or asks the log first, is promised to see what they stand for. */
const isStrict = ({ atLeast }: ReadPlan, { maxStaleness }: Arrival): boolean => atLeast.length > 0 || maxStaleness === 0
