import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { expectedVersions, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee, requireRole, viewOf } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { CommittedOrder, OrderQueries } from '../../shared/orders/queries.ts'
import { APPROVE, CLOSE } from '../../shared/orders/status.ts'
import type { TransitionRequest } from '../../shared/orders/transition.ts'
import type { OrderSteps } from '../../shared/service/order-steps.ts'
import type { Service } from '../../shared/service/service.ts'
import { orderOf } from '../order.ts'

interface OrderPath {
  readonly Params: { readonly orderId: string }
}

interface ReasonedPath extends OrderPath {
  readonly Body: { readonly reason: string }
}

export function orderRoutes(api: FastifyInstance, { cache, database, readCost }: Service<OrderQueries>, steps: OrderSteps): void {
  api.get<OrderPath>('/orders/:orderId', { config: { operation: 'orders.get' } }, async (request, reply) => {
    const {
      principal,
      params: { orderId },
    } = request
    const order = await cache.read(
      request,
      { key: ['crm', 'orders.get', viewOf(principal), orderId], ttl: '30s', tags: [`order:${orderId}`] },
      async (signal) => {
        const row = await readCost.spend(() => database.ask.getOrder({ id: orderId }), signal)
        if (row !== null && maySee(principal, row.partner_id)) return orderOf(row)
        throw new Problem('not-found', { detail: `There is no order ${orderId}` })
      },
    )
    return sendTagged(request, reply, order, versionTag(order.version))
  })

  api.post<OrderPath>('/orders/:orderId/approve', { config: { operation: 'orders.approve' } }, async (request, reply) => {
    requireRole(request.principal, 'crm_seller', 'admin')
    return sendStep(reply, await steps.take({ ...APPROVE, ...asked(request) }))
  })

  const close = { config: { operation: 'orders.close' } }
  api.post<ReasonedPath>('/orders/:orderId/close', close, async (request, reply) => {
    requireRole(request.principal, 'crm_seller', 'admin')
    return sendStep(reply, await steps.take({ ...CLOSE, ...asked(request), closingReason: request.body.reason }))
  })

  const cancel = { config: { operation: 'orders.cancel' } }
  api.post<ReasonedPath>('/orders/:orderId/cancel', cancel, async (request, reply) => {
    requireRole(request.principal, 'crm_seller', 'admin')
    return sendStep(reply, await steps.cancel({ ...asked(request), reason: request.body.reason }))
  })
}

/** What every command says: which order, as it was seen, and when. */
function asked(request: FastifyRequest<OrderPath>): Pick<TransitionRequest, 'id' | 'expected' | 'now'> {
  return { id: request.params.orderId, expected: expectedVersions(request), now: Date.now() }
}

function sendStep(reply: FastifyReply, { row, previousStatus }: CommittedOrder): FastifyReply {
  return reply.header('etag', versionTag(row.version)).send({ ...orderOf(row), previousStatus })
}
