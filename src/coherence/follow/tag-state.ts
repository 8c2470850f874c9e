import { leaseLeft } from '../holds/hold-trail.ts'
import { type StoredHolds, OpenHolds } from '../holds/open-holds.ts'
import { type LogRecord, namesSomeTags } from '../log/record.ts'
import { compareIds, type StreamId, ZERO_ID } from '../log/stream-id.ts'
import { TagTable } from './tag-table.ts'

/** What the records that a process applied say about tags: which were named when, from where on that is known, and which are held. */
export class TagState {
  readonly #named: TagTable
  readonly #holds: OpenHolds
  #lowWater: StreamId = ZERO_ID

  constructor(named: TagTable = new TagTable(), longestLeaseMs?: number) {
    this.#named = named
    this.#holds = new OpenHolds(longestLeaseMs)
  }

  /** Nothing is known of what was named before this record. */
  get lowWater(): StreamId {
    return this.#lowWater
  }

  get tagCount(): number {
    return this.#named.size
  }

  get holds(): OpenHolds {
    return this.#holds
  }

  /** Whether no record after `stamp` named one of the tags. */
  isUntouchedSince(stamp: StreamId, tags: readonly string[]): boolean {
    return compareIds(stamp, this.#lowWater) >= 0 && !tags.some((tag) => this.#named.namedAfter(tag, stamp))
  }

  /** Takes the next record of the log; its lease has gone on until `clock`, by the clock of the log. */
  take(record: LogRecord, clock?: number): void {
    if (!namesSomeTags(record)) return this.#nameAll(record.id)
    for (const tag of record.tags) this.#named.note(tag, record.id)
    for (const token of record.ends) this.#holds.end(token)
    if (record.kind === 'hold') this.#open(record, clock)
  }

  /** Takes a record older than all that are known; which holds are open was known from the beginning. `false` where there is no room. */
  takeOlder(record: LogRecord): boolean {
    if (this.#named.isFull) return false
    for (const tag of record.tags) this.#named.noteOlder(tag, record.id)
    this.#lowWater = record.id
    return true
  }

  /** Behind a row that is missing or unreadable nothing older is known to be complete. */
  raiseLowWater(id: StreamId): void {
    if (compareIds(id, this.#lowWater) > 0) this.#lowWater = id
  }

  /** Starts over from the oldest record that is read. Holds that are known stay, until it is told that they have ended. */
  restart(oldest: StreamId): void {
    this.#named.reset()
    this.#lowWater = oldest
  }

  /** Takes the holds that the log keeps, behind the newest record applied. Returns whether it has lost one that its rows tell. */
  takeHolds(kept: StoredHolds): boolean {
    return this.#holds.unite(kept)
  }

  /** The log is another one. A loss drops no hold: the writers are still at work. */
  forget(): void {
    this.#named.reset()
    this.#holds.uproot()
  }

  #open({ token, tags, leaseMs, id }: LogRecord, clock: number | undefined): void {
    this.#holds.open({ token, tags, remainingMs: leaseLeft(leaseMs, id.milliseconds, clock) }, id)
  }

  /** A clear drops no hold: the writers are still at work. */
  #nameAll(id: StreamId): void {
    this.#named.reset()
    this.#lowWater = id
  }
}
