import type { InvalidationLog } from '../coherence/log/invalidation-log.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Incidents } from '../foundation/incidents.ts'
import type { Claims } from '../tier/claims.ts'
import type { Leases } from '../tier/leases.ts'
import type { SharedTier } from '../tier/tier.ts'
import type { CheckedCacheOptions } from './cache-options.ts'

/** What the processes of a namespace share besides its log. */
export interface SharedStores {
  readonly tier: SharedTier
  readonly leases: Leases
  readonly claims: Claims
}

/** What a cache is opened over. It connects when its log is opened, and ends when its log is closed. */
export interface Backend {
  readonly log: InvalidationLog
  /** `undefined` for the embedded default: one process, no Redis. */
  readonly shared: SharedStores | undefined
  /** Settles when it is ready to connect; `undefined` where it is at once. The first reads wait longer by that. Never rejects. */
  readonly loaded?: Promise<void> | undefined
}

/** Opens what a cache needs besides its memory. */
export type OpenBackend = (options: CheckedCacheOptions, clock: Clock, incidents: Incidents) => Backend

/** The backend of a cache that shares entries. */
export type SharedBackend = Backend & { readonly shared: SharedStores }
