import type { FastifyInstance } from 'fastify'
import { versionTag } from '../../shared/api/entity-tag.ts'
import { requirePartner } from '../../shared/api/principal.ts'
import { ID } from '../../shared/api/schema.ts'
import type { NoticeRelay } from '../../shared/service/notice-relay.ts'
import type { Service } from '../../shared/service/service.ts'
import type { OrderRequest } from '../database/order-creation.ts'
import type { MesQueries } from '../database/queries.ts'
import { newOrderTags } from '../order.ts'
import { commitCreation, intentOf } from './creation.ts'

const text = (maxLength: number): object => ({ type: 'string', minLength: 1, maxLength })

const body = {
  type: 'object',
  additionalProperties: false,
  required: ['quoteId', 'shipTo'],
  properties: {
    quoteId: ID,
    externalRef: { type: 'string', maxLength: 64 },
    shipTo: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'street', 'postalCode', 'city', 'countryCode'],
      properties: {
        name: text(128),
        street: text(128),
        addition: text(128),
        postalCode: text(16),
        city: text(128),
        countryCode: { type: 'string', pattern: '^[A-Z]{2}$' },
        email: { type: 'string', format: 'email', minLength: 3, maxLength: 254 },
        phone: text(32),
      },
    },
  },
}

export function orderCreationRoute(
  api: FastifyInstance, { database, writes }: Service<MesQueries>, relay: Pick<NoticeRelay, 'wake'>,
): void {
  const route = { schema: { body }, config: { operation: 'orders.create' } }
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
    return reply.code(answer.status).headers({ etag: versionTag(order.version), location: `/v1/orders/${order.id}` }).send(order)
  })
}
