import type { LogSnapshot } from '../log/invalidation-log.ts'
import type { OpenHolds } from './open-holds.ts'
import { isRecord, type LogRecord, type LogRow } from '../log/record.ts'

/** What is left of a lease that began at an instant of the log's clock. Neither a clock that was set back nor a row from the future makes it longer. */
export const leaseLeft = (leaseMs: number, beganAt: number, clock: number | undefined): number =>
  leaseMs - Math.min(leaseMs, Math.max(0, (clock ?? beganAt) - beganAt))

/**
 * The way back from where a bootstrapping began to every hold that may be open and that the log has lost. While it is not at its end,
 * any tag may be held. It ends where every lease so far has passed. Where rows are missing on the way, or were in a log before this one,
 * any tag may be held until then.
 */
export class HoldTrail {
  readonly #holds: OpenHolds
  /** Tokens of holds that records behind the tail have ended. */
  readonly #ended = new Set<string>()
  #tail: LogRecord | undefined
  #clock: number | undefined
  /** What is left of the longest lease of a hold that the log may have lost, in milliseconds. */
  #forMs = 0
  #hasLost = false

  constructor(holds: OpenHolds) {
    this.#holds = holds
  }

  /** The oldest record up to which all is known; `undefined` where nothing is sought. */
  get tail(): LogRecord | undefined {
    return this.#tail
  }

  /** Whether the log has lost an open hold, as far as the way led, or may have lost one that nobody can tell any more. */
  get hasLost(): boolean {
    return this.#hasLost
  }

  /** Begins behind the newest row, unless every lease has passed that the log may have lost. */
  begin({ rows, holdsSince, clock }: LogSnapshot, hasLost: boolean): void {
    this.stop()
    this.#holds.knowAll()
    this.#hasLost = hasLost
    const last = rows.at(-1)
    if (last === undefined || !isRecord(last)) return
    this.#clock = clock
    this.#forMs = holdsSince === undefined ? this.#leftAt(last) : this.#left(holdsSince.leasesMs, holdsSince.at)
    if (this.#forMs === 0) return
    this.#holds.holdAll({ forMs: this.#forMs })
    this.#go(last)
    for (const row of rows.slice(0, -1).toReversed()) this.#take(row)
  }

  /** Takes the rows up to the one before the tail, newest first. */
  extend(rows: readonly LogRow[]): void {
    if (rows.length === 0) this.#cut()
    for (const row of rows) this.#take(row)
  }

  /** Seeks no further: what is not known stays so until it begins anew. */
  stop(): void {
    this.#tail = undefined
    this.#ended.clear()
  }

  /** Every hold is known whose lease has not passed. */
  end(): void {
    this.stop()
    this.#holds.knowAll()
  }

  /** Takes note of a record that was applied meanwhile. */
  note({ ends }: LogRecord): void {
    if (this.#tail !== undefined) for (const token of ends) this.#ended.add(token)
  }

  #take(row: LogRow): void {
    const tail = this.#tail
    if (tail === undefined) return
    if (!isRecord(row) || row.kind === 'unknown' || row.id.text !== tail.prev.text) return this.#cut()
    if (row.kind === 'hold' && !this.#ended.has(row.token) && !this.#holds.has(row.token)) this.#open(row)
    this.#go(row)
  }

  #open({ token, tags, leaseMs, id }: LogRecord): void {
    this.#holds.openLacking({ token, tags, remainingMs: leaseLeft(leaseMs, id.milliseconds, this.#clock) }, id)
    this.#hasLost = true
  }

  #go(row: LogRecord): void {
    this.#tail = row
    for (const token of row.ends) this.#ended.add(token)
    const isFirst = row.prev.text === '0-0'
    // The first record of a log that began anew says what was left then; one of an older script does not.
    if (this.#leftAt(row) === 0 || (isFirst && row.leasesMs === undefined)) this.end()
    else if (isFirst) this.#cut()
  }

  /** What is left of the longest lease of a record's hold and all before it. An older script does not say. */
  #leftAt({ leasesMs, id }: LogRecord): number {
    return this.#left(leasesMs ?? this.#holds.longestLeaseMs, id.milliseconds)
  }

  #left(leasesMs: number, instant: number): number {
    return leaseLeft(Math.min(leasesMs, this.#holds.longestLeaseMs), instant, this.#clock)
  }

  /** What came before the tail cannot be told. */
  #cut(): void {
    if (this.#tail === undefined) return
    this.#holds.holdAll({ forMs: Math.min(this.#forMs, this.#leftAt(this.#tail)) })
    this.stop()
    this.#hasLost = true
  }
}
