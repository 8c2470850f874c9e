import { randomUUID } from 'node:crypto'
import type { Connection } from '../../shared/database/sqlite.ts'
import { insertNotice } from '../../shared/orders/outbox.ts'
import type { OrderRow } from '../../shared/orders/row.ts'
import { insertOrders } from '../../shared/orders/table.ts'
import { creationOf } from '../../shared/orders/transition.ts'
import { orderOf, type Order } from '../order.ts'
import { quoteAt, type Quote } from '../quote.ts'
import type { Intent } from './answers.ts'
import { create, type Creation, type Draft } from './creation.ts'
import { findQuote } from './quote-table.ts'

const PROMISED_AFTER = 21 * 86_400_000

/** Where the pieces go. Kept for whoever prints the label; no answer shows it. */
export interface ShipTo {
  readonly name: string
  readonly street: string
  readonly addition?: string
  readonly postalCode: string
  readonly city: string
  readonly countryCode: string
  readonly email?: string
  readonly phone?: string
}

export interface OrderRequest {
  readonly quoteId: string
  readonly externalRef?: string
  readonly shipTo: ShipTo
}

export interface NewOrder {
  readonly intent: Intent
  readonly partnerId: string
  readonly request: OrderRequest
  readonly now: number
}

export type OrderRefusal = 'not-found' | 'quote-expired' | 'quote-not-succeeded'

export type NewOrderOutcome = Creation<Order, OrderRefusal>

export const SHIPMENTS = `
  CREATE TABLE shipments (number INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL, ship_to TEXT NOT NULL)`

export function createOrder(connection: Connection, noticeDelayMs: number, query: NewOrder): NewOrderOutcome {
  return create(connection, query.intent, query.now, () => draft(connection, noticeDelayMs, query))
}

function draft(connection: Connection, noticeDelayMs: number, { partnerId, request, now }: NewOrder): Draft<Order, OrderRefusal> {
  const stored = findQuote(connection, request.quoteId)
  if (stored?.owner !== partnerId) return { outcome: 'refused', refusal: 'not-found' }
  const quote = quoteAt(stored.quote, now)
  if (quote.status === 'EXPIRED') return { outcome: 'refused', refusal: 'quote-expired' }
  if (quote.status !== 'SUCCEEDED' || quote.result === null) return { outcome: 'refused', refusal: 'quote-not-succeeded' }
  const row = rowOf(connection, { partnerId, request, now }, quote, quote.result)
  insertOrders(connection.database, [row])
  insertNotice(connection, creationOf(row), now + noticeDelayMs)
  return { outcome: 'created', answer: { status: 201, body: orderOf(row) } }
}

function rowOf(
  connection: Connection,
  { partnerId, request, now }: Omit<NewOrder, 'intent'>,
  quote: Quote,
  result: NonNullable<Quote['result']>,
): OrderRow {
  const id = `ord_${randomUUID().replaceAll('-', '')}`
  const shipment = connection
    .prepare('INSERT INTO shipments (order_id, ship_to) VALUES (?, ?)')
    .run(id, JSON.stringify(request.shipTo))
  return {
    id,
    number: `P-${new Date(now).getUTCFullYear()}-${String(shipment.lastInsertRowid).padStart(6, '0')}`,
    channel: 'PARTNER',
    partner_id: partnerId,
    customer_id: null,
    external_ref: request.externalRef ?? null,
    status: 'PRICE_CALCULATED',
    version: 1,
    model_id: quote.request.modelId,
    quote_id: quote.id,
    material_code: quote.request.materialCode,
    quantity: quote.request.quantity,
    price_minor: result.totalPrice.amountMinor,
    currency: result.totalPrice.currency,
    assignee_id: null,
    claimed_at: null,
    promised_at: now + PROMISED_AFTER,
    created_at: now,
    status_changed_at: now,
    tracking_carrier: null,
    tracking_number: null,
    cancelled_at: null,
    cancellation_reason: null,
    closed_at: null,
    closing_reason: null,
  }
}
