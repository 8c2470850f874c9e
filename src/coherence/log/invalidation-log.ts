import type { LogRecord, LogRow } from './record.ts'
import type { Position } from '../position.ts'
import type { StreamId } from './stream-id.ts'

/** The log from a position on, as one reply said it. */
export interface LogPage {
  /** From the position on, inclusive, oldest first, at most `limit` rows. */
  readonly rows: readonly LogRow[]
  /** The oldest row of the whole log; `undefined` where it is empty. */
  readonly oldest: LogRow | undefined
}

/** A hold that no record has ended yet. */
export interface OpenHold {
  /** Token of its record. */
  readonly token: string
  readonly tags: readonly string[]
  /** What is left of its lease by the log's own clock, in milliseconds; 0 where it has passed. */
  readonly remainingMs: number
}

/** From where on the log has kept the open holds beside its rows. */
export interface HoldsSince {
  /** Every hold of a record behind this row is kept until it ends. */
  readonly after: StreamId
  /** When that began, by the log's own clock. */
  readonly at: number
  /** What was left then of the longest lease of all holds before, ended or not, in milliseconds. */
  readonly leasesMs: number
}

/** The newest part of the log and the holds that are open, as one reply said them. */
export interface LogSnapshot {
  /** Oldest first. */
  readonly rows: readonly LogRow[]
  /** Number of the epoch of the newest row where it began under another history of the server: acknowledged records may be gone. */
  readonly lostEpoch?: number | undefined
  /** The holds that the log keeps. */
  readonly holds: readonly OpenHold[]
  /** `undefined` where it has lost what it kept, and nothing was appended since: any hold may be missing. */
  readonly holdsSince?: HoldsSince | undefined
  /** The log's own clock, in milliseconds, as ids count it; where it is not known, the leases of holds in the rows count from here. */
  readonly clock?: number | undefined
}

/** What a log tells the process that follows it. Calls come in the order of events. */
export interface LogListener {
  /**
   * The log can be asked, and new records are being delivered again. `continued` is false where the server's history may be
   * another one than before: acknowledged records may be gone. `newest` is its newest part, where it is at hand.
   */
  up(continued: boolean, newest?: LogSnapshot): void
  /** The server's history is another one than before, and the log cannot be asked yet. */
  lost(): void
  down(cause: unknown): void
  /** The log can be asked, but for this cause it will deliver no records; told once, until it does. */
  deaf(cause: unknown): void
  /** A record was appended here and, for this cause, published to nobody; `undefined` after one that was published. */
  unheard(cause: unknown): void
  /**
   * A record was published; `undefined` stands for a message that could not be read. Any of them may be missing, late or
   * repeated.
   */
  message(record: LogRecord | undefined): void
}

/**
 * The one totally ordered list of invalidations of a namespace. Every method rejects where the log cannot be reached within its
 * deadline or its
 * reply is not well-formed; a rejected append may have been carried out all the same.
 */
export interface InvalidationLog {
  /** Connects in the background and tells the listener from then on. Called once. */
  open(listener: LogListener): void
  /**
   * Appends one record atomically behind the last, starting the log where it is empty, and publishes it. It ends the holds whose
   * tokens are given.
   */
  append(tags: readonly string[], ends?: readonly string[]): Promise<LogRecord>
  /** Appends a record that holds the tags until one that ends it; `token` becomes the record's own. */
  hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord>
  /**
   * Ends a hold whose lease has passed by the log's clock, once for all who ask. Returns the milliseconds that are left of the
   * lease; 0 where the hold has ended, now or before.
   */
  expire(token: string): Promise<number>
  /**
   * Appends a `clear` of the next epoch, unless the log's epoch number is above `epoch` already; `undefined` appends it in any
   * case. Returns the newest record after it.
   */
  clear(epoch: number | undefined): Promise<LogRecord>
  /** Starts the log with a `genesis` where it is empty. */
  begin(): Promise<void>
  /** The newest rows, at most `limit`, and every open hold. */
  newest(limit: number): Promise<LogSnapshot>
  /** The rows up to this id, newest first, at most `limit`. */
  upTo(id: StreamId, limit: number): Promise<readonly LogRow[]>
  from(position: Position, limit: number): Promise<LogPage>
  /** The newest row; `undefined` where the log is empty. */
  head(): Promise<LogRow | undefined>
  /** Subscribes anew, since records were found that nobody delivered. */
  resubscribe(): void
  /** Ends what `open` began; nothing is told to the listener afterwards. */
  close(): void
}
