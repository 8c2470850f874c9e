import type { LogRecord } from './record.ts'
import { compareIds, type StreamId } from './stream-id.ts'

const MAX_EARLY = 10_000

/** Records that came before their predecessor, by its id. Bounded: too many are forgotten, and found missing later. */
export class EarlyRecords {
  readonly #byPrev = new Map<string, LogRecord>()

  get size(): number {
    return this.#byPrev.size
  }

  add(record: LogRecord): void {
    if (this.#byPrev.size >= MAX_EARLY) this.#byPrev.clear()
    this.#byPrev.set(record.prev.text, record)
  }

  /** The one that says it comes behind this id. */
  behind(id: StreamId): LogRecord | undefined {
    return this.#byPrev.get(id.text)
  }

  delete(record: LogRecord): void {
    this.#byPrev.delete(record.prev.text)
  }

  /** Forgets those that are not above `id`. */
  dropPassed(id: StreamId): void {
    for (const record of this.#byPrev.values()) {
      if (compareIds(record.id, id) <= 0) this.delete(record)
    }
  }

  clear(): void {
    this.#byPrev.clear()
  }
}
