import type { Observation } from '../consumers/observation.ts'
import type { JournalEntry } from '../shared/service/journal.ts'

/** An answer that missed a write whose invalidation it should have known of. */
export interface StaleRead {
  readonly operation: string
  readonly orderId: string
  readonly version: number
  /** The write that the answer does not show. */
  readonly missed: number
  /** How long after the bound the call was made, in milliseconds. */
  readonly beyondMs: number
}

type Journals = { readonly [Api in 'mes' | 'crm']: readonly JournalEntry[] }

/**
 * Checks every answer against what the databases had committed. A stale read: the invalidation of a write was acknowledged at a, the call
 * was made at i, i − a > maxStaleness, and the answer shows the order as it was before, or a list that has to show it does not.
 */
export function findStaleReads(
  journals: Journals,
  observations: readonly Observation[],
  maxStaleness: number,
): readonly StaleRead[] {
  const created = creationDates(observations)
  const writesOf = { mes: byOrder(journals.mes), crm: byOrder(journals.crm) }
  return observations.flatMap((observation) => {
    const writes = writesOf[observation.api]
    return [...outdatedRows(observation, writes, maxStaleness), ...missingRows(observation, writes, created, maxStaleness)]
  })
}

type Writes = ReadonlyMap<string, readonly JournalEntry[]>

const byOrder = (journal: readonly JournalEntry[]): Writes =>
  Map.groupBy(
    journal.filter(({ kind }) => kind === 'order'),
    ({ id }) => id,
  )

/** How long before the call the invalidation of a write was acknowledged; below zero where it was not. */
const knownFor = (write: JournalEntry, { invokedAt }: Observation): number =>
  write.append === null ? Number.NEGATIVE_INFINITY : invokedAt - write.append.acknowledged.monotonic

function outdatedRows(observation: Observation, writes: Writes, maxStaleness: number): readonly StaleRead[] {
  return observation.rows.flatMap(({ id, version }) => {
    const missed = writes.get(id)?.find((write) => write.version > version && knownFor(write, observation) > maxStaleness)
    if (missed === undefined) return []
    const beyondMs = knownFor(missed, observation) - maxStaleness
    return [{ operation: observation.operation, orderId: id, version, missed: missed.version, beyondMs }]
  })
}

/** Orders that are newer than the oldest row of a list, have a status that it was asked for, and are not in it. */
function missingRows(
  observation: Observation,
  writes: Writes,
  created: ReadonlyMap<string, string>,
  maxStaleness: number,
): readonly StaleRead[] {
  const { filter, rows } = observation
  const oldest = rows.at(-1)?.createdAt
  if (filter === undefined || oldest === undefined) return []
  const shown = new Set(rows.map(({ id }) => id))
  const stale: StaleRead[] = []
  for (const [id, ofOrder] of writes) {
    const last = ofOrder.findLast((write) => write.commit.monotonic <= observation.returnedAt)
    const createdAt = created.get(id)
    if (last === undefined || createdAt === undefined || createdAt <= oldest || shown.has(id)) continue
    if (!filter.includes(last.status) || knownFor(last, observation) <= maxStaleness) continue
    stale.push({
      operation: observation.operation,
      orderId: id,
      version: 0,
      missed: last.version,
      beyondMs: knownFor(last, observation) - maxStaleness,
    })
  }
  return stale
}

function creationDates(observations: readonly Observation[]): ReadonlyMap<string, string> {
  const dates = new Map<string, string>()
  for (const { rows } of observations) {
    for (const { id, createdAt } of rows) if (createdAt !== undefined) dates.set(id, createdAt)
  }
  return dates
}
