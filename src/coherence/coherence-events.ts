import { channels } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import type { CacheSnapshot } from '../foundation/open-caches.ts'
import type { Means } from './finding.ts'
import type { LogRecord } from './record.ts'

/** What one process knows of the log at a moment, as a snapshot shows it. */
export type CoherenceState = Pick<CacheSnapshot, 'queuedTags' | 'openHolds' | 'knownTags' | 'knowledgeAgeMs' | 'maxStalenessMs'> & {
  readonly isUp: boolean
}

/** Publishes the records and invalidations of one namespace on the diagnostics channels. */
export class CoherenceEvents {
  readonly #namespace: string
  readonly #clock: Clock

  constructor(namespace: string, clock: Clock) {
    this.#namespace = namespace
    this.#clock = clock
  }

  applied({ id, kind, tags }: LogRecord, by: Means): void {
    if (!channels.record.active) return
    const delayMs = Math.max(0, this.#clock.wallNow() - id.milliseconds)
    channels.record.publish({ namespace: this.#namespace, id: id.text, record: kind, tags: tags.length, by, delayMs })
  }

  invalidated(tags: number, status: 'applied' | 'queued'): void {
    channels.invalidation.publish({ namespace: this.#namespace, tags, status })
  }
}
