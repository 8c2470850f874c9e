import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { pageStart } from '../../shared/api/page.ts'
import { partnerFilter, viewOf, type Principal } from '../../shared/api/principal.ts'
import type { OrderListing } from '../../shared/orders/filter.ts'
import type { Channel, Page } from '../../shared/orders/order.ts'
import type { OrderSort } from '../../shared/orders/sort.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../shared/orders/status.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import { orderOf, type Order } from '../order.ts'

interface OrderListQuery {
  readonly status?: readonly OrderStatus[]
  readonly assignee?: string
  readonly partnerId?: string
  readonly channel?: Channel
  readonly updatedSince?: string
  readonly sort: OrderSort
  readonly limit: number
  readonly cursor?: string
}

interface TaggedPage {
  readonly body: Page<Order>
  readonly tag: string
}

export function orderListRoute(api: FastifyInstance, { cache, database, listCost }: Service<MesQueries>): void {
  const route = { config: { operation: 'orders.list' } }
  api.get<{ Querystring: OrderListQuery }>('/orders', route, async (request, reply) => {
    const listing = listingOf(request.query, request.principal)
    const { body, tag } = await cache.read<TaggedPage>(
      request,
      {
        key: ['mes', 'orders.list', viewOf(request.principal), listing],
        ttl: '30s',
        tags: ({ body }) => listTags(listing, body),
      },
      async (signal) => {
        const page = await listCost.spend(() => database.ask.listOrders(listing), signal)
        const body: Page<Order> = { items: page.items.map(orderOf), nextCursor: page.nextCursor }
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
      ...(query.assignee === undefined ? {} : { assignee: query.assignee }),
      ...(partnerId === undefined ? {} : { partnerId }),
      ...(query.channel === undefined ? {} : { channel: query.channel }),
      ...(query.updatedSince === undefined ? {} : { updatedSince: Date.parse(query.updatedSince) }),
    },
    sort: query.sort,
    limit: query.limit,
    after: pageStart(query.cursor, query.sort),
  }
}

/** A list changes with its rows, and with every order that comes into one of its statuses: any status, when it asks for none. */
function listTags({ filter }: OrderListing, { items }: Page<Order>): readonly string[] {
  const statuses = filter.statuses.length === 0 ? ORDER_STATUSES : filter.statuses
  return ['orders', ...statuses.map((status) => `orders:status:${status}`), ...items.map(({ id }) => `order:${id}`)]
}
