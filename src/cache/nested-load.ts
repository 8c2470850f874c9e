import { AsyncLocalStorage } from 'node:async_hooks'
import type { PositionToken } from '../coherence/position-token.ts'
import type { Clock, Instant } from '../foundation/clock.ts'

interface LoadUnderWay {
  readonly clock: Clock
  readonly startedAt: Instant
  /** Positions that its value must have reached. */
  readonly atLeast: readonly PositionToken[]
}

const current = new AsyncLocalStorage<LoadUnderWay>()

/** Runs a loader, so that the reads of a cache that it makes know what they are part of. */
export const runLoad = <T>(under: LoadUnderWay, load: () => Promise<T>): Promise<T> => current.run(under, load)

/**
 * The bound of a read that arrives now. One that is made inside a load is part of that load's answer, which will be taken for as new
 * as its start: what it reads must reflect everything that was appended before then, whatever bound it asks for itself.
 */
export const boundWithinLoad = (maxStaleness: number): number => {
  const load = current.getStore()
  return load === undefined ? maxStaleness : Math.min(maxStaleness, load.clock.now() - load.startedAt)
}

/** The positions that a read must have reached: those it names, and inside a load those that the load's value must have reached. */
export const positionsWithinLoad = (atLeast: readonly PositionToken[]): readonly PositionToken[] => {
  const load = current.getStore()
  return load === undefined || load.atLeast.length === 0 ? atLeast : [...atLeast, ...load.atLeast]
}
