import type { Redis } from 'ioredis'
import type { Clock } from '../foundation/clock.ts'
import { ClusterMap } from './cluster-map.ts'
import { type ClusterPlace, clusterPlaceOf, namesCluster } from './cluster-place.ts'
import { keySlot } from './key-slot.ts'
import { type KeyedRedis, overLink } from './keyed-redis.ts'
import { isElsewhere } from './redirection.ts'
import { RedisCluster } from './redis-cluster.ts'
import { askForSlots, createRedisClient, createRoamingClient, type RedisSource } from './redis-connection.ts'
import { RedisLink } from './redis-link.ts'
import { RedisSubscription } from './redis-subscription.ts'
import { assertStillMaster } from './sentinel-vote.ts'

export interface RedisBackendOptions {
  /** Key of the log: in a cluster, its slot's master is the one that the log is read from and written to. */
  readonly logKey: string
  readonly deadlineMs: number
  readonly clock: Clock
  /** Hears of masters of a cluster that hold entries, and not of the log's. */
  readonly report: (kind: 'node-down' | 'node-up', cause?: unknown) => void
}

/** What a cache needs of Redis; nothing is connected before it is opened. */
export interface RedisBackend {
  /** To the master that has the log. */
  readonly link: RedisLink
  readonly subscription: RedisSubscription
  readonly entries: KeyedRedis
  readonly database: number
}

/** Connections to Redis, be it one server, a master behind Sentinel, or a cluster. */
export const createRedisBackend = (source: RedisSource, options: RedisBackendOptions): RedisBackend => {
  if (namesCluster(source)) return createClusterBackend(clusterPlaceOf(source), options)
  const client = createRedisClient(source)
  const listening = createRedisClient(source)
  const link = new RedisLink({ client, deadlineMs: options.deadlineMs, holdsProcess: true, verify: () => verify(client) })
  const subscription = new RedisSubscription(listening, () => verify(listening))
  return { link, subscription, entries: overLink(link), database: client.options.db ?? 0 }
}

/** Without sentinels there is nobody to ask. */
const verify = async (client: Redis): Promise<void> => {
  if (client.options.sentinels) await assertStillMaster(client)
}

const createClusterBackend = (place: ClusterPlace, { logKey, deadlineMs, clock, report }: RedisBackendOptions): RedisBackend => {
  const map = new ClusterMap({ seeds: place.seeds, natMap: place.natMap, ask: (node) => askForSlots(place.options, node) })
  const createClient = (): ReturnType<typeof createRoamingClient> => createRoamingClient(place.options, () => map.locate(keySlot(logKey)))
  const link = new RedisLink({ client: createClient(), deadlineMs, holdsProcess: true, isElsewhere })
  const entries = new RedisCluster({
    map, clock, deadlineMs, report,
    createClient: ({ host, port }) => createRedisClient({ ...place.options, host, port }),
  })
  return { link, subscription: new RedisSubscription(createClient()), entries, database: 0 }
}
