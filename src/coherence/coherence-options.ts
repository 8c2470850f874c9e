import type { Clock } from '../foundation/clock.ts'
import type { InvalidationLog } from './log/invalidation-log.ts'
import type { FollowerOptions } from './follow/follower.ts'

/** How a process spreads and cuts up its questions to the log. Correctness does not depend on it. */
export interface Tuning {
  /** Rows that one question asks for. Default 1,000. */
  readonly pageRows: number
  /** A fleet that finds a loss at the same moment spreads its questions over so many milliseconds. Default 0. */
  readonly spreadMs: number
}

export const DEFAULT_TUNING: Tuning = { pageRows: 1_000, spreadMs: 0 }

export interface CoherenceOptions {
  readonly namespace: string
  readonly log: InvalidationLog
  readonly clock: Clock
  /** Default bound of a read, in milliseconds; every half of it the log is asked whether records were missed. */
  readonly maxStaleness: number
  /**
   * How long, in milliseconds, the first reads wait for the first position; without one, what they load could not be kept.
   * Default 0.
   */
  readonly startupMs?: number
  /** When that time begins. Default: at once. Never rejects. */
  readonly startsAfter?: Promise<unknown> | undefined
  /** Whether the log is in Redis, so that its reach is reported. Default true. */
  readonly isInRedis?: boolean
  readonly tuning?: Partial<Tuning> | undefined
  /** No hold has a longer lease, in milliseconds. Default: an hour. */
  readonly longestLeaseMs?: number | undefined
}

export type TrackerIncident = 'loss' | 'clear' | 'gap' | 'dead-subscription' | 'redis-refused' | 'holds-lost'

export interface TrackerOptions extends Pick<CoherenceOptions, 'log' | 'clock' | 'tuning' | 'longestLeaseMs'> {
  /** The follower's knowledge moved, or was confirmed. */
  readonly changed: () => void
  readonly report: (incident: TrackerIncident, cause?: unknown) => void
  /** Hears of every record that is applied, but for those that a new beginning reads. */
  readonly applied?: FollowerOptions['applied']
}
