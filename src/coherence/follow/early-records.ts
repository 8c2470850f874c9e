import type { LogRecord } from '../log/record.ts'
import { compareIds, type StreamId } from '../log/stream-id.ts'

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
