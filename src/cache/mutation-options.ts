import { refuseOption } from '../error/configuration-error.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import { LONGEST_LEASE_MS } from '../coherence/holds/open-holds.ts'
import { checkTags } from '../key/tag.ts'

/** How a mutation guards against its own death, and against replicas that lag. */
export interface MutationOptions {
  /**
   * Holds the tags before the work begins: until the invalidation behind it, or until this lease has passed, no value with one of
   * them is served from a cache or kept. A process that dies between its commit and its invalidation then leaves nothing stale
   * behind. The lease must be longer than the work's own time limit, and a hold whose work rejects lasts until it has passed, since
   * the change may still be made; above 0, at most `1h`. Default: no hold.
   */
  readonly hold?: Duration | HoldOptions
  /**
   * Appends the invalidation once more after this time, at most `1h`, for loads that read from replicas behind their master.
   * `close()` appends early what still waits; a process that dies forgets it. Default: not.
   */
  readonly settle?: Duration
}

/** A hold in detail. */
export interface HoldOptions {
  /** As `hold`. */
  readonly lease: Duration
  /** What to hold, where the mutation's tags are known from its result only. Default: the mutation's own tags. */
  readonly tags?: readonly string[]
  /**
   * What to do where the log cannot be reached: `proceed` without the guard, which the result tells, or `refuse` the work with a
   * `NotHeldError`. Default `proceed`.
   */
  readonly unheld?: 'proceed' | 'refuse'
}

/** Mutation options, checked and complete. */
export interface CheckedMutationOptions {
  readonly hold: { readonly leaseMs: number; readonly tags: readonly string[]; readonly mayProceed: boolean } | undefined
  readonly settleMs: number
}

/** The longest lease of a hold, and the longest delay of `settle`: an hour. */
export const LONGEST_MS = LONGEST_LEASE_MS
const ALLOWED_LEASE = `${DURATION_FORMS}, above 0 and at most '1h'`

/**
 * @param known the mutation's tags, `undefined` where they are known from its result only
 * @throws {ConfigurationError}
 */
export const checkMutationOptions = (
  { hold, settle = 0 }: MutationOptions,
  known: readonly string[] | undefined,
): CheckedMutationOptions => {
  const settleMs = parseDuration(settle)
  if (settleMs === undefined || settleMs > LONGEST_MS) throw refuseOption('settle', settle, `${DURATION_FORMS}, at most '1h'`)
  return { settleMs, hold: hold === undefined ? undefined : checkHold(typeof hold === 'object' ? hold : { lease: hold }, known) }
}

const checkHold = ({ lease, tags, unheld = 'proceed' }: HoldOptions, known: readonly string[] | undefined) => {
  const leaseMs = parseDuration(lease)
  if (leaseMs === undefined || leaseMs <= 0 || leaseMs > LONGEST_MS) throw refuseOption('hold', lease, ALLOWED_LEASE)
  if (unheld !== 'proceed' && unheld !== 'refuse') throw refuseOption('hold.unheld', unheld, "'proceed' or 'refuse'")
  const held = tags ?? known
  if (held === undefined)
    throw refuseOption('hold.tags', tags, 'tags to hold, since those of the mutation are known from its result only')
  return { leaseMs, tags: checkTags(held), mayProceed: unheld === 'proceed' }
}
