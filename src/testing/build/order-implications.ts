import { orderStatusSchema } from '../../generated/mes/schemas.ts'
import { knownValues } from '../../operation/open-enum.ts'
import { DEFAULT, fieldsOf, type Given } from './override.ts'

/** Statuses of an order, in the order of its life. */
export const orderStatuses: readonly string[] = (knownValues(orderStatusSchema) ?? []).map(String)

/** Whether an order with this status has come as far as another one. A status that the document does not know has not. */
const hasReached = (status: unknown, other: string): boolean =>
  typeof status === 'string' && orderStatuses.indexOf(status) >= orderStatuses.indexOf(other)

/** An order has a partner or a customer, by the channel that it came in through. */
const buyer = ({ channel, customerId }: Given): Given => {
  if (channel === 'SHOP' || (channel === undefined && typeof customerId === 'string')) return { channel: 'SHOP' }
  return channel === undefined || channel === 'PARTNER' ? { partnerId: DEFAULT } : {}
}

const shipment = (status: unknown): Given => (hasReached(status, 'SHIPPED') ? { tracking: DEFAULT } : {})

/** An order of MES has an operator from the start of its manufacturing on, and a shipment once it is shipped. */
export const mesOrder = (given: Given): Given => ({
  ...buyer(given),
  ...(hasReached(given['status'], 'MANUFACTURING_STARTED') ? { assignee: DEFAULT } : {}),
  ...shipment(given['status']),
})

/** A transition comes from the status before. */
const previous = (given: Given): Given => {
  const before = orderStatuses[orderStatuses.indexOf(String(given['status'])) - 1]
  return before === undefined ? {} : { previousStatus: before }
}

export const mesOrderTransition = (given: Given): Given => ({ ...mesOrder(given), ...previous(given) })

/** An order of CRM has its price and its date once they are known, and a closure once it is closed. */
export const crmOrder = (given: Given): Given => {
  const { status } = given
  const isKnown = orderStatuses.includes(String(status))
  return {
    ...buyer(given),
    ...(given['channel'] === 'SHOP' || (given['channel'] === undefined && typeof given['customerId'] === 'string')
      ? { customerId: DEFAULT }
      : {}),
    ...(isKnown && !hasReached(status, 'PRICE_CALCULATED') ? { price: null } : {}),
    ...(isKnown && !hasReached(status, 'SUBMITTED') ? { promisedAt: null } : {}),
    ...shipment(status),
    ...(hasReached(status, 'CLOSED') ? { closure: DEFAULT } : {}),
  }
}

export const crmOrderTransition = (given: Given): Given => ({ ...crmOrder(given), ...previous(given) })

/** The last event of a history is the present one. */
export const orderHistory = (given: Given): Given => {
  const { items, status = 'MANUFACTURING_STARTED', version = 8 } = given
  const last = Array.isArray(items) && items.length > 0 ? fieldsOf(items.at(-1)) : undefined
  return last === undefined
    ? { items: [{ status, version }] }
    : { status: last['status'] ?? 'PRICE_CALCULATED', version: last['version'] ?? 6 }
}

const MOST_ORDERS = 2 ** 31 - 1

/** Statistics count every status, and their sum. */
export const orderStats = (given: Given): Given => {
  const items = Array.isArray(given['items'])
    ? given['items'].map(fieldsOf)
    : orderStatuses.map((status) => ({ status, count: 0 }))
  const counts = items.map(({ count }: Given) => (typeof count === 'number' ? count : 0))
  return {
    items,
    total: Math.min(
      MOST_ORDERS,
      counts.reduce((sum, count) => sum + count, 0),
    ),
  }
}
