import { hash } from 'node:crypto'
import type { ReadPath } from '../cache/read-path.ts'
import type { Loaded, OriginContext } from '../cache/read-plan.ts'
import { isApiError } from '../error/api-error.ts'
import { ResponseValidationError } from '../error/validation-errors.ts'
import { type CalculationEvent, channels } from '../foundation/channels.ts'
import type { CacheKey } from '../key/cache-key.ts'
import type { ResponseMeta } from '../operation/api-call.ts'
import type { Keeping } from '../operation/keeping.ts'
import { CALCULATE } from './calculate-request.ts'
import { awaitRecord, headersOf, pollUntilDone, signalChanges } from './poll.ts'
import { type Answered, type CalculatedQuote, MES, type PricedWith, type PricingApi } from './pricing-api.ts'
import type { ReportStep } from './progress.ts'
import type { UploadedModel } from './uploaded-models.ts'
import { CalculationError, type CalculationFailure } from '../error/calculation-error.ts'

export interface CalculationParts<Quote extends CalculatedQuote> {
  readonly cache: ReadPath
  readonly api: PricingApi<Quote>['quotes']
  readonly owner: string
  readonly keeping: (quote: Quote, headers: Headers) => Keeping
}

/** One price that is to be calculated. */
export interface Calculation {
  /** What the price is kept under. */
  readonly key: CacheKey
  readonly fingerprint: string
  readonly pricedWith: PricedWith
  /** Whether a price that is there already is calculated once more. */
  readonly anew: boolean
  /** The model at the API. What is remembered of it under `forgotten` has proved wrong. */
  readonly model: (forgotten: string | undefined) => Promise<UploadedModel>
  readonly tell: ReportStep
}

/** What a price is made of, besides the model: a new price list makes all prices invalid at once. */
const tagsOf = ({ materialCode }: PricedWith): readonly string[] => ['pricelist', 'pricing-algorithm', `material:${materialCode}`]

/** An answer, and when it was asked for. */
interface Timed<Quote> extends Answered<Quote> {
  readonly askedAt: number
}

/** A quote that is over. */
interface Ended<Quote> {
  readonly quote: Quote
  readonly keeping: Keeping
}

const FAILED_MS = 30_000
const MAX_ROUNDS = 3
const MODEL_REJECTED = 'model-rejected'

/** A price list, an algorithm or a material has changed while a price was calculated: it has to be calculated again. */
export class OutdatedCalculation extends Error {
  override readonly name = 'OutdatedCalculation'
}

/**
 * Calculates prices at the API. Whoever calculates the same price in the same generation sends the same idempotency key, so that
 * a process that takes over goes on with the quote of the one that died.
 */
export class Calculations<Quote extends CalculatedQuote> {
  readonly #parts: CalculationParts<Quote>

  constructor(parts: CalculationParts<Quote>) {
    this.#parts = parts
  }

  /** @throws {OutdatedCalculation} and what the API's calls throw */
  async load(calculation: Calculation, origin: OriginContext): Promise<Loaded> {
    const since = this.#parts.cache.clock.now()
    try {
      const loaded = await this.#load(calculation, origin)
      this.#announce(since, eventOutcomeOf(loaded))
      return loaded
    } catch (error) {
      this.#announce(since, error instanceof OutdatedCalculation ? 'outdated' : origin.signal.aborted ? 'aborted' : 'error')
      throw error
    }
  }

