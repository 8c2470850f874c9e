import type { Order as CrmOrder } from '../../generated/crm/index.ts'
import type { Order } from '../../generated/mes/index.ts'
import { maySee } from './access.ts'
import type { FakeRequest } from './answers.ts'
import type { RowOrder } from './pages.ts'

/** An order of either API. */
export type Listed = Order | CrmOrder

/** What one API tells the other. */
export type Told = Partial<Pick<Order, 'status' | 'statusChangedAt' | 'cancellation' | 'tracking'>>

/** What the other API hears of a change; `undefined` where it is none of its concern. */
export const toldOf = (before: Listed, { status, statusChangedAt, cancellation, tracking }: Listed): Told | undefined => {
  const told: Told = {
    ...(status !== before.status && { status, statusChangedAt }),
    ...(!isSame(cancellation, before.cancellation) && { cancellation }),
    ...(tracking !== undefined && !isSame(tracking, before.tracking) && { tracking }),
  }
  return Object.keys(told).length === 0 ? undefined : told
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** How a list is sorted. */
export const orderOf = ({ parameters: { sort = '-createdAt' } }: FakeRequest): RowOrder<Listed> => ({
  name: String(sort),
  instantOf: sort === '-statusChangedAt' ? ({ statusChangedAt }) => statusChangedAt : ({ createdAt }) => createdAt,
})

/** The orders that a list asks for. */
export const listed = <Row extends Listed>(
  orders: ReadonlyMap<string, Row>,
  { identity, parameters: { status, assignee, partnerId, customerId, channel, updatedSince } }: FakeRequest,
): readonly Row[] => {
  const since = typeof updatedSince === 'string' ? Date.parse(updatedSince) : undefined
  const statuses = status === undefined ? undefined : [status].flat()
  return [...orders.values()].filter(
    (order) =>
      maySee(identity, order.partnerId) &&
      (statuses === undefined || statuses.includes(order.status)) &&
      (assignee === undefined || ('assignee' in order && order.assignee?.operatorId === assignee)) &&
      (partnerId === undefined || order.partnerId === partnerId) &&
      (customerId === undefined || ('customerId' in order && order.customerId === customerId)) &&
      (channel === undefined || order.channel === channel) &&
      (since === undefined || Date.parse(order.statusChangedAt) >= since),
  )
}
