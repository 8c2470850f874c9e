import { randomOf } from '../../coherence/log/epoch-history.ts'
import type { HoldsSince, LogSnapshot, OpenHold } from '../../coherence/log/invalidation-log.ts'
import { type Epoch, formatEpoch, type Position } from '../../coherence/position.ts'
import { isRecord, type LogRecord, type LogRow } from '../../coherence/log/record.ts'
import { compareIds, type StreamId, ZERO_ID } from '../../coherence/log/stream-id.ts'

const idOf = (milliseconds: number, sequence: number): StreamId => ({
  milliseconds,
  sequence,
  text: `${milliseconds}-${sequence}`,
})

interface KeptHold {
  readonly token: string
  readonly tags: readonly string[]
  readonly endsAt: number
}

interface Kept {
  readonly holds: readonly KeptHold[]
  readonly since: HoldsSince | undefined
}

const EMPTY: Kept = { holds: [], since: undefined }

type Draft = Pick<LogRecord, 'kind'> & Partial<Pick<LogRecord, 'tags' | 'ends' | 'leaseMs' | 'token'>>

/** The rows and holds of a log in memory, and the script of the protocol on them. No network, no followers. */
export class RecordLog {
  rows: LogRow[] = []
  /** How many records got an id that a lost one had. */
  returned = 0
  /** Called for every record that is appended, with the record before it. */
  readonly #added: (record: LogRecord, before: LogRecord | undefined) => void
  readonly #clock: () => number
  /** The server's history, which an epoch says it began under. */
  readonly #history: () => string
  /** Of all holds, in milliseconds. */
  readonly #longestLeaseMs: number
  /** The hash of open holds. */
  #kept: Kept = EMPTY
  /** When the leases end, in true time, of holds that nothing but their ends, and the loss of all that tells of them, takes back before. */
  #promised = new Map<string, number>()
  /** What it had behind each row, for a replica that has no later one. */
  readonly #keptBehind = new WeakMap<LogRow, Kept>()
  /** Milliseconds by which the server's clock is behind what it was. */
  #behind = 0
  /** Ids of lost records, which the next ones get again. */
  #returning: StreamId[] = []
  #made = 0

  constructor(
    clock: () => number,
    history: () => string,
    added: (record: LogRecord, before: LogRecord | undefined) => void,
    longestLeaseMs: number,
  ) {
    this.#longestLeaseMs = longestLeaseMs
    this.#clock = clock
    this.#history = history
    this.#added = added
  }

  begin(): LogRecord {
    this.#keepFromHereOn()
    return this.#newest ?? this.#add({ kind: 'genesis' }, { number: 1, random: randomOf(this.#history()) })
  }

  append(tags: readonly string[], ends: readonly string[]): LogRecord {
    const { epoch } = this.begin()
    this.#keep(this.#kept.holds.filter(({ token }) => !ends.includes(token)))
    return this.#add({ kind: 'invalidate', tags, ends }, epoch)
  }

  hold(token: string, tags: readonly string[], leaseMs: number): LogRecord {
    const { epoch } = this.begin()
    this.#keep([...this.#kept.holds.filter((kept) => kept.token !== token), { token, tags, endsAt: this.#now + leaseMs }])
    return this.#add({ kind: 'hold', token, tags, leaseMs }, epoch)
  }

