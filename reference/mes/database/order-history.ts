import type { Connection } from '../../shared/database/sqlite.ts'
import { iso, type OrderRow } from '../../shared/orders/row.ts'
import { ORDER_STATUSES, progressOf, type OrderStatus } from '../../shared/orders/status.ts'

/** A status that an order has had; instants in milliseconds since 1970. */
interface OrderEvent {
  readonly status: OrderStatus
  readonly version: number
  readonly changedAt: number
  readonly operatorId: string | null
}

/** What has become of an order, as the API shows it. */
export interface OrderHistory {
  readonly orderId: string
  readonly status: OrderStatus
  readonly version: number
  readonly items: readonly (Omit<OrderEvent, 'changedAt'> & { readonly changedAt: string })[]
}

const COLUMNS = 'order_id, version, status, changed_at, operator_id'
const before = 'old.id, old.version, old.status, old.status_changed_at, old.assignee_id'
const after = 'new.id, new.version, new.status, new.status_changed_at, new.assignee_id'

/** Whatever changes a status is recorded, here or told by CRM. The status that an order was seeded in is recorded when it ends. */
export const EVENTS = `
  CREATE TABLE order_events (
    order_id TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, changed_at INTEGER NOT NULL, operator_id TEXT,
    PRIMARY KEY (order_id, version)
  ) WITHOUT ROWID;
  CREATE TRIGGER order_created AFTER INSERT ON orders BEGIN
    INSERT INTO order_events (${COLUMNS}) VALUES (${after});
  END;
  CREATE TRIGGER order_changed AFTER UPDATE OF status ON orders WHEN new.status <> old.status BEGIN
    INSERT OR IGNORE INTO order_events (${COLUMNS}) VALUES (${before});
    INSERT INTO order_events (${COLUMNS}) VALUES (${after});
  END`

export function recordedEvents(connection: Connection, orderId: string): readonly OrderEvent[] {
  const sql = 'SELECT status, version, changed_at, operator_id FROM order_events WHERE order_id = ? ORDER BY version'
  return connection
    .prepare(sql)
    .all(orderId)
    .map((event) => ({
      status: event['status'] as OrderStatus,
      version: Number(event['version']),
      changedAt: Number(event['changed_at']),
      operatorId: event['operator_id'] === null ? null : String(event['operator_id']),
    }))
}

/** The history of an order; for a seeded one, what must have been before its first recorded status is spread over its age. */
export function historyOf(row: OrderRow, recorded: readonly OrderEvent[]): OrderHistory {
  const present = { status: row.status, version: row.version, changedAt: row.status_changed_at, operatorId: row.assignee_id }
  const first = recorded[0] ?? present
  const events = [...earlier(row, first), ...(recorded.length === 0 ? [present] : recorded)]
  return {
    orderId: row.id,
    status: row.status,
    version: row.version,
    items: events.map((event) => ({ ...event, changedAt: iso(event.changedAt) })),
  }
}

function earlier(row: OrderRow, first: OrderEvent): readonly OrderEvent[] {
  const begin = progressOf('PRICE_CALCULATED')
  const statuses = ORDER_STATUSES.slice(begin - 1, progressOf(first.status) - 1)
  return statuses.map((status, index) => ({
    status,
    version: first.version - statuses.length + index,
    changedAt: row.created_at + Math.floor(((first.changedAt - row.created_at) * index) / statuses.length),
    operatorId: progressOf(status) < progressOf('MANUFACTURING_STARTED') ? null : first.operatorId,
  }))
}
