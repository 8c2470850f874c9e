import type { Clock } from '../foundation/clock.ts'
import { RedisUnavailable } from './deadline.ts'
import { needsMending, toFailure } from './redis-refusal.ts'
import type { NodeAddress } from './slot-table.ts'

/** A server that is silent is not waited for: the next one is asked as well. */
const STAGGER_MS = 100
/** More are not asked at once. */
const MAX_ASKED = 100

/**
 * The first answer of several servers that know the same, each asked a little after the one before it, at most 100 of them.
 *
 * @throws {AggregateError} of what each said instead
 */
export const firstAnswer = async <T>(
  clock: Clock,
  servers: readonly NodeAddress[],
  ask: (server: NodeAddress) => Promise<T>,
): Promise<T> => {
  const stop = new AbortController()
  const askLater = async (server: NodeAddress, index: number): Promise<T> => {
    await clock.pause(index * STAGGER_MS, { signal: stop.signal, holdsProcess: false })
    return ask(server)
  }
  try {
    return await Promise.any(servers.slice(0, MAX_ASKED).map(askLater))
  } finally {
    stop.abort()
  }
}

/** That no server answered as asked, with the words and the code of what somebody has to mend, or else of the first server. */
export const withoutAnswer = (what: string, cause: unknown): RedisUnavailable => {
  const failures = (cause instanceof AggregateError ? cause.errors : [cause]).map(toFailure)
  const told = failures.find(needsMending) ?? failures[0]
  return new RedisUnavailable(told === undefined ? what : `${what}: ${told.message}`, told?.code, cause)
}

/** In any order, so that no single server that is wrong is always believed. */
export const shuffled = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => [Math.random(), item] as const)
    .toSorted(([left], [right]) => left - right)
    .map(([, item]) => item)
