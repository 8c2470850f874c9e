import { startWatched, type Watched } from '../support/redis-sentinel.ts'
import type { Installation, Scenario, Site, Strike } from './scenario.ts'

type Directives = Readonly<Record<string, string>>

/** A fault of a master and a replica, started with these directives, that three sentinels watch over. */
const behindSentinel = (
  name: string,
  felt: readonly string[],
  fault: (watched: Watched, site: Site) => Strike,
  config: Directives = {},
): Scenario => {
  let watched: Watched
  return {
    name: `is a master behind Sentinel ${name}`,
    felt,
    install: async (_namespace, use): Promise<Installation> => {
      watched = use(await startWatched(config))
      const redis = await watched.master()
      return { redis, port: redis.port, connection: () => watched.source }
    },
    begin: (site) => fault(watched, site),
  }
}

/**
 * Sentinel lets a master that it replaces in place go on for a while, beside the new one. What is appended to the new one then
 * would be missed by whoever is still with the old one, so it takes nothing before the old one is its replica.
 */
const oneMasterAtATime: Directives = { 'min-replicas-to-write': '1' }

/** What happens to a master that has a deputy. */
export const faultsOfSentinels: readonly Scenario[] = [
  behindSentinel(
    'that is killed, replaced, and comes back as a replica',
    ['redis-down', 'loss'],
    (watched, { lasting }) =>
      async () => {
        const old = await watched.master()
        await old.kill()
        await watched.promotedOver(old)
        await lasting(500, 2_000)
        await old.restart({ empty: true })
        await watched.whole()
      },
  ),
  behindSentinel(
    'that stands still until it is replaced, and wakes up',
    ['redis-down', 'loss'],
    (watched, { lasting }) =>
      async () => {
        const old = await watched.master()
        old.pause()
        await watched.promotedOver(old)
        old.resume()
        await lasting(500, 2_000)
        await watched.whole()
      },
  ),
  behindSentinel(
    'that is replaced by order, in place',
    ['redis-down', 'loss'],
    (watched) => async () => {
      const old = await watched.master()
      await watched.sentinels[0]?.command('SENTINEL', 'FAILOVER', watched.source.name)
      await watched.promotedOver(old)
      await watched.whole()
    },
    oneMasterAtATime,
  ),
]