  expire(token: string): number {
    const { epoch } = this.begin()
    const hold = this.#kept.holds.find((kept) => kept.token === token)
    if (hold === undefined) return 0
    if (hold.endsAt > this.#now) return hold.endsAt - this.#now
    this.#keep(this.#kept.holds.filter((kept) => kept !== hold))
    this.#add({ kind: 'invalidate', tags: hold.tags, ends: [token] }, epoch)
    return 0
  }

  clear(epoch: number | undefined): LogRecord {
    this.#keepFromHereOn()
    const last = this.#newest
    if (last !== undefined && epoch !== undefined && last.epoch.number > epoch) return last
    return this.#add(
      { kind: 'clear' },
      { number: Math.max(last?.epoch.number ?? 0, epoch ?? 0) + 1, random: randomOf(this.#history()) },
    )
  }

  newest(limit: number): LogSnapshot {
    const open = ({ token, tags, endsAt }: KeptHold): OpenHold => ({ token, tags, remainingMs: Math.max(0, endsAt - this.#now) })
    return { rows: this.rows.slice(-limit), holds: this.#kept.holds.map(open), holdsSince: this.#kept.since, clock: this.#now }
  }

  upTo(last: StreamId, limit: number): readonly LogRow[] {
    return this.rows
      .filter((row) => compareIds(row.id, last) <= 0)
      .slice(-limit)
      .toReversed()
  }

  from(position: Position, limit: number): readonly LogRow[] {
    return this.rows.filter((row) => compareIds(row.id, position.id) >= 0).slice(0, limit)
  }

  /** A copy for those who only read. */
  asOfNow(): RecordLog {
    const copy = new RecordLog(this.#clock, this.#history, this.#added, this.#longestLeaseMs)
    copy.rows = [...this.rows]
    copy.#kept = this.#kept
    copy.#behind = this.#behind
    return copy
  }

  /** Whether a hold is open. The loss of the hash alone ends none, nor does a trim; only both together with every row do. */
  isHeld(token: string): boolean {
    return (this.#promised.get(token) ?? 0) > this.#clock()
  }

  /** The hash of open holds is gone, and nothing else. Returns how many holds it had. */
  loseHolds(): number {
    const { length } = this.#kept.holds
    this.#kept = EMPTY
    return length
  }

  /** The server's clock is set back. */
  setBack(milliseconds: number): void {
    this.#behind += milliseconds
  }

  /** Drops the newest rows, as a replica that does not have them, and may give their ids again. Returns those that are gone. */
  lose(count: number, ids: 'same' | 'lower' | 'later'): readonly LogRow[] {
    const gone = this.rows.splice(Math.max(0, this.rows.length - count))
    const last = this.rows.at(-1)
    if (gone.length > 0) this.#kept = (last && this.#keptBehind.get(last)) ?? EMPTY
    if (gone.length > 0) this.#promiseKept()
    if (ids === 'same') this.#returning = gone.map((row) => row.id)
    if (ids === 'lower') this.#behind += 10_000
    return gone
  }

  /** Drops the oldest rows. The holds are kept elsewhere. */
  trimTo(count: number): void {
    this.rows.splice(0, Math.max(0, this.rows.length - count))
    if (count === 0) this.#promiseKept()
  }

  /** A row that some other program wrote. */
  scribble(): void {
    const row = { id: this.#nextId(), kind: 'unreadable' } as const
    this.rows.push(row)
    this.#keptBehind.set(row, this.#kept)
  }

  /** Another program writes a row behind whose id there is none that can be read. */
  useUpIds(): void {
    const row = { id: idOf(2 ** 60, 0), kind: 'unreadable' } as const
    this.rows.push(row)
    this.#keptBehind.set(row, this.#kept)
  }

  /** The newest record becomes a row that is none. */
  corrupt(): void {
    const last = this.rows.pop()
    if (last === undefined) return
    const row = { id: last.id, kind: 'unreadable' } as const
    this.rows.push(row)
    this.#keptBehind.set(row, this.#kept)
  }

  #promiseKept(): void {
    for (const token of this.#promised.keys())
      if (!this.#kept.holds.some((hold) => hold.token === token)) this.#promised.delete(token)
  }

  #keep(holds: readonly KeptHold[]): void {
    this.#kept = { ...this.#kept, holds }
  }

  /** As the script does at each call. */
  #keepFromHereOn(): void {
    this.#kept = {
      ...this.#kept,
      since: this.#kept.since ?? { after: this.rows.at(-1)?.id ?? ZERO_ID, at: this.#now, leasesMs: this.#leasesMs },
    }
  }

  /** What is left of the longest lease of all holds so far. */
  get #leasesMs(): number {
    const last = this.#newest
    const { since, holds } = this.#kept
    if (last?.leasesMs !== undefined) return this.#leftOf(last.leasesMs, last.id.milliseconds)
    if (since === undefined) return this.rows.length === 0 ? 0 : this.#longestLeaseMs
    return Math.max(this.#leftOf(since.leasesMs, since.at), ...holds.map(({ endsAt }) => endsAt - this.#now))
  }

  #leftOf(leaseMs: number, instant: number): number {
    return Math.max(0, leaseMs - Math.max(0, this.#now - instant))
  }

  get #now(): number {
    return 100_000 + this.#clock() - this.#behind
  }

  get #newest(): LogRecord | undefined {
    const last = this.rows.at(-1)
    return last !== undefined && isRecord(last) ? last : undefined
  }

  #add({ kind, tags = [], ends = [], leaseMs = 0, token }: Draft, epoch: Epoch): LogRecord {
    if ((this.rows.at(-1)?.id.milliseconds ?? 0) > Number.MAX_SAFE_INTEGER) this.trimTo(0)
    if (kind === 'hold' && token !== undefined)
      this.#promised.set(token, Math.max(this.#promised.get(token) ?? 0, this.#clock() + leaseMs))
    for (const ended of ends) this.#promised.delete(ended)
    const earlier = this.rows.findLast(isRecord)
    const prev = this.rows.at(-1)?.id ?? ZERO_ID
    const leasesMs = Math.max(this.#leasesMs, leaseMs)
    const record: LogRecord = {
      id: this.#nextId(),
      prev,
      epoch,
      token: token ?? `t${++this.#made}`,
      kind,
      tags,
      ends,
      leaseMs,
      leasesMs,
    }
    this.rows.push(record)
    this.#keptBehind.set(record, this.#kept)
    this.#added(record, earlier)
    return record
  }

  #nextId(): StreamId {
    const last = this.rows.at(-1)?.id ?? ZERO_ID
    const returning = this.#returning.shift()
    if (returning !== undefined && compareIds(returning, last) > 0) {
      this.returned++
      return returning
    }
    return this.#now > last.milliseconds ? idOf(this.#now, 0) : idOf(last.milliseconds, last.sequence + 1)
  }
}

/** The reply of Redis to the question for the newest row. */
export const headReply = ({ rows }: RecordLog): readonly unknown[] => {
  const row = rows.at(-1)
  if (row === undefined) return []
  if (!isRecord(row)) return [[row.id.text, ['stray', 'row']]]
  const { id, prev, epoch, token, kind, tags, ends, leaseMs } = row
  const hold = kind === 'hold' ? String(leaseMs) : ends.join(',') || '-'
  const fields = { v: '1', prev: prev.text, epoch: formatEpoch(epoch), token, kind, hold, tags: JSON.stringify(tags) }
  return [[id.text, Object.entries(fields).flat()]]
}
