import type { InvalidationLog } from '../coherence/log/invalidation-log.ts'
import { createRedisLog, logKey, APPEND } from '../coherence/log/redis-log.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Incidents } from '../foundation/incidents.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import { createRedisBackend } from '../redis/redis-backend.ts'
import { scriptsAsText, functionLibrary } from '../redis/redis-script.ts'
import type { RedisSource } from '../redis/redis-source.ts'
import { createEntryScripts } from '../tier/entry-scripts.ts'
import { createRedisClaims, PROPOSE, WITHDRAW } from '../tier/redis-claims.ts'
import { createRedisLeases, RELEASE, RENEW } from '../tier/redis-leases.ts'
import { createRedisTier } from '../tier/redis-tier.ts'
import type { SharedBackend } from './backend.ts'
import type { CheckedCacheOptions } from './cache-options.ts'

/** Longest life of an entry plus the longest load, with room to spare. */
const RETENTION_MS = 2 * 3_600_000
const MAX_RECORDS = 200_000
/** Deadlines that an append may take: reads do not wait for it, and a queued one costs more than a late one. */
const PATIENCE = 10
/** More than what describes an entry beside its value takes: its key and its tags. */
const DESCRIPTION_BYTES = 4 * 1024 * 1024

/** A cache's log, entries, leases and claims in Redis. */
export const connectRedis = (
  source: RedisSource,
  options: CheckedCacheOptions,
  clock: Clock,
  incidents: Incidents,
): SharedBackend => {
  const { namespace, redisDeadline: deadlineMs } = options
  const scripts = options.redisFunctions ? FUNCTIONS.calls : scriptsAsText
  const { link, subscription, entries, database } = createRedisBackend(source, {
    namespace,
    logKey: logKey(namespace),
    deadlineMs,
    maxEntryBytes: options.shared.maxValueBytes + DESCRIPTION_BYTES,
    clock,
    report: (kind, cause) => incidents.report(kind, cause),
  })
  const log = createRedisLog(link, subscription, {
    namespace,
    database,
    retentionMs: RETENTION_MS,
    maxRecords: MAX_RECORDS,
    patienceMs: deadlineMs * PATIENCE,
    scripts,
  })
  const run = createEntryScripts({ entries, calls: scripts, refused: (cause) => incidents.report('redis-refused', cause) })
  return {
    log: opening(log, entries),
    shared: {
      tier: createRedisTier({ entries, link, ...options.shared, deadlineMs, clock, incidents }),
      leases: createRedisLeases({ entries, subscription, database, run }),
      claims: createRedisClaims(run),
    },
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

/** Every script that this package runs in Redis. */
export const FUNCTIONS = functionLibrary([APPEND, RENEW, RELEASE, PROPOSE, WITHDRAW])

/** The text of `protocol/functions.lua`, for `FUNCTION LOAD` on each master of a Redis 7. */
export const FUNCTION_LIBRARY: string = FUNCTIONS.text
