// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, Immutable, OperationCaller, PagedCall, ReadOptions } from '../../runtime.ts'
import {
  materialsList,
  ordersClaim,
  ordersComplete,
  ordersGet,
  ordersList,
  ordersStatus,
  quotesCreate,
  quotesGet,
} from './operations.ts'
import type {
  MaterialList,
  Order,
  OrderPage,
  OrderStatusReport,
  OrderTransition,
  OrdersListQuery,
  Quote,
  QuoteRequestInput,
} from './types.ts'

/** Materials that pieces are made of. */
export interface MaterialsResource {
  /**
   * Lists the materials that can be ordered.
   *
   * All of them in one answer, ordered by code. They are the same for every principal.
   *
   * Cached 1 h for all principals together; dropped when `materials` is invalidated. Where the API fails, served
   * up to 24 h longer, marked `stale`.
   *
   * Fails with `unauthenticated` (401) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.materials.list()
   * ```
   */
  list(options?: ReadOptions): ApiCall<MaterialList>
}

/** Orders in manufacturing, from the calculated price to the closed order. */
export interface OrdersResource {
  /**
   * Takes an order for the calling operator.
   *
   * Moves the order from MANUFACTURING_APPROVED to MANUFACTURING_STARTED and assigns it to the operator of the
   * token. The server decides who was first: the others get `order-already-claimed`. Operators only.
   *
   * Invalidates `order:{orderId}`, `orders:status:{previousStatus}`, `orders:status:{status}` and `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `order-already-claimed` (409), `invalid-transition` (409), `version-mismatch` (412), `precondition-required`
   * (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param options.ifMatch - The order's `ETag` (its version in quotes) as last seen. The command is refused when
   * the order has changed since.
   * @example
   * ```ts
   * await sdk.mes.orders.claim('ord_000042', { ifMatch: 7 })
   * ```
   */
  claim(
    orderId: string,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Reports an order as made.
   *
   * Moves the order from MANUFACTURING_STARTED to MANUFACTURING_COMPLETED. Only the operator who took it may do
   * so.
   *
   * Invalidates `order:{orderId}`, `orders:status:{previousStatus}`, `orders:status:{status}` and `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param options.ifMatch - The order's `ETag` (its version in quotes) as last seen. The command is refused when
   * the order has changed since.
   * @example
   * ```ts
   * await sdk.mes.orders.complete('ord_000042', { ifMatch: 7 })
   * ```
   */
  complete(
    orderId: string,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Reads one order.
   *
   * Another tenant's order is reported as missing.
   *
   * Cached 30 s per principal; dropped when `order:{orderId}` is invalidated. That there is none is remembered for
   * 5 s.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @example
   * ```ts
   * await sdk.mes.orders.get('ord_000042')
   * ```
   */
  get(orderId: string, options?: ReadOptions): ApiCall<Order>

  /**
   * Reads many, each as `get` does, in the order given.
   *
   * What is cached costs one round trip together, the same one twice is read once, and only so many requests are
   * under way at a time.
   *
   * Rejects with the first error; what was read until then is kept.
   *
   * @example
   * ```ts
   * await sdk.mes.orders.getMany(['ord_000042'])
   * ```
   */
  getMany(orderIds: readonly string[], options?: ReadOptions): Promise<readonly Immutable<Order>[]>

  /**
   * Lists orders, newest first unless sorted otherwise.
   *
   * One page of the orders that the principal may see and that meet every given filter. Partners see their own
   * orders, staff see all. Ask for the next page with `nextCursor` as `cursor` and the other parameters unchanged.
   *
   * Whether an order is overdue follows from `promisedAt` and the reader's clock; it is never part of the answer.
   *
   * Cached 30 s per principal; dropped when `orders`, `orders:status:{status}` or `order:{id}` is invalidated.
   * Where the API fails, served up to 10 min longer, marked `stale`. Loaded by one process at a time.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'] })
   * ```
   */
  list(query?: OrdersListQuery, options?: ReadOptions): PagedCall<OrderPage, Order>

  /**
   * Reads the status of one order.
   *
   * The smallest answer about an order, meant for polling. Kept until the status changes.
   *
   * Cached 10 min per principal; dropped when `order:{orderId}` is invalidated. That there is none is remembered
   * for 5 s.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @example
   * ```ts
   * await sdk.mes.orders.status('ord_000042')
   * ```
   */
  status(orderId: string, options?: ReadOptions): ApiCall<OrderStatusReport>

  /**
   * Reads many, each as `status` does, in the order given.
   *
   * What is cached costs one round trip together, the same one twice is read once, and only so many requests are
   * under way at a time.
   *
   * Rejects with the first error; what was read until then is kept.
   *
   * @example
   * ```ts
   * await sdk.mes.orders.statuses(['ord_000042'])
   * ```
   */
  statuses(orderIds: readonly string[], options?: ReadOptions): Promise<readonly Immutable<OrderStatusReport>[]>
}

/** Price calculations for a 3D model in a material, a quantity and a currency. */
export interface QuotesResource {
  /**
   * Requests the price of a model.
   *
   * Starts a calculation, which takes minutes: poll the quote at its `Location`, no sooner than `Retry-After`
   * says. When the principal has a live quote of the same fingerprint, that quote is the answer (200) and nothing
   * is calculated.
   *
   * Invalidates `quotes`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404), `idempotency-key-reused`
   * (409), `model-rejected` (422), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param body - What to price.
   * @example
   * ```ts
   * await sdk.mes.quotes.create({
   *   modelId: 'mod_000311',
   *   materialCode: 'AU585',
   *   finishCode: 'POLISHED',
   *   quantity: 2,
   *   currency: 'EUR',
   * })
   * ```
   */
  create(body: QuoteRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<Quote>

  /**
   * Reads one quote.
   *
   * While the calculation is pending or running, `Retry-After` tells when to ask again. A price holds until
   * `result.validUntil`; after that the quote is EXPIRED.
   *
   * Cached per principal: 30 s (at most until `Retry-After`) while `status` is PENDING or RUNNING, 10 min (at most
   * until `validUntil`) while `status` is SUCCEEDED, 30 s while `status` is FAILED, 30 s while `status` is
   * EXPIRED; dropped when `quote:{quoteId}`, `pricelist`, `pricing-algorithm` or `material:{materialCode}` is
   * invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param quoteId - Id of the quote.
   * @example
   * ```ts
   * await sdk.mes.quotes.get('quo_000007')
   * ```
   */
  get(quoteId: string, options?: ReadOptions): ApiCall<Quote>
}

/** Materials, price quotes and manufacturing orders of jewellery made from 3D models. */
export interface MesApi {
  readonly materials: MaterialsResource
  readonly orders: OrdersResource
  readonly quotes: QuotesResource
}

/** The methods of the API, each as a call of its operation. */
export const createMesApi = (caller: OperationCaller): MesApi => ({
  materials: {
    list: (options) => caller.call(materialsList, {}, options),
  },
  orders: {
    claim: (orderId, options) =>
      caller.call(ordersClaim, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    complete: (orderId, options) =>
      caller.call(ordersComplete, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    get: (orderId, options) => caller.call(ordersGet, { path: { orderId } }, options),
    getMany: async (orderIds, options) =>
      caller.many(ordersGet, orderIds.map((orderId) => ({ path: { orderId } })), options),
    list: (query = {}, options) => caller.page(ordersList, { query }, options),
    status: (orderId, options) => caller.call(ordersStatus, { path: { orderId } }, options),
    statuses: async (orderIds, options) =>
      caller.many(ordersStatus, orderIds.map((orderId) => ({ path: { orderId } })), options),
  },
  quotes: {
    create: (body, options) => caller.call(quotesCreate, { body }, options),
    get: (quoteId, options) => caller.call(quotesGet, { path: { quoteId } }, options),
  },
})
