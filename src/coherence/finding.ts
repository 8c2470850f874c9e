import type { Position } from './position.ts'
import type { LogRow } from './record.ts'

/** What became of a message: `early` waits for its predecessor, `unreadable` shows that something was missed. */
export type Hearing = 'applied' | 'duplicate' | 'early' | 'unreadable'

/**
 * What a reply of the log proves. `broken`: records were trimmed or cannot be read, so that a bootstrapping has to take over;
 * `loss`: acknowledged records are gone, or the log is another one.
 */
export type Finding = 'continued' | 'broken' | 'loss'

/** The log from a record on, inclusive, as one reply said it. */
export interface Continuation {
  /** The record from which the log was read. */
  readonly from: Position
  readonly rows: readonly LogRow[]
  /** The oldest row of the whole log. */
  readonly oldest: LogRow | undefined
}
