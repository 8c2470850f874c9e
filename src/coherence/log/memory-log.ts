import { type Clock, type Instant, later } from '../../foundation/clock.ts'
import type { InvalidationLog, LogListener, LogPage, LogSnapshot, OpenHold } from './invalidation-log.ts'
import { compareIds, type StreamId, ZERO_ID } from './stream-id.ts'
import type { LogRecord } from './record.ts'
import { type Position, randomToken } from '../position.ts'

const RETAINED_RECORDS = 10_000
const RETAINED_TAGS = 100_000
const BOOTSTRAP_RECORDS = 1_000

/** The records of a namespace that lives in this process alone; every log of the same namespace here shares them. */
interface Records {
  /** That of whoever opened the namespace first: holds of all of them end by it. */
  readonly clock: Clock
  readonly rows: LogRecord[]
  /** Tags of all rows together. */
  names: number
  readonly holds: Map<string, Hold>
  readonly listeners: Set<LogListener>
}

interface Hold {
  readonly tags: readonly string[]
  readonly endsAt: Instant
}

const namespaces = new Map<string, Records>()

const recordsOf = (namespace: string, clock: Clock): Records => {
  const known = namespaces.get(namespace)
  if (known !== undefined) return known
  const records: Records = { clock, rows: [], names: 0, holds: new Map(), listeners: new Set() }
  namespaces.set(namespace, records)
  return records
}

/** The log of the embedded default: no Redis, one process. Whoever appends has told every follower before the append returns. */
export const createMemoryLog = (namespace: string, clock: Clock): InvalidationLog => {
  const records = recordsOf(namespace, clock)
  let own: LogListener | undefined
  return {
    open(listener) {
      own = listener
      begin(records)
      records.listeners.add(listener)
      listener.up(true, snapshotOf(records, BOOTSTRAP_RECORDS))
    },
    append: async (tags, ends) => append(records, tags, ends),
    hold: async (token, tags, leaseMs) => hold(records, token, tags, leaseMs),
    expire: async (token) => expire(records, token),
    clear: async (epoch) => clear(records, epoch),
    begin: async () => void begin(records),
    newest: async (limit) => snapshotOf(records, limit),
    upTo: async (id, limit) =>
      records.rows
        .filter((row) => compareIds(row.id, id) <= 0)
        .slice(-limit)
        .toReversed(),
    from: async (position, limit) => pageFrom(records, position, limit),
    head: async () => records.rows.at(-1),
    resubscribe: () => own?.up(true),
    close() {
      if (own !== undefined) records.listeners.delete(own)
      if (records.listeners.size === 0 && namespaces.get(namespace) === records) namespaces.delete(namespace)
    },
  }
}

const begin = (records: Records): LogRecord =>
  records.rows.at(-1) ?? push(records, { kind: 'genesis', epoch: { number: 1, random: randomToken() } })

const append = (records: Records, tags: readonly string[], ends: readonly string[] = []): LogRecord => {
  const { epoch } = begin(records)
  for (const token of ends) records.holds.delete(token)
  return push(records, { kind: 'invalidate', epoch, tags, ends })
}

const hold = (records: Records, token: string, tags: readonly string[], leaseMs: number): LogRecord => {
  const { epoch } = begin(records)
  records.holds.set(token, { tags, endsAt: later(records.clock.now(), leaseMs) })
  return push(records, { kind: 'hold', epoch, token, tags, leaseMs })
}

const remaining = ({ clock }: Records, { endsAt }: Hold): number => Math.max(0, endsAt - clock.now())

const expire = (records: Records, token: string): number => {
  const open = records.holds.get(token)
  const left = open === undefined ? 0 : remaining(records, open)
  if (open !== undefined && left === 0) append(records, open.tags, [token])
  return left
}

const clear = (records: Records, epoch: number | undefined): LogRecord => {
  const last = begin(records)
  if (epoch !== undefined && last.epoch.number > epoch) return last
  return push(records, { kind: 'clear', epoch: { number: Math.max(last.epoch.number, epoch ?? 0) + 1, random: randomToken() } })
}

type Draft = Pick<LogRecord, 'kind' | 'epoch'> & Partial<LogRecord>

const push = (records: Records, draft: Draft): LogRecord => {
  const prev = records.rows.at(-1)?.id ?? ZERO_ID
  const record: LogRecord = { token: randomToken(), tags: [], ends: [], leaseMs: 0, ...draft, id: nextId(records, prev), prev }
  records.rows.push(record)
  records.names += record.tags.length
  trim(records)
  for (const listener of records.listeners) listener.message(record)
  return record
}

/** The newest row stays, whatever it names. */
const trim = (records: Records): void => {
  const { rows } = records
  let dropped = rows.length > RETAINED_RECORDS ? RETAINED_RECORDS / 10 : 0
  let names = rows.slice(0, dropped).reduce((sum, { tags }) => sum + tags.length, 0)
  while (records.names - names > RETAINED_TAGS && dropped < rows.length - 1) names += rows[dropped++]?.tags.length ?? 0
  if (dropped === 0) return
  rows.splice(0, dropped)
  records.names -= names
}

const nextId = ({ clock }: Records, prev: StreamId): StreamId => {
  const now = clock.wallNow()
  const id = now > prev.milliseconds ? { milliseconds: now, sequence: 0 } : { ...prev, sequence: prev.sequence + 1 }
  return { ...id, text: `${id.milliseconds}-${id.sequence}` }
}

const pageFrom = (records: Records, position: Position, limit: number): LogPage => {
  const start = records.rows.findIndex((row) => compareIds(row.id, position.id) >= 0)
  return { rows: start < 0 ? [] : records.rows.slice(start, start + limit), oldest: records.rows[0] }
}

const snapshotOf = (records: Records, limit: number): LogSnapshot => ({
  rows: records.rows.slice(-limit),
  holdsSince: { after: ZERO_ID, at: 0, leasesMs: 0 },
  holds: [...records.holds].map(([token, open]): OpenHold => ({ token, tags: open.tags, remainingMs: remaining(records, open) })),
})
