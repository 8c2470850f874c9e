import { Problem } from '../api/problem.ts'
import type { CommittedOrder, OrderQueries, TransitionOutcome } from '../orders/queries.ts'
import type { CancellationRequest, StatusNotice, TransitionRequest } from '../orders/transition.ts'
import type { NoticeRelay } from './notice-relay.ts'
import type { Service } from './service.ts'
import type { TaggedWrite } from './writes.ts'

/** The steps of orders, taken here or told by the other server: committed first, invalidated after, then told on. */
export interface OrderSteps {
  /** Refuses with the problem that stands in the way. */
  take(request: TransitionRequest): Promise<CommittedOrder>
  cancel(request: CancellationRequest): Promise<CommittedOrder>
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

  const commit = async (change: () => Promise<TransitionOutcome>, refusal: string): Promise<CommittedOrder> => {
    const order = await writes.commit(async () => {
      const outcome = await change()
      if (outcome.outcome === 'refused') throw new Problem(outcome.refusal, { detail: refusal })
      return outcome
    }, describe)
    relay.wake()
    return order
  }

  const applied = async (notice: StatusNotice): Promise<CommittedOrder> => {
    const outcome = await database.ask.applyNotice(notice)
    if (outcome.outcome === 'known') throw new NothingChanged()
    if (outcome.outcome === 'not-found') throw new Problem('not-found', { detail: `There is no order ${notice.orderId}` })
    return outcome
  }

  return {
    take: (request) => commit(() => database.ask.changeOrder(request), `Order ${request.id} cannot become ${request.to}`),
    cancel: (request) => commit(() => database.ask.cancelOrder(request), `Order ${request.id} cannot be cancelled`),
    async apply(notice) {
      await writes
        .commit(() => applied(notice), describe)
        .catch((error: unknown) => {
          if (!(error instanceof NothingChanged)) throw error
        })
    },
  }
}
