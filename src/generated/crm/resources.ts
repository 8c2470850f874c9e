// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, OperationCaller, PagedCall, ReadOptions } from '../../runtime.ts'
import {
  customersGet,
  customersList,
  customersUpdate,
  ordersApprove,
  ordersCancel,
  ordersClose,
  ordersGet,
  ordersList,
  partnersGet,
  partnersList,
} from './operations.ts'
import type {
  CancelRequestInput,
  CloseRequestInput,
  Customer,
  CustomerPage,
  CustomerUpdateInput,
  CustomersListQuery,
  Order,
  OrderPage,
  OrderTransition,
  OrdersListQuery,
  Partner,
  PartnerPage,
  PartnersListQuery,
} from './types.ts'

/** Customers of the shop. Sellers and administrators only. */
export interface CustomersResource {
  /**
   * Reads one customer.
   *
   * Sellers and administrators only.
   *
   * Cached 60 s per principal, in this process only; dropped when `customer:{customerId}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404) or
   * `rate-limited` (429).
   *
   * @param customerId - Id of the customer.
   * @example
   * ```ts
   * await sdk.crm.customers.get('cus_000815')
   * ```
   */
  get(customerId: string, options?: ReadOptions): ApiCall<Customer>

  /**
   * Lists customers, ordered by id.
   *
   * One page of the customers that meet every given filter. Ask for the next page with `nextCursor` as `cursor`
   * and the other parameters unchanged. Sellers and administrators only.
   *
   * Cached 60 s per principal, in this process only; dropped when `customers` or `customer:{id}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.crm.customers.list({ updatedSince: '2025-03-01T00:00:00Z' })
   * ```
   */
  list(query?: CustomersListQuery, options?: ReadOptions): PagedCall<CustomerPage, Customer>

