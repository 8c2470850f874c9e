import type { Instant } from '../../foundation/clock.ts'
import type { Position } from '../position.ts'
import type { LogRecord } from '../log/record.ts'

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
