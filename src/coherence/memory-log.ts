import { randomBytes } from 'node:crypto'
import type { InvalidationLog, LogListener, LogPage } from './invalidation-log.ts'
import { compareIds, type StreamId, ZERO_ID } from './stream-id.ts'
import type { LogRecord, RecordKind } from './record.ts'
import type { Epoch, Position } from './position.ts'

const RETAINED_RECORDS = 10_000
const BOOTSTRAP_RECORDS = 1_000

/** The records of a namespace that lives in this process alone; every log of the same namespace here shares them. */
interface Records {
  readonly rows: LogRecord[]
  readonly listeners: Set<LogListener>
}

const namespaces = new Map<string, Records>()

const recordsOf = (namespace: string): Records => {
  const known = namespaces.get(namespace)
  if (known !== undefined) return known
  const records: Records = { rows: [], listeners: new Set() }
  namespaces.set(namespace, records)
  return records
}

/** The log of the embedded default: no Redis, one process. Whoever appends has told every follower before the append returns. */
export const createMemoryLog = (namespace: string): InvalidationLog => {
  const records = recordsOf(namespace)
  let own: LogListener | undefined
  return {
    open(listener) {
      own = listener
      begin(records)
      records.listeners.add(listener)
      listener.up(true, records.rows.slice(-BOOTSTRAP_RECORDS))
    },
    append: async (tags) => append(records, 'invalidate', tags),
    clear: async (epoch) => clear(records, epoch),
    begin: async () => void begin(records),
    newest: async (limit) => records.rows.slice(-limit),
    from: async (position, limit) => pageFrom(records, position, limit),
    head: async () => records.rows.at(-1),
    resubscribe: () => own?.up(true),
    close() {
      if (own !== undefined) records.listeners.delete(own)
      if (records.listeners.size === 0 && namespaces.get(namespace) === records) namespaces.delete(namespace)
    },
  }
}

const random = (): string => randomBytes(9).toString('base64url')

const begin = (records: Records): LogRecord => records.rows.at(-1) ?? push(records, 'genesis', [], { number: 1, random: random() })

const append = (records: Records, kind: RecordKind, tags: readonly string[]): LogRecord =>
  push(records, kind, tags, begin(records).epoch)

const clear = (records: Records, epoch: number | undefined): LogRecord => {
  const last = begin(records)
  if (epoch !== undefined && last.epoch.number > epoch) return last
  return push(records, 'clear', [], { number: Math.max(last.epoch.number, epoch ?? 0) + 1, random: random() })
}

const push = (records: Records, kind: RecordKind, tags: readonly string[], epoch: Epoch): LogRecord => {
  const prev = records.rows.at(-1)?.id ?? ZERO_ID
  const record: LogRecord = { epoch, id: nextId(prev), token: random(), prev, kind, tags }
  records.rows.push(record)
  if (records.rows.length > RETAINED_RECORDS) records.rows.splice(0, RETAINED_RECORDS / 10)
  for (const listener of records.listeners) listener.message(record)
  return record
}

const nextId = (prev: StreamId): StreamId => {
  const now = Date.now()
  const id = now > prev.milliseconds ? { milliseconds: now, sequence: 0 } : { ...prev, sequence: prev.sequence + 1 }
  return { ...id, text: `${id.milliseconds}-${id.sequence}` }
}

const pageFrom = (records: Records, position: Position, limit: number): LogPage => {
  const start = records.rows.findIndex((row) => compareIds(row.id, position.id) >= 0)
  return { rows: start < 0 ? [] : records.rows.slice(start, start + limit), oldest: records.rows[0] }
}
