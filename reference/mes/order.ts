import { commonOrderOf, iso, type OrderRow } from '../shared/orders/row.ts'
import type { CommonOrder, Money } from '../shared/orders/order.ts'
import type { CommittedOrder } from '../shared/orders/queries.ts'
import type { OrderStatus } from '../shared/orders/status.ts'

/** An order as MES shows it: what to make, by whom, until when. */
export interface Order extends CommonOrder {
  readonly modelId: string
  readonly quoteId: string
  readonly materialCode: string
  readonly price: Money
  readonly assignee: { readonly operatorId: string; readonly claimedAt: string } | null
}

/** The short answer to a poll. */
export interface OrderState {
  readonly status: OrderStatus
  readonly version: number
  readonly statusChangedAt: string
}

export function orderOf(row: OrderRow): Order {
  return {
    ...commonOrderOf(row),
    modelId: row.model_id,
    quoteId: row.quote_id,
    materialCode: row.material_code,
    price: { amountMinor: row.price_minor ?? 0, currency: row.currency },
    assignee: assigneeOf(row),
  }
}

function assigneeOf(row: OrderRow): Order['assignee'] {
  if (row.assignee_id === null) return null
  return { operatorId: row.assignee_id, claimedAt: iso(row.claimed_at ?? row.status_changed_at) }
}

export function stateOf(row: OrderRow): OrderState {
  return { status: row.status, version: row.version, statusChangedAt: iso(row.status_changed_at) }
}

/** Every list that showed the order, or shows it now: those of the old status, of the new one, and of no status. */
export function orderTags({ row, previousStatus }: CommittedOrder): readonly string[] {
  return [`order:${row.id}`, `orders:status:${previousStatus}`, `orders:status:${row.status}`, 'stats']
}

/** Every list and every count that shows a new order, and those who asked for it before it was there. */
export function newOrderTags({ id, status, quoteId }: Pick<Order, 'id' | 'status' | 'quoteId'>): readonly string[] {
  return ['orders', `orders:status:${status}`, `order:${id}`, 'stats', `quote:${quoteId}`]
}
