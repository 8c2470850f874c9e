import { setTimeout as pause } from 'node:timers/promises'

/** What a query shall cost. SQLite with an index answers in milliseconds; the database that it stands for does not. */
export interface Cost {
  /** How long a query takes, in milliseconds. */
  readonly latencyMs: number
  /** How many queries the database can begin per second, whoever asks. */
  readonly perSecond: number
}

export const NO_COST: Cost = { latencyMs: 0, perSecond: Number.POSITIVE_INFINITY }

/** A queue in front of a query that makes it as slow, and as scarce, as the cost says. */
export interface SimulatedCost {
  /** Waits for a turn, queries, and keeps the answer back for the latency. Who aborts leaves the queue. */
  spend<Result>(query: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** Queries that wait for their turn. */
  waiting(): number
  /** Aborts what waits for its turn; what has begun is finished. */
  close(): void
}

/**
 * The rows are read *before* the latency is spent: a slow query sees the database as it was when it began, and what is
 * committed meanwhile is missing from its answer. For a cache this is the nasty case, since such an answer arrives after the
 * invalidation of what it shows.
 */
export function simulateCost({ latencyMs, perSecond }: Cost): SimulatedCost {
  const closing = new AbortController()
  const interval = 1000 / perSecond
  let last: Promise<void> = Promise.resolve()
  let freeAt = 0
  let waiting = 0

  const turn = async (signal: AbortSignal): Promise<void> => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    waiting += 1
    try {
      await before
      signal.throwIfAborted()
      if (freeAt > performance.now()) await pause(freeAt - performance.now(), undefined, { signal })
      freeAt = Math.max(freeAt, performance.now()) + interval
    } finally {
      waiting -= 1
      resolve()
    }
  }

  return {
    async spend(query, caller) {
      await turn(caller === undefined ? closing.signal : AbortSignal.any([caller, closing.signal]))
      const rows = await query()
      if (latencyMs > 0) await pause(latencyMs, undefined, caller === undefined ? {} : { signal: caller })
      return rows
    },
    waiting: () => waiting,
    close: () => closing.abort(),
  }
}
