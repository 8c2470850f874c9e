import { Coherence } from '../coherence/coherence.ts'
import type { CoherenceOptions } from '../coherence/coherence-options.ts'
import type { InvalidationLog } from '../coherence/invalidation-log.ts'
import { createMemoryLog } from '../coherence/memory-log.ts'
import { createRedisLog, logKey } from '../coherence/redis-log.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { Incidents } from '../foundation/incidents.ts'
import { listOpenCache } from '../foundation/open-caches.ts'
import { VERSION } from '../foundation/version.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import { createRedisBackend } from '../redis/redis-backend.ts'
import type { RedisSource } from '../redis/redis-connection.ts'
import { scriptsAsText } from '../redis/redis-script.ts'
import { createEntryScripts } from '../tier/entry-scripts.ts'
import { createMemoryTier } from '../tier/memory-tier.ts'
import { createRedisTier } from '../tier/redis-tier.ts'
import type { Claims } from '../tier/claims.ts'
import type { Leases } from '../tier/leases.ts'
import { createRedisClaims } from '../tier/redis-claims.ts'
import { createRedisLeases } from '../tier/redis-leases.ts'
import type { SharedTier } from '../tier/tier.ts'
import { Cache } from './cache.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { CheckedCacheOptions } from './cache-options.ts'
import { FUNCTIONS } from './function-library.ts'
import { Generations } from './generations.ts'
import { LeasedLoads } from './leased-loads.ts'
import { LoadLimit } from './load-limit.ts'
import { SharedEntries } from './shared-entries.ts'

/** Longest life of an entry plus the longest load, with room to spare. */
const RETENTION_MS = 2 * 3_600_000
const MAX_RECORDS = 200_000
/** Deadlines that an append may take: reads do not wait for it, and a queued one costs more than a late one. */
const PATIENCE = 10
/** More than what describes an entry beside its value takes: its key and its tags. */
const DESCRIPTION_BYTES = 4 * 1024 * 1024
/** A loss is found by the whole fleet at once, by the same message. */
const SPREAD_MS = 25

/**
 * Puts a cache together from its options and lets it connect in the background. `createCoherence` is there for those who
 * study the protocol with one of its rules replaced.
 */
export const openCache = (
  options: CheckedCacheOptions,
  createCoherence: (options: CoherenceOptions) => Coherence = (parts) => new Coherence(parts),
  clock: Clock = createClock(),
): Cache => {
  const { namespace, maxStaleness } = options
  const incidents = new Incidents(namespace, clock)
  const backend = options.redis === undefined ? undefined : connect(options.redis, options, clock, incidents)
  const log = backend?.log ?? createMemoryLog(namespace, clock)
  const coherence = createCoherence({ namespace, clock, maxStaleness, log, startupMs: options.redisDeadline, isInRedis: backend !== undefined, tuning: { spreadMs: SPREAD_MS } })
  const memory = createMemoryTier<CacheEntry>(options.memory.maxBytes, options.memory.maxValueBytes)
  const shared = backend && new SharedEntries(backend.tier, coherence, clock)
  const leases = backend && new LeasedLoads({ leases: backend.leases, clock, namespace })
  const generations = new Generations(coherence, clock, backend?.claims)
  const limit = new LoadLimit(options.loads, incidents)
  const unlist = listOpenCache(() => {
    const { isUp, ...state } = coherence.state
    const { running: loadsRunning, waiting: loadsWaiting } = limit.load
    const { entries, bytes, evictions } = memory
    return {
      namespace, version: VERSION, isRedisUp: backend && isUp, ...state, entries, bytes, limitBytes: options.memory.maxBytes, evictions, loadsRunning, loadsWaiting,
    }
  })
  coherence.open()
  return new Cache({ clock, coherence, memory, shared, leases, generations, limit, closed: unlist })
}

interface Backend {
  readonly log: InvalidationLog
  readonly tier: SharedTier
  readonly leases: Leases
  readonly claims: Claims
}

const connect = (source: RedisSource, options: CheckedCacheOptions, clock: Clock, incidents: Incidents): Backend => {
  const { namespace, redisDeadline: deadlineMs } = options
  const scripts = options.redisFunctions ? FUNCTIONS.calls : scriptsAsText
  const { link, subscription, entries, database } = createRedisBackend(source, {
    namespace, logKey: logKey(namespace), deadlineMs, maxEntryBytes: options.shared.maxValueBytes + DESCRIPTION_BYTES, clock, report: (kind, cause) => incidents.report(kind, cause),
  })
  const log = createRedisLog(link, subscription, {
    namespace, database, retentionMs: RETENTION_MS, maxRecords: MAX_RECORDS, patienceMs: deadlineMs * PATIENCE, scripts,
  })
  const run = createEntryScripts({ entries, calls: scripts, refused: (cause) => incidents.report('redis-refused', cause) })
  return {
    log: opening(log, entries),
    tier: createRedisTier({ entries, link, ...options.shared, deadlineMs, clock, incidents }),
    leases: createRedisLeases({ entries, subscription, database, run }),
    claims: createRedisClaims(run),
  }
}

/** Connections for entries are opened and closed with those of the log. */
const opening = (log: InvalidationLog, entries: KeyedRedis): InvalidationLog => ({
  ...log,
  open(listener) {
    log.open(listener)
    entries.open()
  },
  close() {
    log.close()
    entries.close()
  },
})
