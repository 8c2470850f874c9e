import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { pageStart } from '../../shared/api/page.ts'
import { partnerFilter, viewOf, type Principal } from '../../shared/api/principal.ts'
import type { OrderListing } from '../../shared/orders/filter.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { OrderQueries } from '../../shared/orders/queries.ts'
import type { OrderStatus } from '../../shared/orders/status.ts'
import type { Service } from '../../shared/service/service.ts'
import { orderOf, type Order } from '../order.ts'

interface OrderListQuery {
  readonly status?: readonly OrderStatus[]
  readonly customerId?: string
  readonly partnerId?: string
  readonly updatedSince?: string
  readonly limit: number
  readonly cursor?: string
}

interface TaggedPage {
  readonly body: Page<Order>
  readonly tag: string
}

export function orderListRoute(api: FastifyInstance, { cache, database, listCost }: Service<OrderQueries>): void {
  api.get<{ Querystring: OrderListQuery }>('/orders', { config: { operation: 'orders.list' } }, async (request, reply) => {
    const listing = listingOf(request.query, request.principal)
    const { body, tag } = await cache.read<TaggedPage>(
      request,
      { key: ['crm', 'orders.list', viewOf(request.principal), listing], ttl: '30s', tags: ({ body }) => listTags(body) },
      async (signal) => {
        const page = await listCost.spend(() => database.ask.listOrders(listing), signal)
        const body = { items: page.items.map(orderOf), nextCursor: page.nextCursor }
        return { body, tag: contentTag(body) }
      },
    )
    return sendTagged(request, reply, body, tag)
  })
}

function listingOf(query: OrderListQuery, principal: Principal): OrderListing {
  const partnerId = partnerFilter(principal, query.partnerId)
  return {
    filter: {
      statuses: (query.status ?? []).toSorted(),
      ...(query.customerId === undefined ? {} : { customerId: query.customerId }),
      ...(partnerId === undefined ? {} : { partnerId }),
      ...(query.updatedSince === undefined ? {} : { updatedSince: Date.parse(query.updatedSince) }),
    },
    sort: '-createdAt',
    limit: query.limit,
    after: pageStart(query.cursor, '-createdAt'),
  }
}

function listTags({ items }: Page<Order>): readonly string[] {
  return ['crm:orders', ...items.map(({ id }) => `order:${id}`)]
}
