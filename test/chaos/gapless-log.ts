import type { InvalidationLog } from '../../src/coherence/log/invalidation-log.ts'
import { isRecord, type LogRecord, type LogRow } from '../../src/coherence/log/record.ts'
import { compareIds } from '../../src/coherence/log/stream-id.ts'

/**
 * A log as a process sees it that takes whatever it hears for the next record, and the newest row for all that it missed: the
 * rule of gaps is taken out. For processes that append nothing.
 */
export const withoutGapDetection = (log: InvalidationLog): InvalidationLog => {
  let last: LogRecord | undefined
  const note = (row: LogRow | undefined): void => {
    if (row !== undefined && isRecord(row)) last = row
  }
  const chain = (record: LogRecord): LogRecord | undefined => {
    if (last === undefined || record.kind === 'clear') return record
    if (compareIds(record.id, last.id) <= 0) return undefined
    last = { ...record, prev: last.id }
    return last
  }
  return {
    ...log,
    open: (listener) =>
      log.open({
        ...listener,
        message(record) {
          const next = record && chain(record)
          if (next !== undefined) listener.message(next)
        },
      }),
    newest: async (limit) => {
      const snapshot = await log.newest(limit)
      note(snapshot.rows.at(-1))
      return snapshot
    },
    from: async (position, limit) => {
      const page = await log.from(position, limit)
      const [first] = page.rows
      const newest = page.rows.at(-1)
      if (
        first === undefined ||
        newest === undefined ||
        newest === first ||
        first.id.text !== position.id.text ||
        !isRecord(newest)
      ) {
        return page
      }
      last = { ...newest, prev: first.id }
      return { ...page, rows: [first, last] }
    },
  }
}
