import { setTimeout as pause } from 'node:timers/promises'
import type { Service } from '../shared/service/service.ts'
import type { TaggedWrite } from '../shared/service/writes.ts'
import type { CalculationTime, CalculationTimeOptions } from './calculation-time.ts'
import { failureOf, resultOf, type Calculation } from './calculation.ts'
import type { CommittedQuote, QuoteEnd } from './database/quote-queries.ts'
import type { MesQueries } from './database/queries.ts'
import { createQueue } from './queue.ts'
import type { QuoteFailure } from './quote.ts'

export interface CalculatorOptions extends CalculationTimeOptions {
  /** Calculations at a time. Default 2. */
  readonly calculators?: number
  /** How long a price holds, in milliseconds. Default a week. */
  readonly validityMs?: number
  /** Whether an identical live quote answers a create, so that nothing is calculated twice. Default true. */
  readonly reuse?: boolean
}

const DEFAULT_CALCULATORS = 2
const WEEK_MS = 7 * 86_400_000
const GONE: QuoteFailure = { code: 'calculation-failed', detail: 'The model or the material is gone' }

/** The calculators of prices: a few at a time work off the queue of pending quotes. */
export interface Calculators {
  calculate(quoteId: string): void
  /** Seconds until it is worth to ask for a quote again: by what is before it, and what it is likely to take itself. */
  retryAfterSeconds(quoteId: string): number
  /** Calculations that this process has begun, and those whose end it has committed. */
  counts(): Readonly<Record<string, number>>
  /** Abandons what is being calculated; the next start of the server takes it up again. */
  close(): Promise<void>
}

/** Another process took the step: there is nothing to invalidate here. */
class Taken extends Error {}

export function startCalculators(
  { database: { ask }, writes }: Service<MesQueries>,
  time: CalculationTime,
  options: Omit<CalculatorOptions, keyof CalculationTimeOptions> = {},
): Calculators {
  const { calculators = DEFAULT_CALCULATORS, validityMs = WEEK_MS } = options
  const closing = new AbortController()
  const counts = { 'calculations.begun': 0, 'calculations.succeeded': 0, 'calculations.failed': 0 }

  const commit = (step: () => Promise<CommittedQuote | null>): Promise<CommittedQuote> =>
    writes.commit(async () => (await step()) ?? Promise.reject(new Taken()), describe)

  const calculated = async (calculation: Calculation): Promise<QuoteEnd['end']> => {
    // What cannot be cast needs no simulation.
    const failure = failureOf(calculation)
    if (failure !== null) return { failure }
    await pause(time.drawMs(calculation.geometry.polygonCount), undefined, { signal: closing.signal })
    return { result: resultOf(calculation, Date.now() + validityMs) }
  }

  const calculate = async (id: string): Promise<void> => {
    // A quote that runs already was left by a process that died; at worst two processes calculate, and one of them finishes.
    await commit(() => ask.startQuote({ id })).catch(unlessTaken)
    const calculation = await ask.getCalculation({ id })
    queue.expect(id, time.expectedMs(calculation?.geometry.polygonCount))
    counts['calculations.begun'] += 1
    const end = calculation === null ? { failure: GONE } : await calculated(calculation)
    const { quote } = await commit(() => ask.finishQuote({ id, now: Date.now(), end }))
    counts[quote.status === 'SUCCEEDED' ? 'calculations.succeeded' : 'calculations.failed'] += 1
  }

  const queue = createQueue({
    atATime: calculators,
    expectedMs: time.expectedMs(),
    work: (id) =>
      calculate(id).catch((error: unknown) => {
        if (!(error instanceof Taken) && !closing.signal.aborted) console.error(`Quote ${id} could not be calculated:`, error)
      }),
  })

  return {
    calculate: (id) => queue.add(id),
    retryAfterSeconds: (id) => queue.retryAfterSeconds(id),
    counts: () => ({ ...counts }),
    async close() {
      closing.abort()
      await queue.close()
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
