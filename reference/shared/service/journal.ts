import type { CommitInstant } from '../orders/commit.ts'

/** A write that the database has committed. */
export interface CommittedWrite {
  readonly kind: 'order' | 'quote' | 'model' | 'webhook' | 'customer' | 'tariff'
  readonly id: string
  readonly version: number
  readonly status: string
  readonly previousStatus: string | null
  /** Right after the commit: from here on a query can see the write. */
  readonly commit: CommitInstant
}

/** The invalidation of a write. */
export interface Append {
  /** When the log had acknowledged it. */
  readonly acknowledged: CommitInstant
  readonly position: string | null
}

/** What a checker needs to tell a stale answer from a fresh one: what was committed when, and invalidated when. */
export interface JournalEntry extends CommittedWrite {
  /** Counts the writes of this process from 1. */
  readonly sequence: number
  /** Null while the invalidation is under way, while the log cannot be reached, and without a cache. */
  readonly append: Append | null
}

/** The writes of this process, in the order in which they were committed. */
export interface Journal {
  /** Enters a write; the function that it returns enters the write's invalidation. */
  enter(write: CommittedWrite): (append: Append) => void
  since(sequence: number): readonly JournalEntry[]
  readonly length: number
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = []
  return {
    enter(write) {
      const index = entries.length
      entries.push({ ...write, sequence: index + 1, append: null })
      return (append) => void (entries[index] = { ...write, sequence: index + 1, append })
    },
    since: (sequence) => entries.slice(Math.max(0, sequence)),
    get length() {
      return entries.length
    },
  }
}