  #announce(since: number, outcome: CalculationEvent['outcome']): void {
    const {
      clock,
      coherence: { namespace },
    } = this.#parts.cache
    channels.calculation.publish({ namespace, outcome, durationMs: clock.now() - since })
  }

  async #load(calculation: Calculation, origin: OriginContext): Promise<Loaded> {
    const tags = tagsOf(calculation.pricedWith)
    let model = await calculation.model(undefined)
    for (let round = 1; ; round++) {
      if (model.isRejected) return rejected(model.id, model.reason, tags)
      const ended = await this.#round(calculation, model.id, origin).catch((error: unknown) => refusalOf(error, round))
      if (ended === 'again') continue
      if (ended === 'model-unknown') model = await calculation.model(model.id)
      else if ('rejectedFor' in ended) return rejected(model.id, ended.rejectedFor, tags)
      else if (ended.quote.status !== 'EXPIRED' || round >= MAX_ROUNDS) return this.#loaded(calculation, model.id, ended)
    }
  }

  /** Until a quote is over, and its generation with it. */
  async #round(calculation: Calculation, modelId: string, origin: OriginContext): Promise<Ended<Quote>> {
    const { key, pricedWith, anew } = calculation
    const { generations } = this.#parts.cache
    const generation = await generations.current(key, { tags: tagsOf(pricedWith), anew })
    try {
      const ended = await this.#follow(calculation, await this.#create(calculation, modelId, generation, origin), origin)
      await generations.end(key, generation, ended.quote.status === 'EXPIRED' ? 0 : ended.keeping.ttlMs)
      return ended
    } catch (error) {
      if (error instanceof OutdatedCalculation || isRefusal(error)) await generations.end(key, generation)
      throw error
    }
  }

  async #create(
    { fingerprint, pricedWith, tell }: Calculation,
    modelId: string,
    generation: string,
    origin: OriginContext,
  ): Promise<Timed<Quote>> {
    const { api, owner } = this.#parts
    tell({ phase: 'calculating', bytes: 0 })
    this.#moveFence(origin, pricedWith)
    const idempotencyKey = hash('sha256', [owner, fingerprint, modelId, generation].join('\0'), 'base64url')
    return this.#timed(() => api.create({ ...pricedWith, modelId }, { idempotencyKey, signal: origin.signal }).withMeta())
  }

  async #follow({ pricedWith }: Calculation, first: Timed<Quote>, origin: OriginContext): Promise<Ended<Quote>> {
    if (isOver(first.value)) return this.#ended(first)
    const { api, cache } = this.#parts
    const { id } = first.value
    using wake = signalChanges(cache, [`quote:${id}`, ...tagsOf(pricedWith)], origin.signal)
    const ask = (): Promise<Timed<Quote>> => {
      this.#moveFence(origin, pricedWith)
      return this.#timed(() => api.get(id, { cache: 'bypass', signal: origin.signal }).withMeta())
    }
    const last = await pollUntilDone({ first, isDone: isOver, ask, wake, clock: cache.clock })
    await awaitRecord(wake)
    return this.#ended(origin.moveFence([`quote:${id}`, ...tagsOf(pricedWith)]) ? last : await ask())
  }

  async #timed(ask: () => Promise<Answered<Quote>>): Promise<Timed<Quote>> {
    const askedAt = this.#parts.cache.clock.now()
    return { ...(await ask()), askedAt }
  }

  /** What an answer says of its lifetime was so when it was given, no earlier than it was asked for. */
  #ended({ value: quote, response, askedAt }: Timed<Quote>): Ended<Quote> {
    if (quote.status === 'SUCCEEDED' && !isPriced(quote)) throw withoutPrice(response)
    const { ttlMs, tags } = this.#parts.keeping(quote, headersOf(response))
    return { quote, keeping: { ttlMs: Math.max(0, ttlMs - (this.#parts.cache.clock.now() - askedAt)), tags } }
  }

  /** What was read so far must still be so when more is read. What is held, being about to change, can be read, and will not be kept. */
  #moveFence(origin: OriginContext, pricedWith: PricedWith): void {
    const tags = tagsOf(pricedWith)
    if (origin.moveFence(tags) || !this.#parts.cache.coherence.isOpen(tags)) return
    throw new OutdatedCalculation('what prices are made of has changed')
  }

  #loaded({ pricedWith }: Calculation, modelId: string, { quote, keeping: { ttlMs, tags } }: Ended<Quote>): Loaded {
    const outcome = outcomeOf(quote, modelId)
    return { value: outcome, ttlMs, tags: [...new Set([...tagsOf(pricedWith), ...tags])], kind: 'value' }
  }
}

const rejected = (modelId: string, detail: string, tags: readonly string[]): Loaded => {
  const outcome: Outcome<never> = { failure: { code: MODEL_REJECTED, detail, modelId } }
  return { value: outcome, ttlMs: FAILED_MS, tags: [...tags, `model:${modelId}`], kind: 'value' }
}

/** What was loaded is an outcome. */
const eventOutcomeOf = ({ value }: Loaded): CalculationEvent['outcome'] => {
  const outcome = value as Outcome<unknown>
  if ('quote' in outcome) return 'priced'
  return outcome.failure.code === MODEL_REJECTED ? 'rejected' : 'failed'
}

const withoutPrice = ({ status, requestId, attempts }: Partial<ResponseMeta> = {}): ResponseValidationError =>
  new ResponseValidationError(
    CALCULATE,
    status ?? 200,
    requestId ?? '',
    [{ path: 'body.result', message: 'expected the price of a quote that has SUCCEEDED' }],
    attempts,
    MES,
  )

/** The API has refused what was asked under a key: it is asked under another one next time, lest the refusal be repeated. */
const isRefusal = (error: unknown): boolean =>
  isApiError(error) && error.status < 500 && error.status !== 408 && error.status !== 429

/** What to do about a refusal. @throws the error, where there is nothing to do */
const refusalOf = (error: unknown, round: number): 'again' | 'model-unknown' | { readonly rejectedFor: string } => {
  if (!isApiError(error)) throw error
  const {
    status,
    code,
    operation,
    problem: { detail },
  } = error
  if (status === 422 && code === MODEL_REJECTED) return { rejectedFor: detail ?? 'the API cannot make this model' }
  if (round >= MAX_ROUNDS) throw error
  if (code === 'idempotency-key-reused' || (status === 404 && operation === 'quotes.get')) return 'again'
  if (status === 404 || code === 'model-not-ready') return 'model-unknown'
  throw error
}

/** How a calculation ended, as it is kept: a price, or why there is none. */
export type Outcome<Quote> = { readonly quote: Quote } | { readonly failure: CalculationFailure }

/** @throws {CalculationError} */
export const quoteOf = <Quote>(outcome: Outcome<Quote>): Quote => {
  if ('quote' in outcome) return outcome.quote
  throw new CalculationError(outcome.failure)
}

const isOver = ({ status }: CalculatedQuote): boolean => status !== 'PENDING' && status !== 'RUNNING'

/** Whether a quote that has succeeded, as its schema describes it, has its price: no schema says so. */
const isPriced = (quote: unknown): boolean =>
  typeof quote === 'object' && quote !== null && 'result' in quote && typeof quote.result === 'object' && quote.result !== null

/** What a quote that is over comes to. */
const outcomeOf = <Quote extends CalculatedQuote>(quote: Quote, modelId: string): Outcome<Quote> => {
  if (quote.status === 'SUCCEEDED') return { quote }
  const { code, detail } = quote.failure ?? { code: 'quote-expired', detail: `the quote is ${quote.status}` }
  return { failure: { code, detail, modelId, quoteId: quote.id } }
}

/** Whether what another process has left is an outcome of this version; `isQuote` looks at the quote in it. */
export const isOutcome = (value: unknown, isQuote: (value: unknown) => boolean): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if ('quote' in value) return isQuote(value.quote) && isPriced(value.quote)
  if (!('failure' in value) || typeof value.failure !== 'object' || value.failure === null) return false
  return (
    'code' in value.failure &&
    typeof value.failure.code === 'string' &&
    'detail' in value.failure &&
    typeof value.failure.detail === 'string'
  )
}
