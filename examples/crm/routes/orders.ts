import type { FastifyInstance } from 'fastify'
import { expectedVersions, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee, requireRole, viewOf } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import { orderPath } from '../../shared/api/schema.ts'
import type { OrderQueries } from '../../shared/orders/queries.ts'
import { APPROVE } from '../../shared/orders/status.ts'
import type { OrderSteps } from '../../shared/service/order-steps.ts'
import type { Service } from '../../shared/service/service.ts'
import { orderOf } from '../order.ts'

interface OrderPath {
  readonly Params: { readonly orderId: string }
}

export function orderRoutes(api: FastifyInstance, { cache, database, readCost }: Service<OrderQueries>, steps: OrderSteps): void {
  const get = { schema: { params: orderPath }, config: { operation: 'orders.get' } }
  api.get<OrderPath>('/orders/:orderId', get, async (request, reply) => {
    const { principal, params: { orderId } } = request
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

  const approve = { schema: { params: orderPath }, config: { operation: 'orders.approve' } }
  api.post<OrderPath>('/orders/:orderId/approve', approve, async (request, reply) => {
    requireRole(request.principal, 'crm_seller')
    const expected = expectedVersions(request)
    const { row, previousStatus } = await steps.take({ ...APPROVE, id: request.params.orderId, expected, now: Date.now() })
    return reply.header('etag', versionTag(row.version)).send({ ...orderOf(row), previousStatus })
  })
}
