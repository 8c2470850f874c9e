/** The life of an order, in its order: every step leads to the next one and none is skipped. */
export const ORDER_STATUSES = [
  'INITIATED',
  'FILE_UPLOADED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** A step that one operation takes: from which status, to which. */
export interface Transition {
  readonly from: OrderStatus
  readonly to: OrderStatus
}

export const CLAIM: Transition = { from: 'MANUFACTURING_APPROVED', to: 'MANUFACTURING_STARTED' }
export const COMPLETE: Transition = { from: 'MANUFACTURING_STARTED', to: 'MANUFACTURING_COMPLETED' }
export const START_PACKAGING: Transition = { from: 'MANUFACTURING_COMPLETED', to: 'PACKAGING' }
export const SHIP: Transition = { from: 'PACKAGING', to: 'SHIPPED' }
export const APPROVE: Transition = { from: 'PRICE_CALCULATED', to: 'MANUFACTURING_APPROVED' }
export const CLOSE: Transition = { from: 'SHIPPED', to: 'CLOSED' }

/** How far an order in this status has come: 1 for a new one. It is also the version of a seeded order. */
export function progressOf(status: OrderStatus): number {
  return ORDER_STATUSES.indexOf(status) + 1
}
