import { type Position, sameEpoch } from '../position.ts'
import { isRecord, type LogRow } from '../log/record.ts'
import { compareIds } from '../log/stream-id.ts'

/** What became of a message: `early` waits for its predecessor, `unreadable` shows that something was missed. */
export type HearResult = 'applied' | 'duplicate' | 'early' | 'unreadable'

/** How a record reached this process: as a message, as the answer to the process's own append, or as an answer of the log. */
export type HeardBy = 'message' | 'answer' | 'asking'

/**
 * What a reply of the log proves. `broken`: records were trimmed or cannot be read, so that a bootstrapping has to take over;
 * `loss`: acknowledged records are gone, or the log is another one.
 */
export type CatchUpResult = 'continued' | 'broken' | 'loss'

/** The log from a record on, inclusive, as one reply said it. */
export interface Continuation {
  /** The record from which the log was read. */
  readonly from: Position
  readonly rows: readonly LogRow[]
  /** The oldest row of the whole log. */
  readonly oldest: LogRow | undefined
}

/** Returns whether the log dropped `from` by age, not by accident: its oldest row is of the same epoch and younger. */
export function wasTrimmed(oldest: LogRow, from: Position): boolean {
  return isRecord(oldest) && sameEpoch(oldest.epoch, from.epoch) && compareIds(oldest.id, from.id) > 0
}
