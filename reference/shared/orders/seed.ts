import { MATERIALS } from '../catalogue/materials.ts'
import { modelsOf, type Model } from '../catalogue/models.ts'
import { customerId, OPERATOR_COUNT, operatorId, PARTNER_COUNT, partnerId } from '../catalogue/parties.ts'
import { priceOf } from '../catalogue/price.ts'
import { createRandom, type Random } from '../catalogue/random.ts'
import type { OrderRow } from './row.ts'
import { ORDER_STATUSES, progressOf, type OrderStatus } from './status.ts'

/** What a seeded database depends on, and nothing else: two databases of equal seeds hold equal orders. */
export interface Seed {
  /** Orders that have a price; MES holds them, CRM holds them and the shop's carts besides. */
  readonly orders: number
  readonly seed: number
  /** Instant of the newest order, in milliseconds since 1970. */
  readonly now: number
}

export const DEFAULT_SEED: Seed = { orders: 200_000, seed: 1, now: Date.parse('2026-01-15T12:00:00.000Z') }

const DAY = 24 * 3_600_000
const HISTORY = 5 * 365 * DAY
const OPEN_FOR = 30 * DAY
const PROMISED_AFTER = 21 * DAY
/** About a quarter of 2,500 open orders are partners': the 635 of the plan. */
const OPEN_ORDERS = 2_500
const PARTNER_SHARE = 0.254
const CART_SHARE = 0.04

/** Share of the open orders that are in a status or an earlier one; the newest orders are in the earliest. */
const OPEN_UP_TO: readonly (readonly [number, OrderStatus])[] = [
  [0.18, 'PRICE_CALCULATED'],
  [0.45, 'MANUFACTURING_APPROVED'],
  [0.7, 'MANUFACTURING_STARTED'],
  [0.8, 'MANUFACTURING_COMPLETED'],
  [0.87, 'PACKAGING'],
  [1, 'SHIPPED'],
]
const CART_STATUSES: readonly [OrderStatus, ...OrderStatus[]] = ['INITIATED', 'FILE_UPLOADED', 'SUBMITTED']

export const orderId = (number: number): string => `ord_${String(number).padStart(6, '0')}`
export const quoteIdOfOrder = (number: number): string => `quo_${String(number).padStart(6, '0')}`

/** The priced orders of a seed, the oldest first; order `n` is the same whatever the database that holds it. */
export function* seedOrders({ orders, seed, now }: Seed): Generator<OrderRow> {
  const random = createRandom(seed)
  const models = Array.from({ length: PARTNER_COUNT + 1 }, (_, number) => modelsOf(number === 0 ? null : number))
  const open = openOrders(orders)
  for (let number = 1; number <= orders; number++) {
    const newer = orders - number
    const partner = random.next() < PARTNER_SHARE ? random.integer(1, PARTNER_COUNT) : null
    const model = random.pick(models[partner ?? 0] ?? modelsOf(null))
    const status = newer < open ? openStatus(newer / open, random) : 'CLOSED'
    yield rowOf({ number, partner, model, status, createdAt: now - ageOf(newer, orders, open), now }, random)
  }
}

/** Orders that customers of the shop have begun and that have no price yet. */
export function* seedCarts({ orders, seed, now }: Seed): Generator<OrderRow> {
  const random = createRandom(seed + 1)
  const carts = Math.ceil(openOrders(orders) * CART_SHARE)
  for (let index = 1; index <= carts; index++) {
    const model = random.pick(modelsOf(null))
    const status = random.pick(CART_STATUSES)
    const createdAt = now - random.integer(0, DAY)
    yield { ...rowOf({ number: orders + index, partner: null, model, status, createdAt, now }, random), price_minor: null }
  }
}

const openOrders = (orders: number): number => Math.min(OPEN_ORDERS, Math.ceil(orders / 4))

/** Age of the order that so many others came after: a month holds the open ones, five years the rest. */
function ageOf(newer: number, orders: number, open: number): number {
  const age = newer < open ? (newer / open) * OPEN_FOR : OPEN_FOR + ((newer - open) / Math.max(1, orders - open)) * HISTORY
  return Math.floor(age)
}

function openStatus(age: number, random: Random): OrderStatus {
  const progress = 0.8 * age + 0.2 * random.next()
  return OPEN_UP_TO.find(([upTo]) => progress < upTo)?.[1] ?? 'SHIPPED'
}

interface Draft {
  readonly number: number
  readonly partner: number | null
  readonly model: Model
  readonly status: OrderStatus
  readonly createdAt: number
  readonly now: number
}

function rowOf({ number, partner, model, status, createdAt, now }: Draft, random: Random): OrderRow {
  const material = random.pick(MATERIALS)
  const quantity = partner === null ? 1 : random.integer(1, 20)
  const price = priceOf({ material, geometry: model.geometry, finishCode: 'POLISHED', quantity, currency: 'EUR' })
  const started = progressOf(status) >= progressOf('MANUFACTURING_STARTED')
  const shipped = progressOf(status) >= progressOf('SHIPPED')
  const longest = (progressOf(status) / ORDER_STATUSES.length) * PROMISED_AFTER
  const changedAt = Math.min(now, createdAt + Math.floor(longest * random.next()))
  return {
    id: orderId(number),
    number: `M-${new Date(createdAt).getUTCFullYear()}-${String(number).padStart(6, '0')}`,
    channel: partner === null ? 'SHOP' : 'PARTNER',
    partner_id: partner === null ? null : partnerId(partner),
    customer_id: partner === null ? customerId(random.integer(1, 60_000)) : null,
    external_ref: partner === null ? null : `PO-${random.integer(10_000, 99_999)}`,
    status,
    version: progressOf(status),
    model_id: model.id,
    quote_id: quoteIdOfOrder(number),
    material_code: material.code,
    quantity,
    price_minor: price.totalPrice.amountMinor,
    currency: price.totalPrice.currency,
    assignee_id: started ? operatorId(random.integer(1, OPERATOR_COUNT)) : null,
    claimed_at: started ? createdAt + Math.floor((changedAt - createdAt) * 0.6) : null,
    promised_at: createdAt + PROMISED_AFTER,
    created_at: createdAt,
    status_changed_at: changedAt,
    tracking_carrier: shipped ? 'DHL' : null,
    tracking_number: shipped ? `JD${random.integer(100_000_000, 999_999_999)}` : null,
    cancelled_at: null,
    cancellation_reason: null,
    closed_at: null,
    closing_reason: null,
  }
}
