import { type Instant, NEVER } from '../../foundation/clock.ts'
import { type Continuation, type CatchUpResult, type HearResult, type HeardBy, wasTrimmed } from './catch-up-result.ts'
import { OlderRecords } from './older-records.ts'
import { type Position, sameEpoch, samePosition } from '../position.ts'
import type { Known } from '../serving-rule.ts'
import { RecentRecords, EarlyRecords } from './heard-records.ts'
import { HoldTrail } from '../holds/hold-trail.ts'
import type { LogSnapshot } from '../log/invalidation-log.ts'
import type { OpenHolds } from '../holds/open-holds.ts'
import { isRecord, type LogRecord, type LogRow, namesSomeTags } from '../log/record.ts'
import { compareIds, type StreamId } from '../log/stream-id.ts'
import { TagState } from './tag-state.ts'
import type { TagTable } from './tag-table.ts'

export interface FollowerOptions {
  readonly table?: TagTable
  /** No hold has a longer lease, in milliseconds. Default: an hour. */
  readonly longestLeaseMs?: number | undefined
  /** Called for every record that is applied, except for those that a bootstrapping reads. */
  readonly applied?: ((record: LogRecord, by: HeardBy) => void) | undefined
}

/**
 * What one process knows of the invalidation log: a state machine without I/O, timers or a clock. It applies records strictly
 * in the order of the log, each once, and says when it may have missed one.
 */
export class Follower {
  readonly #tags: TagState
  /** What can be learnt of the records before those that a bootstrapping read. */
  readonly older: OlderRecords
  /** What can be learnt of holds that the log has lost. */
  readonly trail: HoldTrail
  readonly #recent = new RecentRecords()
  readonly #early = new EarlyRecords()
  readonly #known = { version: 0, position: undefined as Position | undefined, confirmedAt: NEVER }
  readonly #applied: FollowerOptions['applied']

