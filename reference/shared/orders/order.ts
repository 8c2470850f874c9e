import type { OrderStatus } from './status.ts'

export type Channel = 'SHOP' | 'PARTNER'

/** An amount in the smallest unit of its currency: 12345 EUR is 123.45 euros. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
}

/** Where a shipped order can be followed. */
export interface Tracking {
  readonly carrier: string
  readonly number: string
}

/** Why and when an order was cancelled. Its status stays where it was. */
export interface Cancellation {
  readonly reason: string
  readonly cancelledAt: string
}

/** What both APIs show of an order; each adds what only it knows. */
export interface CommonOrder {
  readonly id: string
  readonly number: string
  readonly channel: Channel
  readonly partnerId?: string
  readonly externalRef?: string
  readonly status: OrderStatus
  readonly version: number
  readonly quantity: number
  readonly promisedAt: string
  readonly createdAt: string
  readonly statusChangedAt: string
  readonly cancellation: Cancellation | null
  readonly tracking?: Tracking
}

/** A page of rows and the cursor of the next one, null on the last. */
export interface Page<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | null
}
