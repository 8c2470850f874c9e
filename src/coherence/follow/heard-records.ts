import { type Position, samePosition } from '../position.ts'
import type { LogRecord } from '../log/record.ts'
import { compareIds, type StreamId } from '../log/stream-id.ts'

/** Records that are remembered one by one. */
export const RECENT_RECORDS = 4_096

/** The newest records that were applied, by id, so that a repeated message or an answered question is recognised. */
export class RecentRecords {
  readonly #byId = new Map<string, Position>()
  /** In the order in which they were applied, around and around; the map alone would be searched for its oldest. */
  readonly #ring: Position[] = []
  #oldest = 0

  get oldest(): Position | undefined {
    return this.#ring[this.#oldest]
  }

  add({ epoch, id, token }: Position): void {
    const record = { epoch, id, token }
    this.#byId.set(id.text, record)
    if (this.#ring.length < RECENT_RECORDS) return void this.#ring.push(record)
    this.#forget(this.#ring[this.#oldest])
    this.#ring[this.#oldest] = record
    this.#oldest = (this.#oldest + 1) % RECENT_RECORDS
  }

  has(record: Position): boolean {
    const known = this.#byId.get(record.id.text)
    return known !== undefined && samePosition(known, record)
  }

  clear(): void {
    this.#byId.clear()
    this.#ring.length = 0
    this.#oldest = 0
  }

  /** Unless its id came back with another record. */
  #forget(record: Position | undefined): void {
    if (record !== undefined && this.#byId.get(record.id.text) === record) this.#byId.delete(record.id.text)
  }
}

const MAX_EARLY = 10_000
const MAX_NAMES = 100_000

/** Records that came before their predecessor, by its id. Bounded: too many are forgotten, and found missing later. */
export class EarlyRecords {
  readonly #byPrev = new Map<string, LogRecord>()
  #names = 0

  get size(): number {
    return this.#byPrev.size
  }

  add(record: LogRecord): void {
    this.#forget(record.prev.text)
    if (this.#byPrev.size >= MAX_EARLY || this.#names + namesOf(record) > MAX_NAMES) this.clear()
    this.#byPrev.set(record.prev.text, record)
    this.#names += namesOf(record)
  }

  /** The one that says it comes behind this id. */
  behind(id: StreamId): LogRecord | undefined {
    return this.#byPrev.get(id.text)
  }

  delete(record: LogRecord): void {
    this.#forget(record.prev.text)
  }

  /** Forgets those that are not above `id`. */
  dropPassed(id: StreamId): void {
    for (const record of this.#byPrev.values()) {
      if (compareIds(record.id, id) <= 0) this.delete(record)
    }
  }

  clear(): void {
    this.#byPrev.clear()
    this.#names = 0
  }

  #forget(prev: string): void {
    const known = this.#byPrev.get(prev)
    if (known === undefined) return
    this.#byPrev.delete(prev)
    this.#names -= namesOf(known)
  }
}

const namesOf = ({ tags, ends }: LogRecord): number => tags.length + ends.length