  constructor({ table, longestLeaseMs, applied }: FollowerOptions = {}) {
    this.#tags = new TagState(table, longestLeaseMs)
    this.older = new OlderRecords(this.#tags)
    this.trail = new HoldTrail(this.#tags.holds)
    this.#applied = applied
  }

  /** What is known, always the same object: it moves with every record. */
  get known(): Known {
    return this.#known
  }

  get position(): Position | undefined {
    return this.#known.position
  }

  get confirmedAt(): Instant {
    return this.#known.confirmedAt
  }

  get version(): number {
    return this.#known.version
  }

  get tagCount(): number {
    return this.#tags.tagCount
  }

  /** The holds whose end is not applied yet. */
  get holds(): OpenHolds {
    return this.#tags.holds
  }

  get waiting(): boolean {
    return this.#early.size > 0
  }

  /** Makes every memo of a verdict void. */
  moved(): void {
    this.#known.version++
  }

  /** Whether nothing after `stamp` named one of the tags, as far as the applied records say. */
  isValid(stamp: Position, tags: readonly string[]): boolean {
    const position = this.#known.position
    if (position === undefined || !sameEpoch(stamp.epoch, position.epoch)) return false
    return compareIds(stamp.id, position.id) <= 0 && this.#tags.isUntouchedSince(stamp.id, tags)
  }

  /** Whether this stamp may belong to records that are not applied yet. */
  isAhead(stamp: Position): boolean {
    const position = this.#known.position
    if (position === undefined) return true
    if (sameEpoch(stamp.epoch, position.epoch)) return compareIds(stamp.id, position.id) > 0
    return stamp.epoch.number > position.epoch.number
  }

  /**
   * Whether this very record, which was in the log at `since`, or a later `clear`, is applied. A record of this epoch that is too
   * old to be remembered one by one counts as applied: that acknowledged records are not lost undetected is an assumption of the
   * promise. One of another epoch, not above this one, is gone with its log or behind a `clear`, if everything up to `since` is applied;
   * the number alone proves nothing, since a log that was emptied begins anew with the first.
   */
  hasApplied(record: Position, since: Instant): boolean {
    const position = this.#known.position
    if (position === undefined) return false
    if (this.#recent.has(record)) return true
    if (!sameEpoch(record.epoch, position.epoch))
      return record.epoch.number <= position.epoch.number && this.#known.confirmedAt >= since
    return compareIds(record.id, this.#tags.lowWater) < 0 || this.#forgot(record)
  }

  /** Takes a published record, or `undefined` for a message that could not be read. */
  hear(record: LogRecord | undefined, by: HeardBy = 'message'): HearResult {
    if (record === undefined) return 'unreadable'
    if (this.#recent.has(record)) return 'duplicate'
    if (this.#follows(record)) {
      this.#applyNext(record, by)
      this.#applyEarly()
      return 'applied'
    }
    this.#early.add(record)
    if (this.#known.position === undefined) this.#known.version++
    return 'early'
  }

  /** Starts over from the newest part of the log, read at `askedAt`; unless messages have overtaken the reply. */
  bootstrap(snapshot: LogSnapshot, askedAt: Instant): CatchUpResult {
    const { rows } = snapshot
    const [first] = rows
    const last = rows.at(-1)
    if (first === undefined || last === undefined || !isRecord(last)) return 'loss'
    if (!this.#recent.has(last)) {
      if (!this.isAhead(last)) return 'loss'
      this.#startOver(first.id, snapshot)
    }
    this.#applyEarly()
    this.caughtUp(askedAt)
    return 'continued'
  }

  /** Takes the log from an earlier position on. `continued` says that every row is applied now. */
  catchUp({ from, rows, oldest }: Continuation): CatchUpResult {
    const position = this.#known.position
    const [first, ...rest] = rows
    if (position === undefined || first === undefined || rows.at(-1)?.kind === 'unreadable') return 'loss'
    if (isRecord(first) && samePosition(first, from)) return this.#takeRows(rest)
    if (first.id.text !== oldest?.id.text || !wasTrimmed(first, from)) return 'loss'
    return compareIds(first.id, position.id) <= 0 ? this.#takeRows(rest) : 'broken'
  }

  /** Takes the newest row of the log, asked for at `askedAt`: `false` where it was not heard of yet, or the log is empty. */
  confirm(head: LogRow | undefined, askedAt: Instant): boolean {
    if (this.#known.position === undefined || head === undefined || !isRecord(head) || !this.#recent.has(head)) return false
    this.#confirm(askedAt)
    return true
  }

  /** A complete catch-up, whose last question was sent at `askedAt`, found nothing more. */
  caughtUp(askedAt: Instant): void {
    if (this.#known.position === undefined) return
    this.#early.dropPassed(this.#known.position.id)
    this.#confirm(askedAt)
  }

  /** Forgets everything after a loss but the holds. */
  forget(): void {
    this.#tags.forget()
    this.#recent.clear()
    this.#early.clear()
    this.#known.position = undefined
    this.older.stop()
    this.trail.stop()
    this.#known.confirmedAt = NEVER
    this.#known.version++
  }

  #startOver(oldest: StreamId, snapshot: LogSnapshot): void {
    this.#recent.clear()
    this.#known.position = undefined
    this.older.stop()
    this.#tags.restart(oldest)
    for (const row of snapshot.rows) this.#takeRow(row, snapshot.clock)
    const newest = snapshot.rows.at(-1)?.id ?? oldest
    this.trail.begin(snapshot, this.#tags.takeHolds({ holds: snapshot.holds, since: snapshot.holdsSince, oldest, newest }))
  }

  #confirm(askedAt: Instant): void {
    if (askedAt > this.#known.confirmedAt) this.#known.confirmedAt = askedAt
  }

  /** Whether the record was applied once but is no longer remembered one by one. */
  #forgot(record: Position): boolean {
    const oldest = this.#recent.oldest
    return oldest !== undefined && compareIds(record.id, oldest.id) < 0
  }

  #follows(record: LogRecord): boolean {
    const position = this.#known.position
    if (position === undefined || record.prev.text !== position.id.text) return false
    return this.#continuesEpoch(record, position)
  }

  #continuesEpoch(record: LogRecord, position: Position): boolean {
    if (record.kind === 'clear') return record.epoch.number > position.epoch.number
    return sameEpoch(record.epoch, position.epoch)
  }

  #takeRows(rows: readonly LogRow[]): CatchUpResult {
    for (const row of rows) {
      const position = this.#known.position
      if (position !== undefined && compareIds(row.id, position.id) <= 0) continue
      if (!isRecord(row) || row.prev.text !== position?.id.text) return 'broken'
      if (!this.#continuesEpoch(row, position)) return 'loss'
      this.#applyNext(row, 'asking')
    }
    this.#applyEarly()
    return 'continued'
  }

  /** The next row of a bootstrapping. Behind a row that is missing or unreadable nothing older is known to be complete. */
  #takeRow(row: LogRow, clock: number | undefined): void {
    const position = this.#known.position
    const breaks = !isRecord(row) || (position !== undefined && row.prev.text !== position.id.text)
    if (breaks) this.#tags.raiseLowWater(row.id)
    if (!isRecord(row)) return
    this.#apply(row, clock)
    if (namesSomeTags(row) && (breaks || position === undefined)) this.older.begin(row)
  }

  #applyNext(record: LogRecord, by: HeardBy): void {
    this.#apply(record)
    this.#applied?.(record, by)
  }

  #apply(record: LogRecord, clock?: number): void {
    this.#tags.take(record, clock)
    this.trail.note(record)
    if (!namesSomeTags(record)) this.older.stop()
    this.#recent.add(record)
    this.#known.position = { epoch: record.epoch, id: record.id, token: record.token }
    this.#known.version++
  }

  #applyEarly(): void {
    for (;;) {
      const next = this.#known.position && this.#early.behind(this.#known.position.id)
      if (next === undefined || !this.#follows(next)) return
      this.#early.delete(next)
      this.#applyNext(next, 'message')
    }
  }
}
