import type { Coherence } from '../coherence/coherence.ts'
import type { Hold, Invalidation } from '../coherence/invalidation.ts'
import { NotHeldError } from '../error/not-held-error.ts'
import type { CheckedMutationOptions } from './mutation-options.ts'

/** What stands between a change under way and a stale value: the hold of its tags, if it has one, and the invalidation behind it. */
export interface HeldMutation {
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
