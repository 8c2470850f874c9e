import type { Coherence, Invalidation } from '../coherence/coherence.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { checkTags } from '../key/tag.ts'

/** The result of a mutation, with what became of its invalidation. */
export interface MutationResult<T> extends Invalidation {
  readonly value: T
  readonly position: PositionToken
}

/** Tags that a mutation invalidates: known beforehand, or known from its result. */
export type MutationTags<T> = readonly string[] | ((result: T) => readonly string[])

/**
 * Runs `work`, then invalidates. Tags that are known beforehand are invalidated even if `work` rejects: its outcome may be
 * unknown.
 */
export const mutate = async <T>(coherence: Coherence, tags: MutationTags<T>, work: () => Promise<T> | T): Promise<MutationResult<T>> => {
  const known = typeof tags === 'function' ? undefined : checkTags(tags)
  const value = await run(work, () => known && coherence.invalidate(known))
  const invalidation = await invalidateFor(coherence, tags, value)
  return { value, ...invalidation }
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
const invalidateFor = <T>(coherence: Coherence, tags: MutationTags<T>, value: T): Promise<Invalidation> => {
  try {
    return coherence.invalidate(checkTags(typeof tags === 'function' ? tags(value) : tags))
  } catch (cause) {
    return coherence.invalidateAll(cause)
  }
}
