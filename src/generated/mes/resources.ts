// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, Immutable, OperationCaller, PagedCall, ReadOptions } from '../../runtime.ts'
import {
  materialsList,
  modelsComplete,
  modelsCreate,
  modelsGet,
  modelsList,
  ordersClaim,
  ordersComplete,
  ordersCreate,
  ordersGet,
  ordersHistory,
  ordersList,
  ordersShip,
  ordersStartPackaging,
  ordersStats,
  ordersStatus,
  quotesCreate,
  quotesGet,
  quotesList,
  webhooksCreate,
  webhooksDelete,
  webhooksList,
} from './operations.ts'
import type {
  MaterialList,
  Model,
  ModelPage,
  ModelRequestInput,
  ModelsListQuery,
  NewModel,
  NewWebhookSubscription,
  Order,
  OrderHistory,
  OrderPage,
  OrderRequestInput,
  OrderStats,
  OrderStatusReport,
  OrderTransition,
  OrdersListQuery,
  Quote,
  QuotePage,
  QuoteRequestInput,
  QuotesListQuery,
  TrackingInput,
  WebhookSubscriptionList,
  WebhookSubscriptionRequestInput,
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

/** 3D models of pieces, uploaded by whoever wants them made. */
export interface ModelsResource {
  /**
   * Says that the file of a model is uploaded.
   *
   * Moves the model from UPLOADING to ANALYZING. The analysis measures it and ends in READY or REJECTED: poll the
   * model, no sooner than `Retry-After` says. Refused with `upload-incomplete` while the file is not there.
   *
   * Invalidates `model:{modelId}`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404), `upload-incomplete` (409),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param modelId - Id of the model.
   * @param options.ifMatch - The model's `ETag` (its version in quotes) as last seen. The command is refused when
   * the model has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.mes.models.complete('mod_000311', { ifMatch: 7 })
   * ```
   */
  complete(
    modelId: string,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<Model>

  /**
   * Announces a 3D model and asks where to upload its file.
   *
   * Creates a model in the status UPLOADING. Send the bytes of the file to `upload.url` by `upload.method` before
   * `upload.expiresAt`, without credentials: the address is signed. Then complete the model. When the principal
   * has a model of the same content and format already, that model is the answer (200), and there is nothing to
   * upload.
   *
   * Invalidates `models`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `idempotency-key-reused` (409),
   * `precondition-required` (428) or `rate-limited` (429).
   *
   * @param body - The file to upload.
   * @example
   * ```ts
   * await sdk.mes.models.create({
   *   fileName: 'ring.stl',
   *   format: 'STL',
   *   sizeBytes: 684284,
   *   sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
   * })
   * ```
   */
  create(body: ModelRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<NewModel>

  /**
   * Reads one model.
   *
   * While the model is being analysed, `Retry-After` tells when to ask again. A READY or REJECTED model never
   * changes again.
   *
   * Cached per principal: 24 h while `status` is READY or REJECTED, 30 s (at most until `Retry-After`); dropped
   * when `model:{modelId}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param modelId - Id of the model.
   * @example
   * ```ts
   * await sdk.mes.models.get('mod_000311')
   * ```
   */
  get(modelId: string, options?: ReadOptions): ApiCall<Model>

  /**
   * Lists models, newest first.
   *
   * One page of the models that the principal may see and that meet the given filter, the ones created last first.
   * Partners see their own models, staff see all. Ask for the next page with `nextCursor` as `cursor` and the
   * other parameters unchanged.
   *
   * By `sha256` it tells whether a file is there already. One content may have several models: announced again
   * before its upload was completed, or in another format.
   *
   * Cached 15 s per principal; dropped when `models` or `model:{id}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.models.list({ sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' })
   * ```
   */
  list(query?: ModelsListQuery, options?: ReadOptions): PagedCall<ModelPage, Model>
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
   * the order has changed since. Takes the version, an integer of 0 or more, or an ETag.
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
   * the order has changed since. Takes the version, an integer of 0 or more, or an ETag.
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
   * Orders what a quote has priced.
   *
   * Creates an order in the status PRICE_CALCULATED, at the price of a SUCCEEDED quote of the calling partner that
   * still holds. The order is made once a seller has approved it in CRM. Partners only.
   *
   * Invalidates `orders`, `orders:status:{status}`, `order:{id}`, `stats` and `quote:{quoteId}`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `quote-expired` (409), `quote-not-succeeded` (409), `idempotency-key-reused` (409), `precondition-required`
   * (428) or `rate-limited` (429).
   *
   * @param body - The quote to order by, and where to send the pieces.
   * @example
   * ```ts
   * await sdk.mes.orders.create({
   *   quoteId: 'quo_000007',
   *   externalRef: 'PO-7781',
   *   shipTo: { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' },
   * })
   * ```
   */
  create(body: OrderRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<Order>

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
   * Reads what has become of one order.
   *
   * Every status that the order has had, the first one first, since MES knows it.
   *
   * Cached per principal: 24 h while `status` is CLOSED, 30 s; dropped when `order:{orderId}` is invalidated. That
   * there is none is remembered for 5 s.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @example
   * ```ts
   * await sdk.mes.orders.history('ord_000042')
   * ```
   */
  history(orderId: string, options?: ReadOptions): ApiCall<OrderHistory>

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
   * Hands an order to a carrier.
   *
   * Moves the order from PACKAGING to SHIPPED and keeps where it can be followed. Operators only.
   *
   * Invalidates `order:{orderId}`, `orders:status:{previousStatus}`, `orders:status:{status}` and `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param body - Where the shipment can be followed.
   * @param options.ifMatch - The order's `ETag` (its version in quotes) as last seen. The command is refused when
   * the order has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.mes.orders.ship('ord_000042', { carrier: 'DHL', number: '00340434161094042557' }, { ifMatch: 7 })
   * ```
   */
  ship(
    orderId: string,
    body: TrackingInput,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Reports that an order is being packed.
   *
   * Moves the order from MANUFACTURING_COMPLETED to PACKAGING. Operators only.
   *
   * Invalidates `order:{orderId}`, `orders:status:{previousStatus}`, `orders:status:{status}` and `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param options.ifMatch - The order's `ETag` (its version in quotes) as last seen. The command is refused when
   * the order has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.mes.orders.startPackaging('ord_000042', { ifMatch: 7 })
   * ```
   */
  startPackaging(
    orderId: string,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Counts the orders of each status.
   *
   * Over all orders that the principal may see. Partners see their own orders, staff see all.
   *
   * Cached 10 s per principal; dropped when `stats` is invalidated. Where the API fails, served up to 10 min
   * longer, marked `stale`.
   *
   * Fails with `unauthenticated` (401) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.orders.stats()
   * ```
   */
  stats(options?: ReadOptions): ApiCall<OrderStats>

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
   * The price list and the algorithm are those in force when the quote is created, and part of its fingerprint:
   * after a change of either, an equal request is another quote.
   *
   * Invalidates `quotes`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404), `model-not-ready` (409),
   * `idempotency-key-reused` (409), `model-rejected` (422), `precondition-required` (428) or `rate-limited` (429).
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

  /**
   * Lists quotes, newest first.
   *
   * One page of the quotes that the principal may see and that meet every given filter, the ones requested last
   * first. Partners see their own quotes, staff see all. Ask for the next page with `nextCursor` as `cursor` and
   * the other parameters unchanged.
   *
   * Cached 15 s per principal; dropped when `quotes`, `quote:{id}`, `pricelist`, `pricing-algorithm` or
   * `material:{materialCode}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.quotes.list({ status: ['SUCCEEDED'] })
   * ```
   */
  list(query?: QuotesListQuery, options?: ReadOptions): PagedCall<QuotePage, Quote>
}

/** Subscriptions of a partner to messages about its orders and quotes. */
export interface WebhooksResource {
  /**
   * Subscribes an address to messages.
   *
   * From now on every event of the given kinds is sent to `url` as a signed message, see the webhook `change` of
   * this document. The answer holds the secret that the messages are signed with; it is not shown again. A partner
   * has at most 20 subscriptions. Partners only.
   *
   * Invalidates `webhooks`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `idempotency-key-reused`
   * (409), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param body - Where to send messages, and which.
   * @example
   * ```ts
   * await sdk.mes.webhooks.create({
   *   url: 'https://partner.example/mes-events',
   *   events: ['order.changed', 'quote.changed'],
   * })
   * ```
   */
  create(body: WebhookSubscriptionRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<NewWebhookSubscription>

  /**
   * Ends a subscription.
   *
   * Messages that are waiting to be sent to it are dropped. Partners only.
   *
   * Invalidates `webhooks`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404) or
   * `rate-limited` (429).
   *
   * @param subscriptionId - Id of the subscription.
   * @example
   * ```ts
   * await sdk.mes.webhooks.delete('whs_000003')
   * ```
   */
  delete(subscriptionId: string, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<undefined>

  /**
   * Lists the partner's subscriptions.
   *
   * All of them in one answer, the oldest first, without their secrets. Partners only.
   *
   * Cached 5 min per principal; dropped when `webhooks` is invalidated.
   *
   * Fails with `unauthenticated` (401), `forbidden` (403) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.mes.webhooks.list()
   * ```
   */
  list(options?: ReadOptions): ApiCall<WebhookSubscriptionList>
}

/** 3D models, price quotes and manufacturing orders of jewellery. */
export interface MesApi {
  readonly materials: MaterialsResource
  readonly models: ModelsResource
  readonly orders: OrdersResource
  readonly quotes: QuotesResource
  readonly webhooks: WebhooksResource
}

/** The methods of the API, each as a call of its operation. */
export const createMesApi = (caller: OperationCaller): MesApi => ({
  materials: {
    list: (options) => caller.call(materialsList, {}, options),
  },
  models: {
    complete: (modelId, options) =>
      caller.call(modelsComplete, { path: { modelId }, header: { 'If-Match': options?.ifMatch } }, options),
    create: (body, options) => caller.call(modelsCreate, { body }, options),
    get: (modelId, options) => caller.call(modelsGet, { path: { modelId } }, options),
    list: (query = {}, options) => caller.page(modelsList, { query }, options),
  },
  orders: {
    claim: (orderId, options) =>
      caller.call(ordersClaim, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    complete: (orderId, options) =>
      caller.call(ordersComplete, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    create: (body, options) => caller.call(ordersCreate, { body }, options),
    get: (orderId, options) => caller.call(ordersGet, { path: { orderId } }, options),
    getMany: async (orderIds, options) =>
      caller.many(ordersGet, orderIds.map((orderId) => ({ path: { orderId } })), options),
    history: (orderId, options) => caller.call(ordersHistory, { path: { orderId } }, options),
    list: (query = {}, options) => caller.page(ordersList, { query }, options),
    ship: (orderId, body, options) =>
      caller.call(ordersShip, { path: { orderId }, header: { 'If-Match': options?.ifMatch }, body }, options),
    startPackaging: (orderId, options) =>
      caller.call(ordersStartPackaging, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    stats: (options) => caller.call(ordersStats, {}, options),
    status: (orderId, options) => caller.call(ordersStatus, { path: { orderId } }, options),
    statuses: async (orderIds, options) =>
      caller.many(ordersStatus, orderIds.map((orderId) => ({ path: { orderId } })), options),
  },
  quotes: {
    create: (body, options) => caller.call(quotesCreate, { body }, options),
    get: (quoteId, options) => caller.call(quotesGet, { path: { quoteId } }, options),
    list: (query = {}, options) => caller.page(quotesList, { query }, options),
  },
  webhooks: {
    create: (body, options) => caller.call(webhooksCreate, { body }, options),
    delete: (subscriptionId, options) => caller.call(webhooksDelete, { path: { subscriptionId } }, options),
    list: (options) => caller.call(webhooksList, {}, options),
  },
})
