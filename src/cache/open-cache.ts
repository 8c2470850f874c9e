import { Coherence, type CoherenceOptions } from '../coherence/coherence.ts'
import type { InvalidationLog } from '../coherence/invalidation-log.ts'
import { createMemoryLog } from '../coherence/memory-log.ts'
import { createRedisLog } from '../coherence/redis-log.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { Incidents } from '../foundation/incidents.ts'
import { createRedisClient, type RedisSource } from '../redis/redis-connection.ts'
import { RedisLink } from '../redis/redis-link.ts'
import { RedisSubscription } from '../redis/redis-subscription.ts'
import { createMemoryTier } from '../tier/memory-tier.ts'
import { createRedisTier } from '../tier/redis-tier.ts'
import type { Leases } from '../tier/leases.ts'
import { createRedisLeases } from '../tier/redis-leases.ts'
import type { SharedTier } from '../tier/tier.ts'
import { Cache } from './cache.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { CheckedCacheOptions } from './cache-options.ts'
import { LeasedLoads } from './leased-loads.ts'
import { LoadLimit } from './load-limit.ts'
import { SharedEntries } from './shared-entries.ts'

/** Longest life of an entry plus the longest load, with room to spare. */
const RETENTION_MS = 2 * 3_600_000
const MAX_RECORDS = 200_000
/** Deadlines that an append may take: reads do not wait for it, and a queued one costs more than a late one. */
const PATIENCE = 10
/** A loss is found by the whole fleet at once, by the same message. */
const SPREAD_MS = 25

/**
 * Puts a cache together from its options and lets it connect in the background. `createCoherence` is there for those who
 * study the protocol with one of its rules replaced.
 */
export const openCache = (
  options: CheckedCacheOptions,
  createCoherence: (options: CoherenceOptions) => Coherence = (parts) => new Coherence(parts),
): Cache => {
  const clock = createClock()
  const { namespace, maxStaleness } = options
  const backend = options.redis === undefined ? undefined : connect(options.redis, options, clock)
  const log = backend?.log ?? createMemoryLog(namespace)
  const coherence = createCoherence({ namespace, clock, maxStaleness, log, startupMs: options.redisDeadline, tuning: { spreadMs: SPREAD_MS } })
  const memory = createMemoryTier<CacheEntry>(options.memory.maxBytes, options.memory.maxValueBytes)
  const shared = backend && new SharedEntries(backend.tier, coherence, clock)
  const leases = backend && new LeasedLoads({ leases: backend.leases, clock, namespace })
  coherence.open()
  return new Cache({ clock, coherence, memory, shared, leases, limit: new LoadLimit(options.loads) })
}

interface Backend {
  readonly log: InvalidationLog
  readonly tier: SharedTier
  readonly leases: Leases
}

const connect = (source: RedisSource, options: CheckedCacheOptions, clock: Clock): Backend => {
  const client = createRedisClient(source)
  const link = new RedisLink({ client, deadlineMs: options.redisDeadline, holdsProcess: true })
  const subscription = new RedisSubscription(createRedisClient(source))
  const database = client.options.db ?? 0
  const log = createRedisLog(link, subscription, {
    namespace: options.namespace,
    database,
    retentionMs: RETENTION_MS,
    maxRecords: MAX_RECORDS,
    patienceMs: options.redisDeadline * PATIENCE,
  })
  const incidents = new Incidents(options.namespace, clock)
  return {
    log,
    tier: createRedisTier({ link, ...options.shared, incidents }),
    leases: createRedisLeases({ link, subscription, database }),
  }
}
