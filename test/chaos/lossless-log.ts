import type { InvalidationLog } from '../../src/coherence/log/invalidation-log.ts'
import { isRecord, type LogRecord, type LogRow } from '../../src/coherence/log/record.ts'
import { compareIds, ZERO_ID } from '../../src/coherence/log/stream-id.ts'

const ONE_EPOCH = { number: 1, random: 'one' }

/** Every record belongs to the one epoch there is, and none begins another. */
const flatten = (record: LogRecord): LogRecord => {
  const begins = record.kind === 'genesis' || record.kind === 'clear'
  return { ...record, epoch: ONE_EPOCH, ...(begins && { kind: 'invalidate' }) }
}

const flattenRow = (row: LogRow): LogRow => (isRecord(row) ? flatten(row) : row)

/** Each row behind the one before it, the first behind `before`. */
const rechain = (rows: readonly LogRecord[], before: LogRecord): readonly LogRecord[] => {
  let prev = before.id
  return rows.map((row) => {
    const next = { ...row, prev }
    prev = row.id
    return next
  })
}

/**
 * A log as a process sees it that goes on from its position whatever the log holds by now: the rule of losses is taken out. Records
 * that are gone are not missed, and no epoch ends. For processes that append nothing.
 */
export const withoutLossDetection = (log: InvalidationLog): InvalidationLog => {
  let last: LogRow | undefined
  const note = (row: LogRow | undefined): void => {
    if (row !== undefined && (last === undefined || compareIds(row.id, last.id) > 0)) last = row
  }
  return {
    ...log,
    open: (listener) =>
      log.open({
        ...listener,
        up: () => listener.up(true),
        lost: () => undefined,
        message(record) {
          const flat = record && flatten(record)
          note(flat)
          listener.message(flat)
        },
      }),
    newest: async (limit) => {
      const { rows, holds, holdsSince, clock } = await log.newest(limit)
      note(rows.map(flattenRow).at(-1))
      return { rows: rows.map(flattenRow), holds, holdsSince, clock }
    },
    from: async (position, limit) => {
      const { rows } = await log.from(position, limit)
      const known: LogRecord = { ...position, prev: ZERO_ID, kind: 'invalidate', tags: [], ends: [], leaseMs: 0 }
      const later = rows
        .filter(isRecord)
        .map(flatten)
        .filter((row) => compareIds(row.id, position.id) > 0)
      const chained = [known, ...rechain(later, known)]
      note(chained.at(-1))
      return { rows: chained, oldest: known }
    },
    head: async () => {
      const head = await log.head()
      return head === undefined || (last !== undefined && compareIds(head.id, last.id) <= 0) ? last : flattenRow(head)
    },
  }
}
