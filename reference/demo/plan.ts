import { PARTNER_COUNT, partnerId } from '../shared/catalogue/parties.ts'
import { DEFAULT_SEED, seedOrders } from '../shared/orders/seed.ts'

/** One of the runs that are compared. */
export interface Phase {
  readonly name: string
  readonly cached: boolean
  /** An order is moved on this often, in milliseconds. */
  readonly stepMs: number
}

export const SCREENS = 30
export const SELLERS = 3
export const REFRESH_MS = 5_000
export const MAX_STALENESS_MS = 1_000
export const LIST_COST = { latencyMs: 800, perSecond: 5 } as const
/** Partners ask for each order once a minute; here it is every ten seconds. */
export const POLL_MS = 10_000
export const TIME_SCALE = 6

export const planPhases = (seconds: number): readonly Phase[] => [
  { name: 'without the cache', cached: false, stepMs: Math.min(60_000, seconds * 1_000) },
  { name: 'with the cache', cached: true, stepMs: Math.min(60_000, seconds * 1_000) },
  { name: 'with the cache, a step each second', cached: true, stepMs: 1_000 },
]

/** While the screens are opened; what comes then is checked like everything else, but not counted. */
export const WARM_UP_MS = 5_000

export const WHAT_IS_SHOWN = `Loads: ${SCREENS} operators' screens with two lists each, refreshed every ${REFRESH_MS / 1_000} s (12 lists a second, in real
time); ${SELLERS} sellers' screens; ${PARTNER_COUNT} partners in two services, each open order polled every ${POLL_MS / 1_000} s (a minute in reality:
scaled by ${TIME_SCALE}). A list query costs ${LIST_COST.latencyMs} ms, and the database of MES carries ${LIST_COST.perSecond} of them a second: a work
knob makes it so, indexed SQLite would answer in milliseconds. Orders are moved on once a minute, at least once a phase, then once a second.
The first ${WARM_UP_MS / 1_000} s of each phase, while the screens are opened, are checked but not counted.`

export interface Partner {
  readonly id: string
  readonly orders: readonly string[]
}

/** The partners' open orders, as their own databases have them. */
export function openOrdersOfPartners(orders: number): readonly Partner[] {
  const open = new Map<string, string[]>()
  for (let number = 1; number <= PARTNER_COUNT; number++) open.set(partnerId(number), [])
  for (const order of seedOrders({ ...DEFAULT_SEED, orders })) {
    if (order.partner_id !== null && order.status !== 'CLOSED') open.get(order.partner_id)?.push(order.id)
  }
  return [...open].map(([id, ids]) => ({ id, orders: ids }))
}
