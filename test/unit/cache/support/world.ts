import type { LoadContext, ReadPlan, ReadResult } from '../../../../src/cache/read-plan.ts'
import { ReadPath } from '../../../../src/cache/read-path.ts'
import { LeasedLoads } from '../../../../src/cache/leased-loads.ts'
import type { CacheEntry } from '../../../../src/cache/cache-entry.ts'
import type { StaleWindow } from '../../../../src/cache/stale-window.ts'
import { LoadLimit, type LoadLimitOptions } from '../../../../src/cache/load-limit.ts'
import { SharedEntries } from '../../../../src/cache/shared-entries.ts'
import { Coherence } from '../../../../src/coherence/coherence.ts'
import { createClock } from '../../../../src/foundation/clock.ts'
import { cacheKey } from '../../../../src/key/cache-key.ts'
import type { Envelope } from '../../../../src/tier/envelope.ts'
import { createMemoryTier } from '../../../../src/tier/memory-tier.ts'
import type { Leases } from '../../../../src/tier/leases.ts'
import type { PiggybackedCommand, SharedTier } from '../../../../src/tier/tier.ts'
import { FakeLog } from '../../coherence/support/fake-log.ts'
import { pass } from '../../coherence/support/process.ts'

/** A shared tier that several caches see, without a clock of its own. */
export class FakeSharedTier implements SharedTier {
  readonly entries = new Map<string, Envelope>()
  reads = 0
  remainingMs: number | undefined
  /** What a read answers to the question that travels with it. */
  head: (() => unknown) | undefined
  /** What happens between the tier's answer and its arrival. */
  onTheWay: () => Promise<void> | void = () => {}

  async read(key: string, piggybacked?: PiggybackedCommand): ReturnType<SharedTier['read']> {
    this.reads++
    const envelope = this.entries.get(key)
    const head = this.head?.()
    await this.onTheWay()
    if (this.head !== undefined) piggybacked?.take(head)
    return envelope && { envelope, remainingMs: this.remainingMs ?? envelope.lifetimeMs }
  }

  async add(key: string, envelope: Envelope): ReturnType<SharedTier['add']> {
    if (this.entries.has(key)) return 'occupied'
    return (await this.write(key, envelope)) ? 'kept' : 'failed'
  }

  async write(key: string, envelope: Envelope): Promise<boolean> {
    this.entries.set(key, envelope)
    return true
  }
}

/** What a database is to a cache: a value that is committed, and loads that read it when they begin. */
export class Origin {
  committed = 'first'
  loads = 0
  readonly signals: AbortSignal[] = []
  readonly positions: string[] = []
  /** How long a load takes, in milliseconds. */
  takes = 0

  load = async ({ signal, cachePosition }: LoadContext): Promise<string> => {
    this.loads++
    this.signals.push(signal)
    this.positions.push(cachePosition)
    const value = this.committed
    if (this.takes > 0) await new Promise((resolve) => setTimeout(resolve, this.takes))
    return value
  }
}

export interface Reading {
  readonly key?: string
  readonly ttlMs?: number
  readonly tags?: readonly string[] | ((value: unknown) => readonly string[])
  readonly mode?: ReadPlan['mode']
  readonly maxStaleness?: number
  readonly atLeast?: readonly string[]
  readonly signal?: AbortSignal
  readonly grace?: Partial<StaleWindow>
  readonly maxConcurrentLoads?: number
  readonly patienceMs?: number
  readonly lease?: boolean
  readonly load?: (context: LoadContext) => unknown
  readonly accepts?: (value: unknown) => boolean
}

export interface WorldOptions {
  readonly log?: FakeLog
  readonly shared?: SharedTier
  readonly leases?: Leases
  readonly maxStaleness?: number
  readonly namespace?: string
  /** Whether the log is out of reach from the beginning. */
  readonly deaf?: boolean
  readonly limit?: LoadLimitOptions
}

const WIDE: LoadLimitOptions = { maxConcurrent: 100, maxWaiting: 100 }

/** A process with a cache, an origin, and a log that does what the test says. Its time is the faked one of the test. */
export const worldOf = async (options: WorldOptions = {}) => {
  const { log = new FakeLog(), shared, leases, maxStaleness = 1_000, namespace = 'prod', deaf = false, limit = WIDE } = options
  const clock = createClock(
    () => Date.now(),
    () => Date.now(),
  )
  const line = log.line()
  if (deaf) line.refuses = ['append', 'clear', 'begin', 'newest', 'from', 'head']
  const coherence = new Coherence({ namespace, log: line, clock, maxStaleness })
  const memory = createMemoryTier<CacheEntry>(1_000_000)
  coherence.open()
  const cache = new ReadPath({
    clock,
    coherence,
    memory,
    shared: shared && new SharedEntries(shared, coherence, clock),
    leases: leases && new LeasedLoads({ leases, clock, namespace }),
    limit: new LoadLimit(limit),
  })
  const origin = new Origin()
  await pass(10)

  const planOf = (reading: Reading): ReadPlan => ({
    key: cacheKey('owner', 'test', reading.key ?? 'k'),
    api: undefined,
    operation: undefined,
    shared: shared !== undefined,
    mode: reading.mode ?? 'use',
    maxStaleness: reading.maxStaleness ?? maxStaleness,
    atLeast: reading.atLeast ?? [],
    signal: reading.signal,
    lease: reading.lease ?? leases !== undefined,
    grace: { ifErrorMs: 0, whileRevalidateMs: 0, ...reading.grace },
    patienceMs: reading.patienceMs ?? 30_000,
    maxConcurrentLoads: reading.maxConcurrentLoads ?? Number.POSITIVE_INFINITY,
    load: async (context) => {
      const value = await (reading.load ?? origin.load)(context)
      const tags = reading.tags ?? ['a']
      return { value, ttlMs: reading.ttlMs ?? 30_000, tags: typeof tags === 'function' ? tags(value) : tags, kind: 'value' }
    },
    accepts: reading.accepts ?? (() => true),
  })

  /** A read that begins now: first from memory without a promise, as callers do. */
  const begin = (reading: Reading = {}): Promise<ReadResult> => {
    const plan = planOf(reading)
    const hit = cache.recall(plan)
    return hit === undefined ? cache.read(plan) : Promise.resolve(hit)
  }

  /** A read, to its end. */
  const read = async (reading: Reading = {}): Promise<ReadResult> => {
    let over = false
    const result = begin(reading).finally(() => (over = true))
    result.catch(() => {})
    do await pass(1)
    while (!over)
    return result
  }

  /** Somebody else commits and appends. */
  const commitElsewhere = (value: string, tags: readonly string[] = ['a']) => {
    origin.committed = value
    return log.append(tags)
  }

  /** This process commits and invalidates. */
  const commitHere = async (value: string, tags: readonly string[] = ['a']) => {
    origin.committed = value
    const invalidation = coherence.invalidate(tags)
    await pass(0)
    return invalidation
  }

  return { cache, coherence, line, log, clock, memory, origin, begin, read, commitElsewhere, commitHere }
}