  /**
   * Changes a customer's record.
   *
   * Fields that are left out stay as they are; an address is replaced as a whole. Sellers and administrators only.
   *
   * Invalidates `customer:{customerId}` and `customers`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param customerId - Id of the customer.
   * @param body - The fields to change.
   * @param options.ifMatch - The resource's `ETag` (its version in quotes) as last seen. The command is refused
   * when the resource has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.crm.customers.update('cus_000815', {
   *   phone: null,
   *   address: { lines: ['Perlengasse 12'], postalCode: '75175', city: 'Pforzheim', country: 'DE' },
   * }, { ifMatch: 7 })
   * ```
   */
  update(
    customerId: string,
    body: CustomerUpdateInput,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<Customer>
}

/** Orders as sales staff see them, from the cart to the closed order. */
export interface OrdersResource {
  /**
   * Approves an order for manufacturing.
   *
   * Moves the order from PRICE_CALCULATED to MANUFACTURING_APPROVED. MES hears of it asynchronously: an operator
   * can take the order as soon as MES has applied it. A cancelled order cannot be approved. Sellers and
   * administrators only.
   *
   * Invalidates `order:{orderId}`, `crm:orders`, `orders:status:{previousStatus}`, `orders:status:{status}` and
   * `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param options.ifMatch - The resource's `ETag` (its version in quotes) as last seen. The command is refused
   * when the resource has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.crm.orders.approve('ord_000042', { ifMatch: 7 })
   * ```
   */
  approve(
    orderId: string,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Cancels an order.
   *
   * Records the cancellation; the status stays where it is. Possible until the manufacturing starts, and once. MES
   * hears of it asynchronously: when an operator has taken the order by then, it is made, and the cancellation is
   * withdrawn. Sellers and administrators only.
   *
   * Invalidates `order:{orderId}`, `crm:orders`, `orders:status:{previousStatus}`, `orders:status:{status}` and
   * `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param body - Why the order is cancelled.
   * @param options.ifMatch - The resource's `ETag` (its version in quotes) as last seen. The command is refused
   * when the resource has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.crm.orders.cancel('ord_000042', { reason: 'Customer changed their mind' }, { ifMatch: 7 })
   * ```
   */
  cancel(
    orderId: string,
    body: CancelRequestInput,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Closes an order that was sent.
   *
   * Moves the order from SHIPPED to CLOSED, when the carrier has reported the delivery, or by hand. MES hears of
   * it asynchronously. Sellers and administrators only.
   *
   * Invalidates `order:{orderId}`, `crm:orders`, `orders:status:{previousStatus}`, `orders:status:{status}` and
   * `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param body - Why the order is closed.
   * @param options.ifMatch - The resource's `ETag` (its version in quotes) as last seen. The command is refused
   * when the resource has changed since. Takes the version, an integer of 0 or more, or an ETag.
   * @example
   * ```ts
   * await sdk.crm.orders.close('ord_000042', { reason: 'Delivered on 2025-03-20' }, { ifMatch: 7 })
   * ```
   */
  close(
    orderId: string,
    body: CloseRequestInput,
    options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & { readonly ifMatch: number | string },
  ): ApiCall<OrderTransition>

  /**
   * Reads one order.
   *
   * Another tenant's order is reported as missing.
   *
   * Cached 30 s per principal; dropped when `order:{orderId}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `not-found` (404) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @example
   * ```ts
   * await sdk.crm.orders.get('ord_000042')
   * ```
   */
  get(orderId: string, options?: ReadOptions): ApiCall<Order>

  /**
   * Lists orders, newest first.
   *
   * One page of the orders that the principal may see and that meet every given filter, the ones created last
   * first. Ask for the next page with `nextCursor` as `cursor` and the other parameters unchanged.
   *
   * Cached 30 s per principal; dropped when `crm:orders` or `order:{id}` is invalidated. Where the API fails,
   * served up to 10 min longer, marked `stale`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.crm.orders.list({ status: ['PRICE_CALCULATED'] })
   * ```
   */
  list(query?: OrdersListQuery, options?: ReadOptions): PagedCall<OrderPage, Order>
}

/** External jewellers and sellers who order through the MES API. Staff only. */
export interface PartnersResource {
  /**
   * Reads one partner.
   *
   * Staff only.
   *
   * Cached 10 min per principal; dropped when `partner:{partnerId}` is invalidated.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404) or
   * `rate-limited` (429).
   *
   * @param partnerId - Id of the partner.
   * @example
   * ```ts
   * await sdk.crm.partners.get('partner_42')
   * ```
   */
  get(partnerId: string, options?: ReadOptions): ApiCall<Partner>

  /**
   * Lists partners, ordered by id.
   *
   * One page of the partners that meet every given filter. Ask for the next page with `nextCursor` as `cursor` and
   * the other parameters unchanged. Staff only.
   *
   * Cached 10 min per principal; dropped when `partners` or `partner:{id}` is invalidated. Where the API fails,
   * served up to 10 min longer, marked `stale`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403) or `rate-limited` (429).
   *
   * @example
   * ```ts
   * await sdk.crm.partners.list({ status: 'ACTIVE' })
   * ```
   */
  list(query?: PartnersListQuery, options?: ReadOptions): PagedCall<PartnerPage, Partner>
}

/** Orders as sales staff see them, their approval, cancellation and closing; customers and partners. */
export interface CrmApi {
  readonly customers: CustomersResource
  readonly orders: OrdersResource
  readonly partners: PartnersResource
}

/** The methods of the API, each as a call of its operation. */
export const createCrmApi = (caller: OperationCaller): CrmApi => ({
  customers: {
    get: (customerId, options) => caller.call(customersGet, { path: { customerId } }, options),
    list: (query = {}, options) => caller.page(customersList, { query }, options),
    update: (customerId, body, options) =>
      caller.call(customersUpdate, { path: { customerId }, header: { 'If-Match': options?.ifMatch }, body }, options),
  },
  orders: {
    approve: (orderId, options) =>
      caller.call(ordersApprove, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    cancel: (orderId, body, options) =>
      caller.call(ordersCancel, { path: { orderId }, header: { 'If-Match': options?.ifMatch }, body }, options),
    close: (orderId, body, options) =>
      caller.call(ordersClose, { path: { orderId }, header: { 'If-Match': options?.ifMatch }, body }, options),
    get: (orderId, options) => caller.call(ordersGet, { path: { orderId } }, options),
    list: (query = {}, options) => caller.page(ordersList, { query }, options),
  },
  partners: {
    get: (partnerId, options) => caller.call(partnersGet, { path: { partnerId } }, options),
    list: (query = {}, options) => caller.page(partnersList, { query }, options),
  },
})
