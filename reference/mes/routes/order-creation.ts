import type { FastifyInstance } from 'fastify'
import { versionTag } from '../../shared/api/entity-tag.ts'
import { requirePartner } from '../../shared/api/principal.ts'
import type { NoticeRelay } from '../../shared/service/notice-relay.ts'
import type { Service } from '../../shared/service/service.ts'
import type { OrderRequest } from '../database/order-creation.ts'
import type { MesQueries } from '../database/queries.ts'
import { newOrderTags } from '../order.ts'
import { commitCreation, intentOf } from './creation.ts'

export function orderCreationRoute(
  api: FastifyInstance,
  { database, writes }: Service<MesQueries>,
  relay: Pick<NoticeRelay, 'wake'>,
): void {
  const route = { config: { operation: 'orders.create' } }
  api.post<{ Body: OrderRequest }>('/orders', route, async (request, reply) => {
    const partnerId = requirePartner(request.principal)
    const intent = intentOf(request, 'orders.create')
    const creation = await database.ask.createOrder({ intent, partnerId, request: request.body, now: Date.now() })
    const { answer } = await commitCreation(writes, creation, (created) => {
      const { id, version, status } = created
      return { kind: 'order', id, version, status, previousStatus: null, tags: newOrderTags(created) }
    })
    relay.wake()
    const order = answer.body
    return reply
      .code(answer.status)
      .headers({ etag: versionTag(order.version), location: `/v1/orders/${order.id}` })
      .send(order)
  })
}
