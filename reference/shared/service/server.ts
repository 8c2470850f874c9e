import type { FastifyInstance } from 'fastify'
import { createApi } from '../api/api.ts'
import { authenticated } from '../api/authentication.ts'
import { checkAnswers, validateRequests } from '../api/described-routes.ts'
import { readDescription } from '../api/description.ts'
import type { CommittedOrder, OrderQueries } from '../orders/queries.ts'
import { internalRoutes } from './internal-routes.ts'
import { startNoticeRelay, type NoticeRelay } from './notice-relay.ts'
import type { ServiceOptions } from './options.ts'
import { createOrderSteps, type OrderSteps } from './order-steps.ts'
import { createPeer } from './peer.ts'
import type { Service } from './service.ts'
import { statsOf, type ServiceStats } from './stats.ts'

/** A server that listens. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:4010`; the API is under `/v1`. */
  readonly url: string
  /** Counters, and the writes after the one with this sequence number. Default: all of them. */
  stats(since?: number): ServiceStats
  /**
   * Takes no more requests, answers those that were taken, and closes everything that was opened. Rejects at the end when
   * answers are checked and one was not as described.
   */
  close(): Promise<void>
}

/** What a server adds to the common part. */
export interface ServerParts {
  /** The operations of the API description, relative to `/v1`. */
  routes(api: FastifyInstance, steps: OrderSteps, relay: Pick<NoticeRelay, 'wake'>): void
  /** What is reached without credentials, relative to `/`. Default: nothing. */
  openRoutes?(api: FastifyInstance): void
  /** What nobody but the company's own services reaches, relative to `/internal`. Default: nothing besides what every server has. */
  internalRoutes?(api: FastifyInstance): void
  /** What was done in the background, counted by name. Default: nothing. */
  work?(): Readonly<Record<string, number>>
  /** Tags of everything that shows an order, before or after its step. */
  tagsOf(order: CommittedOrder): readonly string[]
  /** Ends what works in the background; called when no more requests come. */
  stopping?(): Promise<void>
}

export async function startServer(
  service: Service<OrderQueries>,
  options: ServiceOptions,
  parts: ServerParts,
): Promise<RunningServer> {
  const peer = createPeer(service.name, service.secret, options.peer)
  const relay = startNoticeRelay(service.database, peer)
  const steps = createOrderSteps(service, relay, (order) => parts.tagsOf(order))
  const api = createApi(service.traffic)
  const description = readDescription(service.name)
  const stats = (since = 0): ServiceStats => statsOf(service, since, parts.work?.())
  let drift: readonly string[] = []
  authenticated(api, '/v1', service.secret, (scope) => {
    validateRequests(scope, description)
    if (service.checksAnswers) drift = checkAnswers(scope, description).offences
    parts.routes(scope, steps, relay)
  })
  parts.openRoutes?.(api)
  internalRoutes(api, service.secret, {
    apply: (notice) => steps.apply(notice),
    meet(url) {
      peer.meet(url)
      relay.wake()
    },
    stats,
    more: (scope) => parts.internalRoutes?.(scope),
  })
  const closing = new AbortController()
  let introduction: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing.abort()
    service.listCost.close()
    service.readCost.close()
    await api.close()
    await introduction
    await relay.close()
    await parts.stopping?.()
    await service.close()
    if (drift.length > 0) throw new Error(drift.join('\n'))
  }
  try {
    await service.cache.ready()
    const url = await api.listen({ port: options.port ?? 0, host: '127.0.0.1' })
    if (options.peer !== undefined) introduction = peer.introduce(url, closing.signal)
    return { url, stats, close }
  } catch (error) {
    await close()
    throw error
  }
}
