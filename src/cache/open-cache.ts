import { Coherence } from '../coherence/coherence.ts'
import type { CoherenceOptions } from '../coherence/coherence-options.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { Incidents } from '../foundation/incidents.ts'
import { listOpenCache } from '../foundation/open-caches.ts'
import { VERSION } from '../foundation/version.ts'
import { createMemoryTier } from '../tier/memory-tier.ts'
import type { OpenBackend } from './backend.ts'
import { ReadPath } from './read-path.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { CheckedCacheOptions } from './cache-options.ts'
import { Generations } from './generations.ts'
import { LeasedLoads } from './leased-loads.ts'
import { LoadLimit } from './load-limit.ts'
import { openBackend } from './open-backend.ts'
import { SharedEntries } from './shared-entries.ts'

/** A loss is found by the whole fleet at once, by the same message. */
const SPREAD_MS = 25

/** What a cache takes from the process that it runs in. A test kit gives its own. */
export interface CacheHost {
  readonly clock: Clock
  /** Default: Redis where the options name it. */
  readonly openBackend?: OpenBackend | undefined
}

/**
 * Puts a cache together from its options and lets it connect in the background. `createCoherence` is there for those who
 * study the protocol with one of its rules replaced.
 */
export const openCache = (
  options: CheckedCacheOptions,
  createCoherence: (options: CoherenceOptions) => Coherence = (parts) => new Coherence(parts),
  host: CacheHost = { clock: createClock() },
): ReadPath => {
  const { namespace, maxStaleness } = options
  const { clock } = host
  const incidents = new Incidents(namespace, clock)
  const { log, shared: backend, loaded } = (host.openBackend ?? openBackend)(options, clock, incidents)
  const coherence = createCoherence({
    namespace,
    clock,
    maxStaleness,
    log,
    startupMs: options.redisDeadline,
    startsAfter: loaded,
    isInRedis: backend !== undefined,
    tuning: { spreadMs: SPREAD_MS },
  })
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
      namespace,
      version: VERSION,
      isRedisUp: backend && isUp,
      ...state,
      entries,
      bytes,
      limitBytes: options.memory.maxBytes,
      evictions,
      loadsRunning,
      loadsWaiting,
    }
  })
  coherence.open()
  return new ReadPath({
    clock,
    coherence,
    memory,
    shared,
    leases,
    generations,
    claims: backend?.claims,
    limit,
    closed: unlist,
  })
}
