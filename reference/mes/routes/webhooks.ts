import type { FastifyInstance } from 'fastify'
import { contentTag, sendTagged } from '../../shared/api/entity-tag.ts'
import { requirePartner, viewOf } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import type { SubscriptionRequest } from '../webhooks/subscription.ts'
import { refusalOfTarget } from '../webhooks/target.ts'
import { commitCreation, intentOf } from './creation.ts'

export function webhookRoutes(
  api: FastifyInstance,
  { cache, database: { ask }, writes }: Service<MesQueries>,
  hosts: readonly string[],
): void {
  api.get('/webhook-subscriptions', { config: { operation: 'webhooks.list' } }, async (request, reply) => {
    const partnerId = requirePartner(request.principal)
    const { body: list, tag } = await cache.read(
      request,
      { key: ['mes', 'webhooks.list', viewOf(request.principal)], ttl: '5m', tags: ['webhooks'] },
      async () => {
        const items = (await ask.listWebhooks({ partnerId })).map(({ id, url, events, createdAt }) => ({
          id,
          url,
          events,
          createdAt,
        }))
        return { body: { items }, tag: contentTag(items) }
      },
    )
    return sendTagged(request, reply, list, tag)
  })

  const create = { config: { operation: 'webhooks.create' } }
  api.post<{ Body: SubscriptionRequest }>('/webhook-subscriptions', create, async (request, reply) => {
    const partnerId = requirePartner(request.principal)
    const intent = intentOf(request, 'webhooks.create')
    const detail = refusalOfTarget(request.body.url, hosts)
    if (detail !== null) throw new Problem('validation-failed', { errors: [{ pointer: '/url', detail }] })
    const creation = await ask.createWebhook({ intent, partnerId, request: request.body, now: Date.now() })
    const { answer } = await commitCreation(writes, creation, ({ id }) => ({
      kind: 'webhook',
      id,
      version: 1,
      status: 'ACTIVE',
      previousStatus: null,
      tags: ['webhooks'],
    }))
    return reply.code(answer.status).header('location', `/v1/webhook-subscriptions/${answer.body.id}`).send(answer.body)
  })

  const remove = { config: { operation: 'webhooks.delete' } }
  const path = '/webhook-subscriptions/:subscriptionId'
  api.delete<{ Params: { readonly subscriptionId: string } }>(
    path,
    remove,
    async ({ principal, params: { subscriptionId: id } }, reply) => {
      const partnerId = requirePartner(principal)
      await writes.commit(
        async () => (await ask.deleteWebhook({ id, partnerId })) ?? Promise.reject(new Problem('not-found')),
        ({ commit }) => ({
          kind: 'webhook',
          id,
          version: 2,
          status: 'ENDED',
          previousStatus: 'ACTIVE',
          commit,
          tags: ['webhooks'],
        }),
      )
      return reply.code(204).send()
    },
  )
}
