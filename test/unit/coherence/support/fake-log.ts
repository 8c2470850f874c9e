import type {
  HoldsSince,
  InvalidationLog,
  LogListener,
  LogPage,
  LogSnapshot,
} from '../../../../src/coherence/log/invalidation-log.ts'
import type { Epoch, Position } from '../../../../src/coherence/position.ts'
import { isRecord, type LogRecord, type LogRow, type RecordKind } from '../../../../src/coherence/log/record.ts'
import { compareIds, type StreamId, ZERO_ID } from '../../../../src/coherence/log/stream-id.ts'
import { id } from './records.ts'

/** One log that several processes follow, each over a line of its own, with everything that can happen to it. */
export class FakeLog {
  rows: LogRow[] = []
  /** Every record that was ever appended, lost ones included. */
  readonly history: LogRecord[] = []
  /** Tags of the open holds, by token. Leases are not its business: a test expires them. */
  readonly holds = new Map<string, readonly string[]>()
  /** What is left of every lease. */
  leaseLeftMs = 0
  /** From where on `holds` is whole. */
  holdsSince: HoldsSince | undefined = { after: ZERO_ID, at: 0, leasesMs: 0 }
  /** What its clock says. */
  now: number | undefined
  /** What records say from now on of the longest lease that is left. */
  leasesMs: number | undefined
  readonly #lines = new Set<FakeLine>()
  #clock = 1_000
  #made = 0

  /** A line of a process to this log. */
  line(): FakeLine {
    const line = new FakeLine(this)
    this.#lines.add(line)
    return line
  }

  get newest(): LogRecord {
    const last = this.rows.at(-1)
    if (last === undefined || !isRecord(last)) throw new Error('the log has no newest record')
    return last
  }

  get clears(): number {
    return this.history.filter(({ kind }) => kind === 'clear').length
  }

  begin(): LogRecord {
    const last = this.rows.at(-1)
    return last !== undefined && isRecord(last) ? last : this.#push('genesis', { number: 1, random: `fork${++this.#made}` })
  }

  append(tags: readonly string[], ends: readonly string[] = []): LogRecord {
    const { epoch } = this.begin()
    for (const token of ends) this.holds.delete(token)
    return this.#push('invalidate', epoch, { tags, ends })
  }

  hold(tags: readonly string[], leaseMs = 1_000, token = `h${++this.#made}`): LogRecord {
    const { epoch } = this.begin()
    this.holds.set(token, tags)
    return this.#push('hold', epoch, { tags, leaseMs, token })
  }

  expire(token: string): number {
    const tags = this.holds.get(token)
    if (tags !== undefined && this.leaseLeftMs === 0) this.append(tags, [token])
    return tags === undefined ? 0 : this.leaseLeftMs
  }

  snapshot(limit: number): LogSnapshot {
    const holds = [...this.holds].map(([token, tags]) => ({ token, tags, remainingMs: this.leaseLeftMs }))
    return { rows: this.rows.slice(-limit), holds, holdsSince: this.holdsSince, clock: this.now }
  }

  clear(epoch: number | undefined): LogRecord {
    const last = this.begin()
    if (epoch !== undefined && last.epoch.number > epoch) return last
    return this.#push('clear', { number: Math.max(last.epoch.number, epoch ?? 0) + 1, random: `fork${++this.#made}` })
  }

  /** What is kept of holds is gone; the rows are not. */
  loseHolds(): void {
    this.holds.clear()
    this.holdsSince = undefined
  }

  /** The server comes back without anything, and every line to it is new. */
  restartEmpty(): void {
    this.rows = []
    this.holds.clear()
    this.reconnect()
  }

  /** A replica without the newest records takes over; ids start again where they end there. */
  failOver(lost: number): void {
    this.rows.splice(this.rows.length - lost, lost)
    this.#clock -= lost
    this.reconnect()
  }

