import type { Quote, QuoteResult } from '../generated/mes/index.ts'
import { operations } from '../generated/mes/operations.ts'
import { createMesApi, type MesApi, type QuotesResource } from '../generated/mes/resources.ts'
import type { ApiCall } from '../operation/api-call.ts'
import type { CallContext } from '../operation/call-context.ts'
import type { OperationDefinition } from '../operation/definition.ts'
import { createCaller } from '../operation/caller.ts'
import { keepingOf } from '../operation/keeping.ts'
import { checkRequest, meetsSchema } from '../operation/validation.ts'
import type { CalculateOptions, CalculateRequest } from '../pricing/calculate-request.ts'
import { calculateMany, type CalculatedOne, type CalculateManyOptions } from '../pricing/calculate-many.ts'
import type { ModelOptions } from '../model/open-model.ts'
import { Pricing, type PricingPolicy } from '../pricing/pricing.ts'
import type { Transport } from '../transport/transport.ts'
import type { ClientParts } from './client-parts.ts'
import { createUnwrap, type ReceivingWebhooks } from './webhooks.ts'

/** Currencies that prices are calculated in. */
type Currency = Parameters<QuotesResource['create']>[0]['currency']

/** A quote that has its price. */
export type PricedQuote = Omit<Quote, 'status' | 'result'> & {
  readonly status: 'SUCCEEDED'
  /** The price. */
  readonly result: QuoteResult
}

/** Quotes of the MES API, and prices of models. */
export interface CalculatingQuotes extends QuotesResource {
  /**
   * The price of a model. It comes from the cache where that model, whatever its name, was priced before with the same material,
   * finish, quantity and currency: for 10 minutes, never past `validUntil`, and not once the price list, the algorithm or the material has
   * changed. Otherwise the model is uploaded, unless the API has it, and the price is calculated, which takes minutes: once for all
   * callers and processes of the principal, whoever of them stays. A failed calculation is remembered for 30 s.
   *
   * @throws `ModelError` for a model that cannot be read or is not what its format says, before anything is sent;
   * `CalculationError` where the model cannot be made or priced; `RequestValidationError`; what the calls to the API throw; a
   * `TimeoutError`, or the signal's reason: others who wait for the price are not affected
   *
   * @example
   * const quote = await sdk.mes.quotes.calculate({ model: './ring.stl', materialCode: 'AU585', quantity: 2, currency: 'EUR' })
   * console.log(quote.result.totalPrice)
   */
  calculate(request: CalculateRequest<Currency>, options?: CalculateOptions): ApiCall<PricedQuote>
  /**
   * The prices of many models, a few at a time, each as soon as it is known: what fails is a result as well and stops nothing.
   * Since prices are kept by content, a run that was broken off goes on where it was when it is started again. Leaving the loop
   * ends what is under way.
   *
   * @example
   * for await (const { request, quote, error } of sdk.mes.quotes.calculateMany(requests, { concurrency: 8 })) {
   *   console.log(request.model, quote?.result.totalPrice ?? error)
   * }
   */
  calculateMany<Request extends CalculateRequest<Currency>>(
    requests: Iterable<Request> | AsyncIterable<Request>,
    options?: CalculateManyOptions,
  ): AsyncIterable<CalculatedOne<Request, PricedQuote>>
}

/** The MES API, and what is built on it. */
export interface CalculatingMesApi extends Omit<MesApi, 'quotes' | 'webhooks'> {
  readonly quotes: CalculatingQuotes
  readonly webhooks: ReceivingWebhooks
}

/** What calculations need besides the API. */
export interface CalculatingParts extends Pick<ClientParts, 'closing'> {
  readonly uploads: Transport
  readonly models: ModelOptions
}

export const createCalculatingMesApi = (
  context: CallContext,
  { uploads, closing, models }: CalculatingParts,
): CalculatingMesApi => {
  const api = createMesApi(createCaller(context))
  const scope = `mes\0${context.api.baseUrl}\0${operationOf('quotes.get').schemaFingerprint}`
  const pricing = new Pricing<Quote>({ context, api, scope, policy: policyOf(context), uploads, closing, models })
  // Only a quote with its price is answered; everything else is an error.
  const calculate = (request: CalculateRequest, options?: CalculateOptions): ApiCall<PricedQuote> =>
    pricing.calculate(request, options) as ApiCall<PricedQuote>
  const unwrap = createUnwrap(context)
  return {
    ...api,
    webhooks: { ...api.webhooks, unwrap: (...request) => unwrap(...request).message },
    quotes: {
      ...api.quotes,
      calculate,
      calculateMany: (requests, options) => calculateMany(calculate, requests, options),
    },
  }
}

/** Of an operation that has answered; what it was asked is its model or quote. */
const policyOf = ({ cache: { clock } }: CallContext): PricingPolicy<Quote> => {
  const [quote, model, create] = [operationOf('quotes.get'), operationOf('models.get'), operationOf('quotes.create')]
  return {
    ofQuote: (body, headers) => keepingOf(quote, { path: { quoteId: body.id } }, { status: 200, headers, body }, clock.wallNow()),
    ofModel: (body, headers) => keepingOf(model, { path: { modelId: body.id } }, { status: 200, headers, body }, clock.wallNow()),
    checkRequest: (pricedWith) => void checkRequest(create, { body: { ...pricedWith, modelId: 'any' } }),
    isQuote: (value) => meetsSchema(quote, value),
  }
}

const operationOf = (id: string): OperationDefinition => {
  const found = operations.find((operation) => operation.id === id)
  if (found === undefined) throw new Error(`the MES API has no operation ${id}`)
  return found
}
