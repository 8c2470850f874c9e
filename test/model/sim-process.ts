import { type Cache as Application, cacheOver } from '../../src/cache/cache.ts'
import { ReadPath } from '../../src/cache/read-path.ts'
import type { CacheEntry } from '../../src/cache/cache-entry.ts'
import { LeasedLoads } from '../../src/cache/leased-loads.ts'
import { LoadLimit } from '../../src/cache/load-limit.ts'
import { parseCacheOptions } from '../../src/cache/cache-options.ts'
import { SharedEntries } from '../../src/cache/shared-entries.ts'
import { Coherence } from '../../src/coherence/coherence.ts'
import { createClock } from '../../src/foundation/clock.ts'
import { createMemoryTier } from '../../src/tier/memory-tier.ts'
import { NAMESPACE } from './ledger.ts'
import { SimLeases } from './sim/leases.ts'
import { SimLine } from './sim/line.ts'
import { LONGEST_LEASE_MS } from './sim/redis.ts'
import { SimTier } from './sim/tier.ts'
import type { Place } from './sim/wire.ts'

export const MAX_STALENESS_MS = 1_000
const STARTUP_MS = 100
const MEMORY_BYTES = 1_000_000
/** Logs are short here, and catching up and reading back have to turn pages. */
const TUNING = { pageRows: 5, spreadMs: 25 }

/** A process with a cache, put together as `openCache` does it, over simulated connections and a simulated clock. */
export interface SimProcess {
  readonly place: Place
  readonly line: SimLine
  readonly coherence: Coherence
  readonly application: Application
}

export const startProcess = (place: Place, isServer: boolean): SimProcess => {
  const { host, time } = place
  const clock = createClock(
    () => host.machine.monotonic(time.now),
    () => host.machine.wall(time.now),
  )
  const line = new SimLine(place)
  const coherence = new Coherence({
    namespace: NAMESPACE,
    log: line,
    clock,
    maxStaleness: MAX_STALENESS_MS,
    startupMs: STARTUP_MS,
    tuning: TUNING,
    longestLeaseMs: LONGEST_LEASE_MS,
  })
  const shared = new SharedEntries(new SimTier(place, line), coherence, clock)
  const leases = new LeasedLoads({ leases: new SimLeases(place, line), clock, namespace: NAMESPACE })
  coherence.open()
  const reads = new ReadPath({
    clock,
    coherence,
    memory: createMemoryTier<CacheEntry>(MEMORY_BYTES),
    shared,
    leases,
    limit: new LoadLimit({ maxConcurrent: 100, maxWaiting: 10_000 }),
  })
  return { place, line, coherence, application: cacheOver(reads, isServer ? SERVER_OPTIONS : CLIENT_OPTIONS) }
}

const CLIENT_OPTIONS = parseCacheOptions({ namespace: NAMESPACE, maxStaleness: MAX_STALENESS_MS, principal: 'client' })
const SERVER_OPTIONS = parseCacheOptions({ namespace: NAMESPACE, maxStaleness: MAX_STALENESS_MS, principal: 'server' })
