import type { CommonOrder, Money } from '../shared/orders/order.ts'
import type { CommittedOrder } from '../shared/orders/queries.ts'
import { commonOrderOf, iso, type OrderRow } from '../shared/orders/row.ts'

/** An order as CRM shows it: whose it is and what it costs, not how it is made. */
export interface Order extends CommonOrder {
  readonly customerId?: string
  /** Null until it was calculated. */
  readonly price: Money | null
  /** Only orders that were closed by a command have it. */
  readonly closure?: { readonly reason: string; readonly closedAt: string }
}

export function orderOf(row: OrderRow): Order {
  return {
    ...commonOrderOf(row),
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    price: row.price_minor === null ? null : { amountMinor: row.price_minor, currency: row.currency },
    ...(row.closed_at === null ? {} : { closure: { reason: row.closing_reason ?? '', closedAt: iso(row.closed_at) } }),
  }
}

/** Every list of CRM shows the order or may show it now; clients keep lists by the order's statuses as well. */
export function orderTags({ row, previousStatus }: CommittedOrder): readonly string[] {
  return [`order:${row.id}`, 'crm:orders', `orders:status:${previousStatus}`, `orders:status:${row.status}`, 'stats']
}
