import type { Coherence } from '../coherence/coherence.ts'
import type { Hold, Invalidation } from '../coherence/invalidation.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { checkTags } from '../key/tag.ts'
import { NotHeldError } from '../error/not-held-error.ts'
import { refuseOption } from '../error/configuration-error.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import { LONGEST_LEASE_MS } from '../coherence/holds/open-holds.ts'

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
interface CheckedMutationOptions {
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
const checkMutationOptions = (
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

/** The result of a mutation, with what became of its invalidation. */
export interface MutationResult<T> extends Invalidation {
  readonly value: T
  readonly position: PositionToken
  /** Whether its tags were held meanwhile: `unknown` where the log did not answer; `undefined` where no hold was asked for. */
  readonly hold: Hold['status'] | undefined
}

/** Tags that a mutation invalidates: known beforehand, or known from its result. */
export type MutationTags<T> = readonly string[] | ((result: T) => readonly string[])

/**
 * Runs `work`, then invalidates. Tags that are known beforehand, or held, are invalidated even if `work` rejects: its outcome may
 * be unknown, so a hold then lasts until its lease has passed.
 */
export const mutate = async <T>(
  coherence: Coherence,
  tags: MutationTags<T>,
  work: () => Promise<T> | T,
  options: MutationOptions = {},
): Promise<MutationResult<T>> => {
  const known = typeof tags === 'function' ? undefined : checkTags(tags)
  const guard = await holdMutation(coherence, checkMutationOptions(options, known))
  const mayHaveChanged = known !== undefined || guard.status !== undefined
  const value = await run(work, () => (mayHaveChanged ? guard.suspect(known ?? []) : undefined))
  return { value, hold: guard.status, ...(await invalidateFor(guard, tags, value)) }
}

const run = async <T>(work: () => Promise<T> | T, failed: () => Promise<Invalidation> | undefined): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    await failed()
    throw cause
  }
}

/** The work is done, so this never rejects: where its tags cannot be told, every tag is invalidated. */
const invalidateFor = <T>(guard: HeldMutation, tags: MutationTags<T>, value: T): Promise<Invalidation> => {
  try {
    return guard.invalidate(checkTags(typeof tags === 'function' ? tags(value) : tags))
  } catch (cause) {
    return guard.invalidateAll(cause)
  }
}

/** What stands between a change under way and a stale value: the hold of its tags, if it has one, and the invalidation behind it. */
interface HeldMutation {
  /** `undefined` where no hold was asked for. */
  readonly status: Hold['status'] | undefined
  /** Invalidates the tags, and those that are held, and ends the hold. Never rejects. */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /**
   * Invalidates the tags, and those that are held, after a change whose outcome is unknown: it may still be made, so the hold
   * lasts until its lease has passed. Never rejects.
   */
  suspect(tags: readonly string[]): Promise<Invalidation>
  /** Invalidates every value, for a change whose tags cannot be told, and ends the hold. Never rejects. */
  invalidateAll(cause: unknown): Promise<Invalidation>
}

/**
 * Takes the hold, before the change begins.
 *
 * @throws {NotHeldError} where it cannot be taken and the change may not go on without; what is in the log of it is ended
 */
export const holdMutation = async (coherence: Coherence, { hold, settleMs }: CheckedMutationOptions): Promise<HeldMutation> => {
  const own = hold && (await coherence.hold(hold.tags, hold.leaseMs))
  const held = hold?.tags ?? []
  const ends = own === undefined ? [] : [own.token]
  if (hold !== undefined && own?.status === 'unknown' && !hold.mayProceed) {
    void coherence.invalidate(held, { ends })
    throw new NotHeldError()
  }
  const withHeld = (tags: readonly string[]): readonly string[] => (held.length === 0 ? tags : [...new Set([...tags, ...held])])
  return {
    status: own?.status,
    invalidate: (tags) => coherence.invalidate(withHeld(tags), { ends, settleMs }),
    suspect: (tags) => coherence.invalidate(withHeld(tags), { settleMs }),
    invalidateAll(cause) {
      if (ends.length > 0) void coherence.invalidate(held, { ends })
      return coherence.invalidateAll(cause)
    },
  }
}
