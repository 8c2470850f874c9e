import type { Connection } from '../../shared/database/sqlite.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../shared/orders/status.ts'

/** How many orders there are, in all and in every status. */
export interface OrderStats {
  readonly total: number
  readonly items: readonly { readonly status: OrderStatus; readonly count: number }[]
}

export function countOrders(connection: Connection, partnerId: string | null): OrderStats {
  const rows =
    partnerId === null
      ? connection.prepare('SELECT status, count(*) AS count FROM orders GROUP BY status').all()
      : connection.prepare('SELECT status, count(*) AS count FROM orders WHERE partner_id = ? GROUP BY status').all(partnerId)
  const counts = new Map(rows.map((row) => [row['status'], Number(row['count'])]))
  const items = ORDER_STATUSES.map((status) => ({ status, count: counts.get(status) ?? 0 }))
  return { total: items.reduce((total, { count }) => total + count, 0), items }
}
