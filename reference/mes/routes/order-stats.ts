import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { viewOf } from '../../shared/api/principal.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'

export function orderStatsRoute(api: FastifyInstance, { cache, database, listCost }: Service<MesQueries>): void {
  api.get('/orders/stats', { config: { operation: 'orders.stats' } }, async (request, reply) => {
    const { principal } = request
    const partnerId = principal.kind === 'partner' ? principal.partnerId : null
    const { body, tag } = await cache.read(
      request,
      { key: ['mes', 'orders.stats', viewOf(principal)], ttl: '10s', tags: ['stats'] },
      async (signal) => {
        const { total, items } = await listCost.spend(() => database.ask.countOrders({ partnerId }), signal)
        const body = { total, items: items.map(({ status, count }) => ({ status, count })) }
        return { body, tag: contentTag(body) }
      },
    )
    return sendTagged(request, reply, body, tag)
  })
}
