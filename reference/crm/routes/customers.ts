import type { FastifyInstance } from 'fastify'
import { contentTag, expectedVersions, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { requireRole } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { Service } from '../../shared/service/service.ts'
import { customerTags, type CustomerChange } from '../customer.ts'
import type { CustomerOutcome, CustomerUpdate } from '../database/customer-table.ts'
import type { CrmQueries } from '../database/queries.ts'
import { idPage } from '../id-page.ts'

interface CustomerPath {
  readonly Params: { readonly customerId: string }
}

interface CustomerListQuery {
  readonly updatedSince?: string
  readonly limit: number
  readonly cursor?: string
}

/** Customers are read from the database every time: the cache of the server is shared through Redis, where no personal data belongs. */
export function customerRoutes(api: FastifyInstance, service: Service<CrmQueries>): void {
  const { database, listCost, readCost } = service

  api.get<{ Querystring: CustomerListQuery }>(
    '/customers',
    { config: { operation: 'customers.list' } },
    async (request, reply) => {
      requireRole(request.principal, 'crm_seller', 'admin')
      const { updatedSince } = request.query
      const listing = {
        ...idPage('customers', request.query),
        updatedSince: updatedSince === undefined ? 0 : Date.parse(updatedSince),
      }
      const page = await listCost.spend(() => database.ask.listCustomers(listing), request.signal)
      return sendTagged(request, reply, page, contentTag(page))
    },
  )

  api.get<CustomerPath>('/customers/:customerId', { config: { operation: 'customers.get' } }, async (request, reply) => {
    requireRole(request.principal, 'crm_seller', 'admin')
    const { customerId: id } = request.params
    const customer = await readCost.spend(() => database.ask.getCustomer({ id }), request.signal)
    if (customer === null) throw new Problem('not-found', { detail: `There is no customer ${id}` })
    return sendTagged(request, reply, customer, versionTag(customer.version))
  })

  const update = { config: { operation: 'customers.update' } }
  api.patch<CustomerPath & { Body: CustomerChange }>('/customers/:customerId', update, async (request, reply) => {
    requireRole(request.principal, 'crm_seller', 'admin')
    const {
      params: { customerId: id },
      body: change,
    } = request
    const { customer } = await commit(service, { id, expected: expectedVersions(request), change, now: Date.now() })
    return reply.header('etag', versionTag(customer.version)).send(customer)
  })
}

type Committed = Extract<CustomerOutcome, { readonly outcome: 'committed' }>

function commit({ database, writes }: Service<CrmQueries>, update: CustomerUpdate): Promise<Committed> {
  const work = async (): Promise<Committed> => {
    const outcome = await database.ask.updateCustomer(update)
    if (outcome.outcome === 'committed') return outcome
    throw new Problem(outcome.refusal, { detail: `Customer ${update.id} cannot be changed` })
  }
  return writes.commit(work, ({ customer: { id, version }, commit }) => ({
    kind: 'customer',
    id,
    version,
    status: 'UPDATED',
    previousStatus: null,
    commit,
    tags: customerTags(id),
  }))
}
