import { setTimeout as pause } from 'node:timers/promises'
import type { CommittedQuote } from './database/quote-queries.ts'
import type { MesQueries } from './database/queries.ts'
import type { MesOptions } from './options.ts'
import type { Service } from '../shared/service/service.ts'
import type { TaggedWrite } from '../shared/service/writes.ts'

const DEFAULT_CALCULATION_MS = 1_500
const DEFAULT_CALCULATORS = 2
const WEEK_MS = 7 * 86_400_000

/** The calculators of prices: a few at a time work off the queue of pending quotes. */
export interface Calculators {
  calculate(quoteId: string): void
  /** Seconds until it is worth to ask for a quote again. */
  readonly retryAfterSeconds: number
  /** Abandons what is being calculated; the next start of the server takes it up again. */
  close(): Promise<void>
}

/** Another process took the step: there is nothing to invalidate here. */
class Taken extends Error {}

export function startCalculators(service: Service<MesQueries>, options: MesOptions['quotes'] = {}): Calculators {
  const { database: { ask }, writes } = service
  const calculationMs = options.calculationMs ?? DEFAULT_CALCULATION_MS
  const closing = new AbortController()
  const queue: string[] = []
  const running = new Set<Promise<void>>()

  const commit = (step: () => Promise<CommittedQuote | null>): Promise<CommittedQuote> =>
    writes.commit(async () => (await step()) ?? Promise.reject(new Taken()), describe)

  const calculate = async (id: string): Promise<void> => {
    // A quote that runs already was left by a process that died; at worst two processes calculate, and one of them finishes.
    await commit(() => ask.startQuote({ id })).catch(unlessTaken)
    await pause(calculationMs, undefined, { signal: closing.signal })
    const now = Date.now()
    await commit(() => ask.finishQuote({ id, now, validUntil: now + (options.validityMs ?? WEEK_MS) }))
  }

  const next = (): void => {
    if (closing.signal.aborted || running.size >= (options.calculators ?? DEFAULT_CALCULATORS)) return
    const id = queue.shift()
    if (id === undefined) return
    const work = calculate(id).catch((error: unknown) => {
      if (!(error instanceof Taken) && !closing.signal.aborted) console.error(`Quote ${id} could not be calculated:`, error)
    }).finally(() => {
      running.delete(work)
      next()
    })
    running.add(work)
  }

  return {
    calculate(id) {
      queue.push(id)
      next()
    },
    retryAfterSeconds: Math.max(1, Math.ceil(calculationMs / 1000)),
    async close() {
      closing.abort()
      await Promise.all(running)
    },
  }
}

function unlessTaken(error: unknown): void {
  if (!(error instanceof Taken)) throw error
}

function describe({ quote, previousStatus, commit }: CommittedQuote): TaggedWrite {
  const { id, version, status } = quote
  return { kind: 'quote', id, version, status, previousStatus, commit, tags: [`quote:${id}`, 'quotes'] }
}
