import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'

export function materialRoutes(api: FastifyInstance, { cache, database, readCost }: Service<MesQueries>): void {
  api.get('/materials', { config: { operation: 'materials.list' } }, async (request, reply) => {
    const { body, tag } = await cache.read(
      request,
      { key: ['mes', 'materials.list'], ttl: '1h', tags: ['materials'] },
      async (signal) => {
        const list = { items: await readCost.spend(() => database.ask.listMaterials(undefined), signal) }
        return { body: list, tag: contentTag(list) }
      },
    )
    return sendTagged(request, reply, body, tag)
  })
}
