import { fitting, MAX_NAMES_PER_RECORD, charsOf, type LogRecord, MAX_TAG_CHARS } from '../log/record.ts'
import type { Instant } from '../../foundation/clock.ts'
import type { Position } from '../position.ts'

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

/** Tags by name, or every tag. */
export type TagsOf = readonly string[] | 'all'

interface Unapplied {
  readonly record: LogRecord
  readonly tags: TagsOf
  readonly acknowledgedAt: Instant
}

/** Whether a record that was acknowledged at that instant is applied in this process. */
export type Applied = (record: Position, acknowledgedAt: Instant) => boolean

/** More than a tag table remembers. */
const MAX_NAMES = 100_000

/** Records of this process that are in the log and not applied here yet. */
export class UnappliedRecords {
  readonly #records: Unapplied[] = []
  #names = 0

  get overflows(): boolean {
    return this.#names > MAX_NAMES
  }

  add(record: LogRecord, tags: TagsOf, acknowledgedAt: Instant): void {
    this.#records.push({ record, tags, acknowledgedAt })
    this.#names += namesOf(tags)
  }

  /** Forgets those that are applied by now, and returns the tags of each. */
  takeApplied(hasApplied: Applied): readonly TagsOf[] {
    const taken: TagsOf[] = []
    for (let index = this.#records.length - 1; index >= 0; index--) {
      const entry = this.#records[index]
      if (entry === undefined || !hasApplied(entry.record, entry.acknowledgedAt)) continue
      this.#records.splice(index, 1)
      this.#names -= namesOf(entry.tags)
      taken.push(entry.tags)
    }
    return taken
  }
}

/** The record itself counts as well. */
const namesOf = (tags: TagsOf): number => (tags === 'all' ? 1 : tags.length + 1)
