import { formatToken, type PositionToken, queuedToken } from './position-token.ts'
import type { LogRecord } from './log/record.ts'

/** What became of an invalidation. `queued`: the log could not be reached; it is appended when it can be. */
export interface Invalidation {
  /** For `atLeast` of later reads, here or in another service. */
  readonly position: PositionToken
  readonly status: 'applied' | 'queued'
}

/** How an invalidation is made. */
export interface InvalidationOptions {
  /** Tokens of holds that it ends. */
  readonly ends?: readonly string[]
  /** Appends it once more after so many milliseconds. Default: not. */
  readonly settleMs?: number
}

/** A hold of this process. */
export interface Hold {
  /** Names it, for the invalidation that ends it. */
  readonly token: string
  /** `unknown`: the log did not answer; the hold may be in it all the same. */
  readonly status: 'held' | 'unknown'
}

/** What an append came to: the record that has the tags, or `undefined` when they had to be queued. */
export const outcomeOf = (namespace: string, record: LogRecord | undefined): Invalidation =>
  record === undefined
    ? { position: queuedToken(namespace), status: 'queued' }
    : { position: formatToken(namespace, record), status: 'applied' }
