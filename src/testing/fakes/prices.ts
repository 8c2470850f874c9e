import { createHash } from 'node:crypto'
import { ConfigurationError } from '../../error/configuration-error.ts'
import type { Material, Model, Order, Quote, QuoteRequest } from '../../generated/mes/index.ts'
import type { Builders } from '../build/builders.ts'
import type { DeepPartial } from '../build/override.ts'
import { Owners } from './access.ts'
import { answered, checkVersion, expectedTags, type FakeRequest, Refusal } from './answers.ts'
import { newestFirst, paged } from './pages.ts'
import { asItIs, finishOf } from './quote-rules.ts'

/** What prices need of the kit. */
export interface PricesParts {
  readonly build: Builders
  readonly now: () => number
  readonly after: (milliseconds: number, work: () => void) => void
  readonly invalidate: (tags: readonly string[]) => void
}

export interface PriceSeeds {
  readonly materials?: readonly DeepPartial<Material>[]
  readonly models?: readonly DeepPartial<Model>[]
  readonly quotes?: readonly DeepPartial<Quote>[]
}

/** Where uploads go. */
export const UPLOADS = 'https://uploads.kit.example/'

const ANALYSIS_MS = 2_000
/** How long a quote waits, and how long its calculation takes. */
const WAITING_MS = 5_000
const CALCULATION_MS = 3 * 60_000
/** How long a price holds. */
const VALID_MS = 7 * 86_400_000
const RETRY_AFTER = { 'retry-after': '2' }
/** A quote in one of these answers a request for the same price. */
const LIVE: ReadonlySet<Quote['status']> = new Set<Quote['status']>(['PENDING', 'RUNNING', 'SUCCEEDED'])

/** Materials, models, and quotes whose price is what the test says that a piece costs. */
export class FakePrices {
  readonly #parts: PricesParts
  readonly #materials = new Map<string, Material>()
  readonly #models = new Map<string, Model>()
  readonly #quotes = new Map<string, Quote>()
  readonly #uploaded = new Set<string>()
  readonly #amounts = new Map<string, number>()
  readonly #owners = new Owners()
  #serial = 0

  constructor(parts: PricesParts, { materials = [{ code: 'AU585' }], models = [], quotes = [] }: PriceSeeds) {
    this.#parts = parts
    const {
      build: { mes },
    } = parts
    for (const seed of materials) this.#keep(this.#materials, mes.material(seed), ({ code }) => code)
    for (const seed of models) this.#keep(this.#models, mes.model(seed), ({ id }) => id)
    for (const seed of quotes) this.#keep(this.#quotes, mes.quote(seed), ({ id }) => id)
  }

