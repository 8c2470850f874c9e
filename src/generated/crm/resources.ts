// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, OperationCaller, PagedCall, ReadOptions } from '../../runtime.ts'
import { ordersApprove, ordersGet, ordersList } from './operations.ts'
import type { Order, OrderPage, OrderTransition, OrdersListQuery } from './types.ts'

/** Orders as sales staff see them, from the cart to the closed order. */
export interface OrdersResource {
  /**
   * Approves an order for manufacturing.
   *
   * Moves the order from PRICE_CALCULATED to MANUFACTURING_APPROVED. MES hears of it asynchronously: an operator
   * can take the order as soon as MES has applied it. Sellers only.
   *
   * Invalidates `order:{orderId}`, `crm:orders`, `orders:status:{previousStatus}`, `orders:status:{status}` and
   * `stats`.
   *
   * Fails with `validation-failed` (400), `unauthenticated` (401), `forbidden` (403), `not-found` (404),
   * `invalid-transition` (409), `version-mismatch` (412), `precondition-required` (428) or `rate-limited` (429).
   *
   * @param orderId - Id of the order.
   * @param options.ifMatch - The order's `ETag` (its version in quotes) as last seen. The command is refused when
   * the order has changed since.
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

/** Orders as sales staff see them, and their approval for manufacturing. */
export interface CrmApi {
  readonly orders: OrdersResource
}

/** The methods of the API, each as a call of its operation. */
export const createCrmApi = (caller: OperationCaller): CrmApi => ({
  orders: {
    approve: (orderId, options) =>
      caller.call(ordersApprove, { path: { orderId }, header: { 'If-Match': options?.ifMatch } }, options),
    get: (orderId, options) => caller.call(ordersGet, { path: { orderId } }, options),
    list: (query = {}, options) => caller.page(ordersList, { query }, options),
  },
})
