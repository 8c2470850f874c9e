import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { pageStart } from '../../shared/api/page.ts'
import { viewOf, type Principal } from '../../shared/api/principal.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { Service } from '../../shared/service/service.ts'
import { NEWEST_FIRST } from '../database/newest-first.ts'
import type { MesQueries } from '../database/queries.ts'
import type { QuoteListing } from '../database/quote-list.ts'
import type { Quote, QuoteStatus } from '../quote.ts'

interface QuoteListQuery {
  readonly status?: readonly QuoteStatus[]
  readonly modelId?: string
  readonly limit: number
  readonly cursor?: string
}

export function quoteListRoute(api: FastifyInstance, { cache, database, listCost }: Service<MesQueries>): void {
  const route = { config: { operation: 'quotes.list' } }
  api.get<{ Querystring: QuoteListQuery }>('/quotes', route, async (request, reply) => {
    const listing = listingOf(request.query, request.principal)
    const { body, tag } = await cache.read<{ readonly body: Page<Quote>; readonly tag: string }>(
      request,
      {
        key: ['mes', 'quotes.list', viewOf(request.principal), listing],
        ttl: '15s',
        tags: ({ body }) => ['quotes', ...body.items.map(({ id }) => `quote:${id}`)],
      },
      async (signal) => {
        const body = await listCost.spend(() => database.ask.listQuotes(listing), signal)
        return { body, tag: contentTag(body) }
      },
    )
    return sendTagged(request, reply, body, tag)
  })
}

function listingOf({ status = [], modelId, limit, cursor }: QuoteListQuery, principal: Principal): QuoteListing {
  return {
    statuses: status.toSorted(),
    ...(modelId === undefined ? {} : { modelId }),
    ...(principal.kind === 'partner' ? { owner: principal.partnerId } : {}),
    limit,
    after: pageStart(cursor, NEWEST_FIRST),
  }
}
