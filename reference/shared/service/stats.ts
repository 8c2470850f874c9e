import type { TrafficCounts } from '../api/traffic.ts'
import type { JournalEntry } from './journal.ts'
import type { Service } from './service.ts'
import type { QueryTable } from '../database/protocol.ts'

/** What a server has done since its start, and the writes behind it. */
export interface ServiceStats extends TrafficCounts {
  /** Database queries by name, those behind the cache's misses included. */
  readonly queries: Readonly<Record<string, number>>
  /** Reads by where they were answered from: `memory`, `redis`, `origin`. */
  readonly reads: Readonly<Record<string, number>>
  /** What was done in the background, by name. */
  readonly work: Readonly<Record<string, number>>
  /** Queries that wait for their turn at the database. */
  readonly waiting: number
  readonly journal: readonly JournalEntry[]
  /** Sequence number of the newest write: the next `since`. */
  readonly lastSequence: number
}

export function statsOf<Queries extends QueryTable>(
  service: Service<Queries>,
  since: number,
  work: ServiceStats['work'] = {},
): ServiceStats {
  return {
    ...service.traffic.counts(),
    queries: service.database.counts(),
    reads: service.cache.counts(),
    work,
    waiting: service.listCost.waiting() + service.readCost.waiting(),
    journal: service.journal.since(since),
    lastSequence: service.journal.length,
  }
}
