import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from '../database/sqlite.ts'
import type { OrderRow } from './row.ts'

const COLUMNS = `
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  channel TEXT NOT NULL,
  partner_id TEXT,
  customer_id TEXT,
  external_ref TEXT,
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  model_id TEXT NOT NULL,
  quote_id TEXT NOT NULL,
  material_code TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price_minor INTEGER,
  currency TEXT NOT NULL,
  assignee_id TEXT,
  claimed_at INTEGER,
  promised_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  status_changed_at INTEGER NOT NULL,
  tracking_carrier TEXT,
  tracking_number TEXT,
  cancelled_at INTEGER,
  cancellation_reason TEXT,
  closed_at INTEGER,
  closing_reason TEXT`

/** Every filter has an index that ends in the sort key, so that a page is a short walk wherever it begins. */
const INDICES = [
  'orders_by_age ON orders (created_at, id)',
  'orders_by_status ON orders (status, created_at, id)',
  'orders_by_partner ON orders (partner_id, created_at, id) WHERE partner_id IS NOT NULL',
  'orders_by_customer ON orders (customer_id, created_at, id) WHERE customer_id IS NOT NULL',
  'orders_by_assignee ON orders (assignee_id, created_at, id) WHERE assignee_id IS NOT NULL',
  'orders_by_status_change ON orders (status, status_changed_at, id)',
  'orders_by_change ON orders (status_changed_at, id)',
]

export function createOrderTable(database: DatabaseSync): void {
  database.exec(`CREATE TABLE orders (${COLUMNS}) WITHOUT ROWID`)
}

/** Indices are built after the rows, which is several times faster than keeping them up to date row by row. */
export function indexOrders(database: DatabaseSync): void {
  for (const index of INDICES) database.exec(`CREATE INDEX ${index}`)
}

export function insertOrders(database: DatabaseSync, rows: Iterable<OrderRow>): void {
  const names = COLUMNS.split(',').map((line) => line.trim().split(' ')[0] as keyof OrderRow)
  const insert = database.prepare(`INSERT INTO orders (${names.join()}) VALUES (${names.map(() => '?').join()})`)
  for (const row of rows) insert.run(...names.map((name) => row[name]))
}

/** What a step can change about an order. */
const CHANGING = [
  'status',
  'version',
  'status_changed_at',
  'assignee_id',
  'claimed_at',
  'tracking_carrier',
  'tracking_number',
  'cancelled_at',
  'cancellation_reason',
  'closed_at',
  'closing_reason',
] as const

export function updateOrder(connection: Connection, row: OrderRow): void {
  const assignments = CHANGING.map((name) => `${name} = ?`).join()
  connection.prepare(`UPDATE orders SET ${assignments} WHERE id = ?`).run(...CHANGING.map((name) => row[name]), row.id)
}
