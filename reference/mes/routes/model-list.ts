import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { pageStart } from '../../shared/api/page.ts'
import { viewOf, type Principal } from '../../shared/api/principal.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { Service } from '../../shared/service/service.ts'
import type { ModelListing } from '../database/model-list.ts'
import { NEWEST_FIRST } from '../database/newest-first.ts'
import type { MesQueries } from '../database/queries.ts'
import type { Model } from '../models/model.ts'

interface ModelListQuery {
  readonly sha256?: string
  readonly limit: number
  readonly cursor?: string
}

export function modelListRoute(api: FastifyInstance, { cache, database, listCost }: Service<MesQueries>): void {
  const route = { config: { operation: 'models.list' } }
  api.get<{ Querystring: ModelListQuery }>('/models', route, async (request, reply) => {
    const listing = listingOf(request.query, request.principal)
    const { body, tag } = await cache.read<{ readonly body: Page<Model>; readonly tag: string }>(
      request,
      {
        key: ['mes', 'models.list', viewOf(request.principal), listing],
        ttl: '15s',
        tags: ({ body }) => ['models', ...body.items.map(({ id }) => `model:${id}`)],
      },
      async (signal) => {
        const body = await listCost.spend(() => database.ask.listModels(listing), signal)
        return { body, tag: contentTag(body) }
      },
    )
    return sendTagged(request, reply, body, tag)
  })
}

function listingOf({ sha256, limit, cursor }: ModelListQuery, principal: Principal): ModelListing {
  return {
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(principal.kind === 'partner' ? { owner: principal.partnerId } : {}),
    limit,
    after: pageStart(cursor, NEWEST_FIRST),
  }
}
