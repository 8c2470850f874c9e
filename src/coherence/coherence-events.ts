import { channels } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import type { CacheSnapshot } from '../foundation/open-caches.ts'
import { traced } from '../foundation/tracing.ts'
import type { HeardBy } from './follow/catch-up-result.ts'
import type { Invalidation } from './invalidation.ts'
import type { LogRecord } from './log/record.ts'

/** What one process knows of the log at a moment, as a snapshot shows it. */
export type CoherenceState = Pick<
  CacheSnapshot,
  'queuedTags' | 'openHolds' | 'knownTags' | 'knowledgeAgeMs' | 'maxStalenessMs'
> & {
  readonly isUp: boolean
}

/** Publishes the records and invalidations of one namespace on the diagnostics channels, and makes the spans of invalidations. */
export class CoherenceEvents {
  readonly #namespace: string
  readonly #clock: Clock

  constructor(namespace: string, clock: Clock) {
    this.#namespace = namespace
    this.#clock = clock
  }

  applied({ id, kind, tags }: LogRecord, by: HeardBy): void {
    if (!channels.record.active) return
    const delayMs = Math.max(0, this.#clock.wallNow() - id.milliseconds)
    channels.record.publish({ namespace: this.#namespace, id: id.text, record: kind, tags: tags.length, by, delayMs })
  }

  /** Invalidates so many tags by `append`; every tag where there is no number. */
  invalidating(tags: number | undefined, append: () => Promise<Invalidation>): Promise<Invalidation> {
    const describe = () => ({
      name: 'invalidate',
      attributes: { 'mescrm.namespace': this.#namespace, 'mescrm.invalidation.tags': tags },
    })
    return traced(
      describe,
      () => 'other',
      async (span) => {
        const outcome = await append()
        span?.set({ 'mescrm.invalidation.status': outcome.status })
        if (tags !== undefined) channels.invalidation.publish({ namespace: this.#namespace, tags, status: outcome.status })
        return outcome
      },
    )
  }
}
