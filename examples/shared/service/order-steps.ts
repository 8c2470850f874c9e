import { Problem } from '../api/problem.ts'
import type { CommittedOrder, OrderQueries } from '../orders/queries.ts'
import type { StatusNotice, TransitionRequest } from '../orders/transition.ts'
import type { NoticeRelay } from './notice-relay.ts'
import type { Service } from './service.ts'
import type { TaggedWrite } from './writes.ts'

/** The steps of orders, taken here or told by the other server: committed first, invalidated after, then told on. */
export interface OrderSteps {
  /** Refuses with the problem that stands in the way. */
  take(request: TransitionRequest): Promise<CommittedOrder>
  apply(notice: StatusNotice): Promise<void>
}

/** Tells that a notice was known: the work is done, and there is nothing to invalidate. */
class NothingChanged extends Error {}

export function createOrderSteps(
  { database, writes }: Service<OrderQueries>,
  relay: NoticeRelay,
  tagsOf: (order: CommittedOrder) => readonly string[],
): OrderSteps {
  const describe = (order: CommittedOrder): TaggedWrite => ({
    kind: 'order',
    id: order.row.id,
    version: order.row.version,
    status: order.row.status,
    previousStatus: order.previousStatus,
    commit: order.commit,
    tags: tagsOf(order),
  })

  const change = async (request: TransitionRequest): Promise<CommittedOrder> => {
    const outcome = await database.ask.changeOrder(request)
    if (outcome.outcome === 'refused') {
      throw new Problem(outcome.refusal, { detail: `Order ${request.id} cannot become ${request.to}` })
    }
    return outcome
  }

  const applied = async (notice: StatusNotice): Promise<CommittedOrder> => {
    const outcome = await database.ask.applyNotice(notice)
    if (outcome.outcome === 'known') throw new NothingChanged()
    if (outcome.outcome === 'not-found') throw new Problem('not-found', { detail: `There is no order ${notice.orderId}` })
    return outcome
  }

  return {
    async take(request) {
      const order = await writes.commit(() => change(request), describe)
      relay.wake()
      return order
    },
    async apply(notice) {
      await writes.commit(() => applied(notice), describe).catch((error: unknown) => {
        if (!(error instanceof NothingChanged)) throw error
      })
    },
  }
}
