import type { Question, ReadPlan } from '../cache/read-plan.ts'
import { hearErrors } from '../foundation/given-stream.ts'
import { cacheKey } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import { ApiCall, type CacheMeta, type CallResult } from '../operation/api-call.ts'
import type { CallContext } from '../operation/call-context.ts'
import { callDeadline, notSentYet } from '../operation/call-deadline.ts'
import { type CheckedOptions, checkOptions } from '../operation/call-options.ts'
import type { Keeping } from '../operation/keeping.ts'
import type { Transport } from '../transport/transport.ts'
import { refuseStream } from '../model/byte-stream.ts'
import {
  CALCULATE,
  type CalculateOptions,
  type CalculateRequest,
  type CheckedRequest,
  checkCalculateRequest,
  checkListener,
  modelOf,
  OPERATION,
} from './calculate-request.ts'
import { Calculations, OutdatedCalculation, isOutcome, type Outcome, quoteOf } from './calculation.ts'
import { HeldModels } from '../model/held-models.ts'
import { ModelFinder } from './model-finder.ts'
import type { ModelOptions } from '../model/open-model.ts'
import { priceKey } from './price-key.ts'
import { type CalculatedModel, type CalculatedQuote, MES, type PricedWith, type PricingApi } from './pricing-api.ts'
import { ProgressListeners, type CalculationProgress, type Report, reporterOf, type ReportStep } from './progress.ts'
import { UploadedModels, type FoundModel } from './uploaded-models.ts'
import { settleWithin, untilAborted } from '../foundation/time-limit.ts'

/** What calculations of one principal need. */
export interface PricingParts<Quote extends CalculatedQuote> {
  readonly context: CallContext
  readonly api: PricingApi<Quote>
  /** To signed addresses: without credentials and middleware. */
  readonly uploads: Transport
  readonly models: ModelOptions
  /** Each is aborted when the SDK, or this view of it, is closed. */
  readonly closing: readonly AbortSignal[]
  /** What tells this API, and the shape of its answers, from others in keys. */
  readonly scope: string
  readonly policy: PricingPolicy<Quote>
}

/** What the API's document says of the operations that calculations use. */
export interface PricingPolicy<Quote> {
  readonly ofQuote: (quote: Quote, headers: Headers) => Keeping
  readonly ofModel: (model: CalculatedModel, headers: Headers) => Keeping
  /** @throws {RequestValidationError} */
  readonly checkRequest: (pricedWith: PricedWith) => void
  readonly isQuote: (value: unknown) => boolean
}

/** A price that is asked for, with its model. */
interface Asked {
  readonly found: FoundModel
  readonly pricedWith: PricedWith
  readonly options: CheckedOptions
  readonly signal: AbortSignal
  readonly report: Report
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000
const BEGINNING_MS = 1_000

/** Prices of models for one principal, each calculated once for everyone who asks for it, and kept by the content of the model. */
export class Pricing<Quote extends CalculatedQuote> {
  readonly #parts: PricingParts<Quote>
  readonly #listeners = new ProgressListeners()
  readonly #finder: ModelFinder
  readonly #calculations: Calculations<Quote>
  #beginning: Promise<void> | undefined

  constructor(parts: PricingParts<Quote>) {
    this.#parts = parts
    const {
      context: {
        cache,
        owner,
        api: { baseUrl },
      },
      api,
      uploads,
      scope,
      policy,
    } = parts
    const held = new HeldModels()
    const listeners = this.#listeners
    const uploaded = new UploadedModels({
      cache,
      api: api.models,
      uploads,
      baseUrl,
      listeners,
      held,
      owner,
      scope,
      keeping: policy.ofModel,
    })
    this.#finder = new ModelFinder({ api: api.models, uploaded, held, options: parts.models })
    this.#calculations = new Calculations<Quote>({ cache, api: api.quotes, owner, keeping: policy.ofQuote })
  }

  calculate(request: CalculateRequest, options: CalculateOptions = {}): ApiCall<Quote> {
    return new ApiCall<Quote>(this.#run(request, options))
  }

  /** A model that is a stream belongs to the call from here on: however the call ends, the stream is ended, and none of its errors is left unheard. */
  async #run(request: CalculateRequest, given: CalculateOptions): Promise<CallResult<Quote>> {
    const model = modelOf(request)
    hearErrors(model)
    try {
      return await this.#answer(request, model, given)
    } catch (error) {
      refuseStream(model, error)
      throw error
    }
  }

