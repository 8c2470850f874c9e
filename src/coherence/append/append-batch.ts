import { charsOf, type LogRecord, MAX_NAMES_PER_RECORD, MAX_TAG_CHARS } from '../log/record.ts'

/** Invalidations that become one record. */
export class AppendBatch {
  readonly tags = new Set<string>()
  /** Tokens of holds that end with it. */
  readonly ends = new Set<string>()
  #chars = 0
  readonly #outcome = Promise.withResolvers<LogRecord | undefined>()

  get size(): number {
    return this.tags.size + this.ends.size
  }

  /** The record, or `undefined` when the tags had to be queued. */
  get outcome(): Promise<LogRecord | undefined> {
    return this.#outcome.promise
  }

  /** Whether these still fit into one record with what it has. */
  takes(tags: readonly string[], ends: readonly string[]): boolean {
    const fresh = tags.filter((tag) => !this.tags.has(tag))
    if (this.size > 0 && this.#chars + charsOf(fresh) > MAX_TAG_CHARS) return false
    return this.size === 0 || this.size + fresh.length + ends.length <= MAX_NAMES_PER_RECORD
  }

  /** Returns the tags that it did not have yet. */
  add(tags: readonly string[], ends: readonly string[]): readonly string[] {
    const fresh = [...new Set(tags)].filter((tag) => !this.tags.has(tag))
    for (const tag of fresh) this.tags.add(tag)
    this.#chars += charsOf(fresh)
    for (const token of ends) this.ends.add(token)
    return fresh
  }

  settle(record: LogRecord | undefined): void {
    this.#outcome.resolve(record)
  }
}
