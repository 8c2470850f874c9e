import type { Cancellation, Channel, CommonOrder, Tracking } from './order.ts'
import type { OrderStatus } from './status.ts'

/** A row of the table `orders`; instants are milliseconds since 1970. */
export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly channel: Channel
  readonly partner_id: string | null
  readonly customer_id: string | null
  readonly external_ref: string | null
  readonly status: OrderStatus
  readonly version: number
  readonly model_id: string
  readonly quote_id: string
  readonly material_code: string
  readonly quantity: number
  /** Null until the price is calculated. */
  readonly price_minor: number | null
  readonly currency: string
  readonly assignee_id: string | null
  readonly claimed_at: number | null
  readonly promised_at: number
  readonly created_at: number
  readonly status_changed_at: number
  readonly tracking_carrier: string | null
  readonly tracking_number: string | null
  readonly cancelled_at: number | null
  readonly cancellation_reason: string | null
  readonly closed_at: number | null
  readonly closing_reason: string | null
}

export const iso = (instant: number): string => new Date(instant).toISOString()

export function trackingOf(row: OrderRow): Tracking | null {
  return row.tracking_number === null ? null : { carrier: row.tracking_carrier ?? '', number: row.tracking_number }
}

export function cancellationOf({ cancelled_at: at, cancellation_reason: reason }: OrderRow): Cancellation | null {
  return at === null ? null : { reason: reason ?? '', cancelledAt: iso(at) }
}

export function commonOrderOf(row: OrderRow): CommonOrder {
  const tracking = trackingOf(row)
  return {
    id: row.id,
    number: row.number,
    channel: row.channel,
    ...(row.partner_id === null ? {} : { partnerId: row.partner_id }),
    ...(row.external_ref === null ? {} : { externalRef: row.external_ref }),
    status: row.status,
    version: row.version,
    quantity: row.quantity,
    promisedAt: iso(row.promised_at),
    createdAt: iso(row.created_at),
    statusChangedAt: iso(row.status_changed_at),
    cancellation: cancellationOf(row),
    ...(tracking === null ? {} : { tracking }),
  }
}
