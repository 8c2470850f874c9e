import type { Redis } from 'ioredis'
import type { Clock } from '../foundation/clock.ts'
import { ClusterMap } from './cluster-map.ts'
import { type ClusterPlace, clusterPlaceOf, namesCluster } from './cluster-place.ts'
import { type KeyedRedis, overLink } from './keyed-redis.ts'
import { RedisCluster, isElsewhere } from './redis-cluster.ts'
import { askForSlots, createRedisClient } from './redis-connection.ts'
import { RedisLink } from './redis-link.ts'
import { isInstance, type RedisServerOptions, type RedisSource } from './redis-source.ts'
import { RedisSubscription } from './redis-subscription.ts'
import { assertStillMaster, locateMaster } from './sentinel-vote.ts'
import { keySlot } from './slot-table.ts'

export interface RedisBackendOptions {
  /** Of the cache, for events. */
  readonly namespace: string
  /** Key of the log: in a cluster, its slot's master is the one that the log is read from and written to. */
  readonly logKey: string
  readonly deadlineMs: number
  /** Longest value of an entry, in bytes as it is kept; a longer one is read as an empty string. */
  readonly maxEntryBytes: number
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

/** Connections to one server, to a master behind Sentinel, or to a cluster. */
export const createRedisBackend = (source: RedisSource, options: RedisBackendOptions): RedisBackend => {
  if (namesCluster(source)) return createClusterBackend(clusterPlaceOf(source), options)
  const { namespace, clock, deadlineMs } = options
  const { createClient, verify } = connectionsTo(source, clock)
  const client = createClient(options.maxEntryBytes)
  const listening = createClient()
  const link = new RedisLink({ client, clock, namespace, deadlineMs, holdsProcess: true, verify: () => verify(client) })
  const subscription = new RedisSubscription(listening, clock, () => verify(listening))
  return { link, subscription, entries: overLink(link), database: client.options.db ?? 0 }
}

interface Connections {
  createClient(maxStringBytes?: number): Redis
  /** Rejects where another server is called the master by now; without sentinels there is nobody to ask. */
  verify(client: Redis): Promise<void>
}

const connectionsTo = (source: string | RedisServerOptions | Redis, clock: Clock): Connections => {
  const options = typeof source === 'string' ? undefined : isInstance(source) ? source.options : source
  if (!options?.sentinels)
    return { createClient: (maxStringBytes) => createRedisClient(source, { maxStringBytes }), verify: async () => {} }
  return {
    createClient: (maxStringBytes) => createRedisClient(source, { maxStringBytes, locate: () => locateMaster(clock, options) }),
    verify: ({ stream }) => assertStillMaster(clock, { options, stream }),
  }
}

const createClusterBackend = (place: ClusterPlace, options: RedisBackendOptions): RedisBackend => {
  const { namespace, logKey, deadlineMs, maxEntryBytes, clock, report } = options
  const map = new ClusterMap({
    clock,
    seeds: place.seeds,
    natMap: place.natMap,
    ask: (node) => askForSlots(clock, place.options(), node),
  })
  const createClient = (): Redis =>
    createRedisClient(place.options(), { credentials: place.options, locate: () => map.locate(keySlot(logKey)) })
  const link = new RedisLink({ client: createClient(), clock, namespace, deadlineMs, holdsProcess: true, isElsewhere })
  const entries = new RedisCluster({
    map,
    clock,
    namespace,
    deadlineMs,
    report,
    createClient: ({ host, port }) =>
      createRedisClient({ ...place.options(), host, port }, { credentials: place.options, maxStringBytes: maxEntryBytes }),
  })
  return { link, subscription: new RedisSubscription(createClient(), clock), entries, database: 0 }
}
