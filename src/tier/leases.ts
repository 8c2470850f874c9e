/** What becomes of a request for a lease. */
export type LeaseAnswer =
  | { readonly state: 'granted' }
  /** Another load has it, for so many milliseconds unless it renews it. `holder` tells one holder from the next. */
  | { readonly state: 'taken'; readonly holder: string; readonly leftMs: number }
  /** A load that had it has just failed, or brought nothing that others could use: whoever needs the value loads it. */
  | { readonly state: 'unfilled' }
  /** Nobody could be asked, or no usable answer came in time; the lease may be granted all the same. */
  | { readonly state: 'unknown'; readonly cause: unknown }

/**
 * What a holder leaves behind: an entry; nothing, because its load failed or its value cannot be kept; or an unfinished load,
 * because nobody waited for it any longer.
 */
export type LeaseOutcome = 'filled' | 'unfilled' | 'abandoned'

/**
 * Leases of the fleet: at any moment at most one token has the lease of a key, and loses it when it is not renewed in time. They save
 * loads; nothing that is served depends on them. No method throws or rejects.
 */
export interface Leases {
  /** Takes the lease if nobody has it, atomically. */
  acquire(key: string, token: string): Promise<LeaseAnswer>
  /** Makes the lease last from now on again; `lost` where the token does not have it any more, `unknown` where nobody answered. */
  renew(key: string, token: string): Promise<'renewed' | 'lost' | 'unknown'>
  /** Gives the lease up, if the token has it, and wakes those who wait for it. Settles when that is done, or cannot be. */
  release(key: string, token: string, outcome: LeaseOutcome): Promise<void>
  /**
   * Calls `wake` when a release may have happened: with each message of one, when messages begin to come, and when they
   * may have ceased to. Messages may be lost. Returns the way to end it.
   */
  listen(key: string, wake: () => void): () => void
}

/** How long a lease lasts that is not renewed: what a waiter loses, at most, by the death of a holder. */
export const LEASE_MS = 3_000
/** A load renews its lease this often, so that two renewals in a row may fail. */
export const RENEWAL_MS = LEASE_MS / 3
/** How long an unfilled lease is remembered: longer than any pause of those who wait, so that each of them sees it. */
export const UNFILLED_MS = 1_000
