import type { FastifyInstance } from 'fastify'
import { authenticated } from '../api/authentication.ts'
import { requireRole } from '../api/principal.ts'
import { ORDER_STATUSES } from '../orders/status.ts'
import type { StatusNotice } from '../orders/transition.ts'
import type { ServiceStats } from './stats.ts'

/** What the other server and a checker may ask. None of it is part of the API. */
export interface InternalPort {
  /** Applies a step that the other server has committed. A notice that is known already changes nothing. */
  apply(notice: StatusNotice): Promise<void>
  meet(url: string): void
  stats(since: number): ServiceStats
  /** Adds what one server alone has. */
  more(scope: FastifyInstance): void
}

const NOTICE = {
  type: 'object',
  required: ['orderId', 'status', 'previousStatus', 'version', 'statusChangedAt', 'assignee'],
  properties: {
    orderId: { type: 'string' },
    status: { enum: ORDER_STATUSES },
    previousStatus: { enum: ORDER_STATUSES },
    version: { type: 'integer', minimum: 1 },
    statusChangedAt: { type: 'integer' },
    assignee: {
      type: ['object', 'null'],
      required: ['operatorId', 'claimedAt'],
      properties: { operatorId: { type: 'string' }, claimedAt: { type: 'integer' } },
    },
    tracking: {
      type: ['object', 'null'],
      required: ['carrier', 'number'],
      properties: { carrier: { type: 'string' }, number: { type: 'string' } },
    },
    created: { type: 'object', required: ['id', 'number', 'status', 'version'] },
    cancellation: {
      type: ['object', 'null'],
      required: ['reason', 'cancelledAt'],
      properties: { reason: { type: 'string' }, cancelledAt: { type: 'integer' } },
    },
  },
}
const PEER = { type: 'object', required: ['url'], properties: { url: { type: 'string', format: 'uri' } } }
const SINCE = { type: 'object', properties: { since: { type: 'integer', minimum: 0, default: 0 } } }

export function internalRoutes(api: FastifyInstance, secret: string, port: InternalPort): void {
  authenticated(api, '/internal', secret, (scope) => {
    scope.addHook('onRequest', async ({ principal }) => void requireRole(principal, 'service'))

    const applyStatus = { schema: { body: NOTICE }, config: { operation: 'internal.applyStatus' } }
    scope.post<{ Body: StatusNotice }>('/orders/:orderId/status', applyStatus, async ({ body }, reply) => {
      await port.apply(body)
      return reply.code(204).send()
    })

    const meet = { schema: { body: PEER }, config: { operation: 'internal.meet' } }
    scope.put<{ Body: { readonly url: string } }>('/peer', meet, async ({ body }, reply) => {
      port.meet(body.url)
      return reply.code(204).send()
    })

    const journal = { schema: { querystring: SINCE }, config: { operation: 'internal.journal' } }
    scope.get<{ Querystring: { readonly since: number } }>('/journal', journal, async ({ query }) => port.stats(query.since))
    port.more(scope)
  })
}
