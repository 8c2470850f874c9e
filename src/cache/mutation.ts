import type { Coherence } from '../coherence/coherence.ts'
import type { Hold, Invalidation } from '../coherence/invalidation.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { checkTags } from '../key/tag.ts'
import { type HeldMutation, holdMutation } from './held-mutation.ts'
import { checkMutationOptions, type MutationOptions } from './mutation-options.ts'

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