  reconnect(): void {
    for (const line of this.#lines) line.reconnect(false)
  }

  trimTo(kept: number): void {
    this.rows.splice(0, this.rows.length - kept)
  }

  /** A row that some other program wrote. */
  scribble(): void {
    this.rows.push({ id: id(`${++this.#clock}-0`), kind: 'unreadable' })
  }

  #push(kind: RecordKind, epoch: Epoch, more: Partial<LogRecord> = {}): LogRecord {
    const prev = this.rows.at(-1)?.id ?? ZERO_ID
    const record: LogRecord = {
      token: `t${++this.#made}`,
      tags: [],
      ends: [],
      leaseMs: 0,
      leasesMs: this.leasesMs,
      ...more,
      id: id(`${++this.#clock}-0`),
      prev,
      epoch,
      kind,
    }
    this.rows.push(record)
    this.history.push(record)
    for (const line of this.#lines) line.deliver(record)
    return record
  }
}

type Question = 'append' | 'hold' | 'expire' | 'clear' | 'begin' | 'newest' | 'upTo' | 'from' | 'head'

/** One process's connections to a log: one for questions, one for messages. Both work until a test says otherwise. */
export class FakeLine implements InvalidationLog {
  readonly asked: Question[] = []
  resubscriptions = 0
  /** Whether messages arrive. */
  delivers = true
  /** Whether subscribing anew makes messages arrive again. */
  healsBySubscribing = true
  /** Whether questions are answered; one that is not is rejected when the line is cut. */
  answers = true
  /** What happens between the log's answer and its arrival here. */
  onTheWay: (question: Question) => Promise<void> | void = () => {}
  /** Questions that the log refuses. */
  refuses: readonly Question[] = []
  readonly #log: FakeLog
  readonly #hanging: (() => void)[] = []
  #listener: LogListener | undefined
  #isCut = false

  constructor(log: FakeLog) {
    this.#log = log
  }

  count(question: Question): number {
    return this.asked.filter((asked) => asked === question).length
  }

  open(listener: LogListener): void {
    this.#listener = listener
    listener.up(true)
  }

  append = (tags: readonly string[], ends?: readonly string[]): Promise<LogRecord> =>
    this.#ask('append', () => this.#log.append(tags, ends))
  hold = (token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord> =>
    this.#ask('hold', () => this.#log.hold(tags, leaseMs, token))
  expire = (token: string): Promise<number> => this.#ask('expire', () => this.#log.expire(token))
  clear = (epoch: number | undefined): Promise<LogRecord> => this.#ask('clear', () => this.#log.clear(epoch))
  begin = (): Promise<void> => this.#ask('begin', () => void this.#log.begin())
  newest = (limit: number): Promise<LogSnapshot> => this.#ask('newest', () => this.#log.snapshot(limit))
  head = (): Promise<LogRow | undefined> => this.#ask('head', () => this.#log.rows.at(-1))

  upTo = (last: StreamId, limit: number): Promise<readonly LogRow[]> =>
    this.#ask('upTo', () =>
      this.#log.rows
        .filter((row) => compareIds(row.id, last) <= 0)
        .slice(-limit)
        .toReversed(),
    )

  from = (position: Position, limit: number): Promise<LogPage> =>
    this.#ask('from', () => {
      const rows = this.#log.rows.filter((row) => compareIds(row.id, position.id) >= 0)
      return { rows: rows.slice(0, limit), oldest: this.#log.rows[0] }
    })

  deliver(record: LogRecord | undefined): void {
    if (this.delivers) this.#listener?.message(record)
  }

  /** A message that arrives whatever else is lost. */
  whisper(record: LogRecord | undefined): void {
    this.#listener?.message(record)
  }

  /** The connection for questions breaks, until a new one: what was asked is not answered any more. */
  cut(): void {
    this.#isCut = true
    for (const reject of this.#hanging.splice(0)) reject()
    this.#listener?.down(new Error('the line was cut'))
  }

  reconnect(continued: boolean): void {
    this.cut()
    this.#isCut = false
    this.answers = true
    this.#listener?.up(continued)
  }

  /** The subscription finds another history while no question can be asked. */
  hearOfLoss(): void {
    this.#listener?.lost()
  }

  resubscribe(): void {
    this.resubscriptions++
    if (this.healsBySubscribing) this.delivers = true
    if (!this.#isCut) this.#listener?.up(true)
  }

  close(): void {
    this.#listener = undefined
  }

  async #ask<T>(question: Question, answer: () => T): Promise<T> {
    this.asked.push(question)
    await Promise.resolve()
    if (this.#isCut) throw new Error('cut')
    if (!this.answers) await new Promise<void>((_, reject) => this.#hanging.push(() => reject(new Error('cut'))))
    if (this.refuses.includes(question)) throw new Error('refused')
    const said = answer()
    await this.onTheWay(question)
    return said
  }
}