  /**
   * What one piece of a material costs from now on, in minor units; prices that were calculated before hold no longer.
   *
   * @throws {ConfigurationError} for an amount that is no integer above 0
   */
  prices(amounts: Readonly<Record<string, number>>): void {
    for (const [code, amount] of Object.entries(amounts)) {
      if (!Number.isSafeInteger(amount) || amount <= 0)
        throw new ConfigurationError(`prices.${code}: expected an integer above 0, in minor units, got ${amount}`)
      this.#amounts.set(code, amount)
      if (!this.#materials.has(code)) this.#keep(this.#materials, this.#parts.build.mes.material({ code }), () => code)
    }
    this.#parts.invalidate(['pricelist', 'materials', ...Object.keys(amounts).map((code) => `material:${code}`)])
  }

  /** Adds the model and the quote that an order names, where they are not there. */
  resolve({ quoteId, modelId, materialCode, quantity, price, createdAt, partnerId }: Order): void {
    const { mes } = this.#parts.build
    if (!this.#models.has(modelId)) this.#models.set(modelId, mes.model({ id: modelId, status: 'READY' }))
    if (this.#quotes.has(quoteId)) return
    const unitPrice = { ...price, amountMinor: Math.round(price.amountMinor / quantity) }
    const validUntil = new Date(Date.parse(createdAt) + VALID_MS).toISOString()
    this.#quotes.set(
      quoteId,
      mes.quote.succeeded({
        id: quoteId,
        createdAt,
        completedAt: createdAt,
        request: { modelId, materialCode, quantity, currency: price.currency },
        result: { unitPrice, totalPrice: price, validUntil },
      }),
    )
    if (partnerId !== undefined) this.#owners.set(quoteId, partnerId)
  }

  /** @throws {Refusal} where there is no such quote, or it has no price that holds */
  quoteFor(request: FakeRequest, id: string): Quote {
    const quote = asItIs(this.#findFor(request, this.#quotes, id), this.#parts.now())
    if (quote.status === 'EXPIRED') throw new Refusal('quote-expired')
    if (quote.status !== 'SUCCEEDED' || quote.result === null) throw new Refusal('quote-not-succeeded')
    return quote
  }

  announced(id: string) {
    const quote = this.#quotes.get(id)
    return quote && { status: quote.status, previousStatus: null, version: quote.version }
  }

  /** Takes the bytes of a model. */
  async upload(request: Request): Promise<Response | undefined> {
    if (!request.url.startsWith(UPLOADS)) return undefined
    const model = this.#models.get(request.url.slice(UPLOADS.length))
    if (model === undefined) return new Response(null, { status: 404 })
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (createHash('sha256').update(bytes).digest('hex') !== model.sha256) return new Response(null, { status: 400 })
    this.#uploaded.add(model.id)
    return new Response(null, { status: 204 })
  }

  /** Answers operations on materials, models and quotes; `undefined` for one that it does not know. */
  answer(request: FakeRequest): Response | undefined {
    const { operation, parameters } = request
    if (request.api !== 'mes') return undefined
    switch (operation.id) {
      case 'materials.list':
        return answered(request, {
          items: [...this.#materials.values()].toSorted((one, other) => (one.code < other.code ? -1 : 1)),
        })
      case 'models.list':
        return answered(
          request,
          paged(
            [...this.#models.values()].filter(
              ({ id, sha256 }) =>
                this.#owners.maySee(request, id) && (parameters['sha256'] === undefined || sha256 === parameters['sha256']),
            ),
            parameters,
            newestFirst,
          ),
        )
      case 'models.create':
        return this.#createModel(request)
      case 'models.complete':
        return this.#completeModel(request)
      case 'models.get': {
        const model = this.#findFor(request, this.#models, parameters['modelId'])
        return answered(request, model, 200, model.status === 'ANALYZING' ? RETRY_AFTER : {})
      }
      case 'quotes.list':
        return answered(request, paged(this.#listed(request), parameters, newestFirst))
      case 'quotes.create':
        return this.#createQuote(request)
      case 'quotes.get':
        return this.#quoteAnswer(request, asItIs(this.#findFor(request, this.#quotes, parameters['quoteId']), this.#parts.now()))
      default:
        return undefined
    }
  }

  #createModel(request: FakeRequest): Response {
    const given = request.body as Pick<Model, 'fileName' | 'format' | 'sizeBytes' | 'sha256'>
    const known = [...this.#models.values()].find(
      ({ id, sha256, format }) => this.#owners.isOwn(request, id) && sha256 === given.sha256 && format === given.format,
    )
    const model =
      known ??
      this.#parts.build.mes.model({
        ...given,
        id: this.#nextId('mod'),
        status: 'UPLOADING',
        version: 1,
        geometry: null,
        createdAt: this.#nowText,
      })
    this.#models.set(model.id, model)
    this.#owners.claim(request, model.id)
    if (known === undefined) this.#parts.invalidate(['models', `model:${model.id}`])
    const upload =
      model.status === 'UPLOADING'
        ? { url: `${UPLOADS}${model.id}`, method: 'PUT', expiresAt: new Date(this.#parts.now() + 3_600_000).toISOString() }
        : null
    return answered(request, { ...model, upload }, known === undefined ? 201 : 200)
  }

  #completeModel(request: FakeRequest): Response {
    const expected = expectedTags(request)
    const model = this.#findFor(request, this.#models, request.parameters['modelId'])
    if (!this.#owners.isOwn(request, model.id)) throw new Refusal('not-found')
    if (model.status !== 'UPLOADING') throw new Refusal('invalid-transition')
    if (!this.#uploaded.has(model.id)) throw new Refusal('upload-incomplete')
    checkVersion(expected, model)
    this.#parts.after(ANALYSIS_MS, () => this.#changeModel(model.id, { status: 'READY' }))
    return answered(request, this.#changeModel(model.id, { status: 'ANALYZING' }), 202, RETRY_AFTER)
  }

  #changeModel(id: string, change: DeepPartial<Model>): Model {
    const before = this.#find(this.#models, id)
    const { geometry, ...rest } = before
    const after = this.#parts.build.mes.model({
      ...rest,
      ...(geometry !== null && { geometry }),
      version: before.version + 1,
      ...change,
    })
    this.#models.set(id, after)
    this.#parts.invalidate([`model:${id}`, 'models'])
    return after
  }

  #createQuote(request: FakeRequest): Response {
    const given = request.body as QuoteRequest
    const finish = finishOf(this.#amounts.has(given.materialCode) ? this.#materials.get(given.materialCode) : undefined, given)
    const model = this.#findFor(request, this.#models, given.modelId)
    if (model.status === 'REJECTED') throw new Refusal('model-rejected')
    if (model.status !== 'READY') throw new Refusal('model-not-ready')
    const { materialCode, quantity, currency } = given
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([model.sha256, materialCode, finish, quantity, currency, this.#amounts.get(materialCode)]))
      .digest('hex')
    const known = [...this.#quotes.values()]
      .map((quote) => asItIs(quote, this.#parts.now()))
      .find((quote) => quote.fingerprint === fingerprint && LIVE.has(quote.status) && this.#owners.isOwn(request, quote.id))
    if (known !== undefined) return this.#quoteAnswer(request, known, 200)
    const quote = this.#parts.build.mes.quote.pending({
      id: this.#nextId('quo'),
      request: given,
      version: 1,
      fingerprint,
      createdAt: this.#nowText,
    })
    this.#quotes.set(quote.id, quote)
    this.#owners.claim(request, quote.id)
    this.#parts.invalidate(['quotes', `quote:${quote.id}`])
    this.#parts.after(WAITING_MS, () => this.#changeQuote({ ...quote, status: 'RUNNING', version: 2 }))
    this.#parts.after(WAITING_MS + CALCULATION_MS, () => this.#changeQuote(this.#priced(quote)))
    return this.#quoteAnswer(request, quote, 202)
  }

  #priced({ result: _result, failure: _failure, ...quote }: Quote): Quote {
    const { materialCode, quantity, currency } = quote.request
    const amountMinor = this.#amounts.get(materialCode) ?? 0
    return this.#parts.build.mes.quote.succeeded({
      ...quote,
      version: 3,
      completedAt: this.#nowText,
      result: {
        unitPrice: { amountMinor, currency },
        totalPrice: { amountMinor: amountMinor * quantity, currency },
        validUntil: new Date(this.#parts.now() + VALID_MS).toISOString(),
      },
    })
  }

  #changeQuote(quote: Quote): void {
    this.#quotes.set(quote.id, quote)
    this.#parts.invalidate([`quote:${quote.id}`, 'quotes'])
  }

  #quoteAnswer(request: FakeRequest, quote: Quote, status = 200): Response {
    const isUnderWay = quote.status === 'PENDING' || quote.status === 'RUNNING'
    return answered(request, quote, status, isUnderWay ? RETRY_AFTER : {})
  }

  #listed(request: FakeRequest): readonly Quote[] {
    const { status, modelId } = request.parameters
    const statuses = status === undefined ? undefined : [status].flat()
    return [...this.#quotes.values()]
      .map((quote) => asItIs(quote, this.#parts.now()))
      .filter(
        (quote) =>
          this.#owners.maySee(request, quote.id) &&
          (statuses === undefined || statuses.includes(quote.status)) &&
          (modelId === undefined || quote.request.modelId === modelId),
      )
  }

  #findFor<T extends { readonly id: string }>(request: FakeRequest, values: ReadonlyMap<string, T>, id: unknown): T {
    const found = this.#find(values, id)
    if (!this.#owners.maySee(request, found.id)) throw new Refusal('not-found')
    return found
  }

  #find<T>(values: ReadonlyMap<string, T>, id: unknown): T {
    const found = values.get(String(id))
    if (found === undefined) throw new Refusal('not-found')
    return found
  }

  #keep<T>(values: Map<string, T>, value: T, keyOf: (value: T) => string): void {
    values.set(keyOf(value), value)
  }

  #nextId(prefix: string): string {
    return `${prefix}_kit_${++this.#serial}`
  }

  get #nowText(): string {
    return new Date(this.#parts.now()).toISOString()
  }
}