  async #answer(request: CalculateRequest, model: unknown, given: CalculateOptions): Promise<CallResult<Quote>> {
    const { context, policy, closing } = this.#parts
    context.mustBeOpen()
    const options = checkOptions(OPERATION, given, { ...context.defaults, timeoutMs: DEFAULT_TIMEOUT_MS })
    const checked = checkCalculateRequest(request, model, policy.checkRequest)
    options.signal?.throwIfAborted()
    const tell = reporterOf(checkListener(given), () => context.cache.clock.now(), context.cache.coherence.namespace)
    let { phase }: Pick<CalculationProgress, 'phase'> = { phase: 'hashing' }
    const report: Report = (step, totalBytes) => {
      phase = step.phase
      tell(step, totalBytes)
    }
    const deadline = callDeadline(
      context.cache.clock,
      OPERATION,
      options,
      notSentYet(),
      (within) => `no price ${within}, while ${phase}`,
    )
    try {
      const result = await this.#find(checked, { options, report, signal: AbortSignal.any([deadline.signal, ...closing]) })
      deadline.check()
      return result
    } finally {
      deadline.clear()
    }
  }

  async #find({ input, pricedWith }: CheckedRequest, rest: Omit<Asked, 'found' | 'pricedWith'>): Promise<CallResult<Quote>> {
    const { signal, report } = rest
    const found = await this.#finder.find(input, {
      signal,
      onBytes: (bytes, totalBytes) => report({ phase: 'hashing', bytes }, totalBytes),
    })
    try {
      return await this.#price({ found, pricedWith, ...rest })
    } finally {
      await found.release()
    }
  }

  async #price(asked: Asked): Promise<CallResult<Quote>> {
    const {
      found: { sha256, sizeBytes },
      pricedWith,
      report,
    } = asked
    const plan = this.#planOf(asked, priceKey(sha256, { ...pricedWith }))
    const hit = this.#parts.context.cache.recall(plan)
    if (hit !== undefined) return toResult(hit)
    const leave = this.#listeners.join(plan.key.text, ({ phase, bytes }) =>
      report({ phase, bytes: phase === 'uploading' ? bytes : sizeBytes }, sizeBytes),
    )
    try {
      report({ phase: 'waiting', bytes: sizeBytes }, sizeBytes)
      await untilAborted(this.#begun(), plan.signal)
      return await this.#read(plan)
    } finally {
      leave()
    }
  }

  /**
   * A process that has just begun, and has not heard of the log yet, could share neither its upload nor its price: worth waiting for,
   * once, where what follows takes minutes.
   */
  #begun(): Promise<void> {
    const { coherence, clock } = this.#parts.context.cache
    this.#beginning ??= settleWithin(
      clock,
      coherence.first.reached.catch(() => {}),
      BEGINNING_MS,
    )
    return this.#beginning
  }

  /** Once more for as long as what prices are made of changes meanwhile. */
  async #read(plan: ReadPlan): Promise<CallResult<Quote>> {
    for (;;) {
      try {
        return toResult(await this.#parts.context.cache.read(plan))
      } catch (error) {
        if (!(error instanceof OutdatedCalculation)) throw error
      }
    }
  }

  #planOf({ found, pricedWith, options, signal }: Asked, fingerprint: string): ReadPlan {
    const {
      context: { owner },
      scope,
      policy,
    } = this.#parts
    const { mode, maxStaleness, atLeast, timeoutMs } = options
    const key = cacheKey(owner, `${scope}\0${CALCULATE}`, canonicalJson(fingerprint))
    const question: Question = { key, api: MES, operation: CALCULATE, mode, maxStaleness, atLeast }
    const tell: ReportStep = (step) => this.#listeners.tell(key.text, step)
    return {
      ...question,
      shared: true,
      lease: true,
      signal,
      grace: { ifErrorMs: 0, whileRevalidateMs: 0 },
      patienceMs: timeoutMs,
      maxConcurrentLoads: undefined,
      load: (origin) =>
        this.#calculations.load(
          {
            key,
            fingerprint,
            pricedWith,
            anew: mode !== 'use',
            tell,
            model: (forgotten) => found.atApi({ forgotten, tell, signal: origin.signal }),
          },
          origin,
        ),
      accepts: (value) => isOutcome(value, policy.isQuote),
    }
  }
}

/** @throws {CalculationError} where the calculation failed, now or shortly before */
const toResult = <Quote>({
  value,
  source,
  state,
  ageMs,
  position,
}: CacheMeta & { readonly value: unknown }): CallResult<Quote> => ({
  // What was kept under this key was checked, or has just been answered.
  value: quoteOf(value as Outcome<CallResult<Quote>['value']>),
  cache: { source, state, ageMs, position },
  response: undefined,
  invalidation: undefined,
})
