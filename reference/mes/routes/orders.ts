import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { expectedVersions, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee, requireRole, viewOf } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { Tracking } from '../../shared/orders/order.ts'
import type { CommittedOrder } from '../../shared/orders/queries.ts'
import type { OrderRow } from '../../shared/orders/row.ts'
import { CLAIM, COMPLETE, SHIP, START_PACKAGING } from '../../shared/orders/status.ts'
import type { OrderSteps } from '../../shared/service/order-steps.ts'
import type { Service } from '../../shared/service/service.ts'
import type { OrderHistory } from '../database/order-history.ts'
import type { MesQueries } from '../database/queries.ts'
import { orderOf, stateOf } from '../order.ts'

interface OrderPath {
  readonly Params: { readonly orderId: string }
}

export function orderRoutes(api: FastifyInstance, service: Service<MesQueries>, steps: OrderSteps): void {
  const { cache } = service

  api.get<OrderPath>('/orders/:orderId', route('orders.get'), async (request, reply) => {
    const {
      principal,
      params: { orderId },
    } = request
    const order = await cache.read(
      request,
      { key: ['mes', 'orders.get', viewOf(principal), orderId], ttl: '30s', tags: [`order:${orderId}`] },
      async (signal) => orderOf(await visibleRow(service, request, signal)),
    )
    return sendTagged(request, reply, order, versionTag(order.version))
  })

  api.get<OrderPath>('/orders/:orderId/status', route('orders.status'), async (request, reply) => {
    const {
      principal,
      params: { orderId },
    } = request
    const state = await cache.read(
      request,
      { key: ['mes', 'orders.status', viewOf(principal), orderId], ttl: '10m', tags: [`order:${orderId}`] },
      async (signal) => stateOf(await visibleRow(service, request, signal)),
    )
    return sendTagged(request, reply, state, versionTag(state.version))
  })

  api.get<OrderPath>('/orders/:orderId/history', route('orders.history'), async (request, reply) => {
    const {
      principal,
      params: { orderId },
    } = request
    const history = await cache.read(
      request,
      { key: ['mes', 'orders.history', viewOf(principal), orderId], ttl: '30s', tags: [`order:${orderId}`] },
      (signal) => visibleHistory(service, request, signal),
    )
    return sendTagged(request, reply, history, versionTag(history.version))
  })

  orderStepRoutes(api, steps)
}

function orderStepRoutes(api: FastifyInstance, steps: OrderSteps): void {
  api.post<OrderPath>('/orders/:orderId/claim', route('orders.claim'), async (request, reply) => {
    const operator = requireRole(request.principal, 'operator')
    const expected = expectedVersions(request)
    const order = await steps.take({ ...CLAIM, id: request.params.orderId, expected, assignee: operator, now: Date.now() })
    return sendStep(reply, order)
  })

  api.post<OrderPath>('/orders/:orderId/complete', route('orders.complete'), async (request, reply) => {
    const operator = requireRole(request.principal, 'operator')
    const expected = expectedVersions(request)
    const order = await steps.take({ ...COMPLETE, id: request.params.orderId, expected, onlyAssignee: operator, now: Date.now() })
    return sendStep(reply, order)
  })

  api.post<OrderPath>('/orders/:orderId/startPackaging', route('orders.startPackaging'), async (request, reply) => {
    requireRole(request.principal, 'operator')
    const expected = expectedVersions(request)
    return sendStep(reply, await steps.take({ ...START_PACKAGING, id: request.params.orderId, expected, now: Date.now() }))
  })

  const ship = route('orders.ship')
  api.post<OrderPath & { readonly Body: Tracking }>('/orders/:orderId/ship', ship, async (request, reply) => {
    requireRole(request.principal, 'operator')
    const expected = expectedVersions(request)
    const {
      params: { orderId },
      body: tracking,
    } = request
    return sendStep(reply, await steps.take({ ...SHIP, id: orderId, expected, tracking, now: Date.now() }))
  })
}

const route = (operation: string) => ({ config: { operation } })

async function visibleHistory(
  { database, readCost }: Service<MesQueries>,
  { principal, params: { orderId } }: FastifyRequest<OrderPath>,
  signal: AbortSignal,
): Promise<OrderHistory> {
  const found = await readCost.spend(() => database.ask.getHistory({ id: orderId }), signal)
  if (found !== null && maySee(principal, found.row.partner_id)) return found.history
  throw new Problem('not-found', { detail: `There is no order ${orderId}` })
}

/** The order, unless it belongs to another tenant: then it is as if it did not exist. */
async function visibleRow(
  { database, readCost }: Service<MesQueries>,
  { principal, params: { orderId } }: FastifyRequest<OrderPath>,
  signal: AbortSignal,
): Promise<OrderRow> {
  const row = await readCost.spend(() => database.ask.getOrder({ id: orderId }), signal)
  if (row !== null && maySee(principal, row.partner_id)) return row
  throw new Problem('not-found', { detail: `There is no order ${orderId}` })
}

function sendStep(reply: FastifyReply, { row, previousStatus }: CommittedOrder): FastifyReply {
  return reply.header('etag', versionTag(row.version)).send({ ...orderOf(row), previousStatus })
}
