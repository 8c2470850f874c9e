import { fitting, MAX_NAMES_PER_RECORD } from '../log/record.ts'

export const MAX_QUEUED_TAGS = 10_000
/** More than so many ends are forgotten: the leases end those holds. */
const MAX_QUEUED_ENDS = 1_000

/** The part of a queue that fits into one record. */
export interface QueuedPart {
  readonly tags: readonly string[]
  readonly ends: readonly string[]
}

/** Invalidations that wait for the log to be reachable, merged. */
export class AppendQueue {
  readonly #tags = new Set<string>()
  readonly #ends = new Set<string>()

  get size(): number {
    return this.#tags.size
  }

  get isEmpty(): boolean {
    return this.#tags.size === 0 && this.#ends.size === 0
  }

  get overflows(): boolean {
    return this.#tags.size > MAX_QUEUED_TAGS
  }

  /** Returns the tags that wait already. */
  add(tags: Iterable<string>, ends: Iterable<string>): readonly string[] {
    const known = [...tags].filter((tag) => this.#tags.has(tag))
    for (const tag of tags) this.#tags.add(tag)
    for (const token of ends) if (this.#ends.size < MAX_QUEUED_ENDS) this.#ends.add(token)
    return known
  }

  /** Ends go last: a hold that ended before its tags are named would let a load from before the commit be kept. */
  next(): QueuedPart {
    const tags = fitting(this.#tags, MAX_NAMES_PER_RECORD)
    return { tags, ends: tags.length < this.#tags.size ? [] : [...this.#ends].slice(0, MAX_NAMES_PER_RECORD - tags.length) }
  }

  remove({ tags, ends }: QueuedPart): void {
    for (const tag of tags) this.#tags.delete(tag)
    for (const token of ends) this.#ends.delete(token)
  }

  /** Forgets the tags, for which a clear stands from now on, and returns them. */
  takeTags(): readonly string[] {
    const tags = [...this.#tags]
    this.#tags.clear()
    return tags
  }
}
