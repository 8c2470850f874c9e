import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { requireStaff } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { Service } from '../../shared/service/service.ts'
import type { CrmQueries } from '../database/queries.ts'
import { idPage } from '../id-page.ts'
import type { Partner, PartnerStatus } from '../partner.ts'

interface PartnerListQuery {
  readonly status?: PartnerStatus
  readonly limit: number
  readonly cursor?: string
}

/** All staff see the same partners, so that the view of a principal is no part of a key. */
export function partnerRoutes(api: FastifyInstance, { cache, database, listCost, readCost }: Service<CrmQueries>): void {
  api.get<{ Querystring: PartnerListQuery }>('/partners', { config: { operation: 'partners.list' } }, async (request, reply) => {
    requireStaff(request.principal)
    const listing = { ...idPage('partners', request.query), status: request.query.status ?? null }
    const page = await cache.read<Page<Partner>>(
      request,
      {
        key: ['crm', 'partners.list', listing],
        ttl: '10m',
        tags: ({ items }) => ['partners', ...items.map(({ id }) => `partner:${id}`)],
      },
      (signal) => listCost.spend(() => database.ask.listPartners(listing), signal),
    )
    return sendTagged(request, reply, page, contentTag(page))
  })

  const get = { config: { operation: 'partners.get' } }
  api.get<{ Params: { readonly partnerId: string } }>('/partners/:partnerId', get, async (request, reply) => {
    requireStaff(request.principal)
    const { partnerId: id } = request.params
    const partner = await cache.read(
      request,
      { key: ['crm', 'partners.get', id], ttl: '10m', tags: [`partner:${id}`] },
      async (signal) => {
        const found = await readCost.spend(() => database.ask.getPartner({ id }), signal)
        if (found === null) throw new Problem('not-found', { detail: `There is no partner ${id}` })
        return found
      },
    )
    return sendTagged(request, reply, partner, versionTag(partner.version))
  })
}
