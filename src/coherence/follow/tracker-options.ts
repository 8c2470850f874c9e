import type { Clock } from '../../foundation/clock.ts'
import type { FollowerOptions } from './follower.ts'
import type { InvalidationLog } from '../log/invalidation-log.ts'
import type { Tuning } from '../coherence-options.ts'

export type TrackerIncident = 'loss' | 'clear' | 'gap' | 'dead-subscription' | 'redis-refused' | 'holds-lost'

export interface TrackerOptions {
  readonly log: InvalidationLog
  readonly clock: Clock
  /** The follower's knowledge moved, or was confirmed. */
  readonly changed: () => void
  readonly report: (incident: TrackerIncident, cause?: unknown) => void
  /** Hears of every record that is applied, but for those that a new beginning reads. */
  readonly applied?: FollowerOptions['applied']
  readonly tuning?: Partial<Tuning> | undefined
  /** No hold has a longer lease, in milliseconds. Default: an hour. */
  readonly longestLeaseMs?: number | undefined
}
