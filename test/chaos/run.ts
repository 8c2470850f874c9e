import { setTimeout as pause } from 'node:timers/promises'
import { logChannel, logKey } from 'mes-crm-sdk/protocol'
import { judgeHistory, machineNow, type Read, type Violation } from '../support/history.ts'
import { uniqueName } from '../support/names.ts'
import { startRedis } from '../support/redis-server.ts'
import { startProxy } from '../support/tcp-proxy.ts'
import type { Fleet, FleetReport } from './fleet.ts'
import type { IncidentCounts } from './incidents.ts'
import { startOrigin } from './origin.ts'
import type { Connection, Installation, Scenario, Site, Strike } from './scenario.ts'
import type { Variant } from './variant.ts'

export interface RunOptions {
  readonly scenario: Scenario
  /** What the readers are; the writers are always complete. */
  readonly variant: Variant
  /** The fault is repeated until this long has passed; at least once. */
  readonly seconds: number
  /** Whether faults last as long as in a long run. */
  readonly long: boolean
}

/** What a run showed. */
export interface Outcome {
  readonly scenario: string
  readonly variant: Variant
  readonly strikes: number
  /** Committed and acknowledged. */
  readonly writes: number
  /** Of them, those whose invalidation had to be queued first. */
  readonly queued: number
  readonly reads: number
  /** Achieved while writers wrote. */
  readonly perSecond: { readonly writes: number; readonly reads: number }
  readonly from: Readonly<Record<Read['source'], number>>
  readonly violations: readonly Violation[]
  readonly longestStalenessMs: number
  /** From the end of a fault until every reader gets messages and then answers from memory: the longest time. */
  readonly normalAfterMs: number
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
  readonly incidents: IncidentCounts
}

export const MAX_STALENESS = 500
const REGISTERS = 40
/** A short run of the complete cache reads half as often: it leaves the processors to other tests. */
const READS_PER_SECOND = { short: 1_200, full: 2_400 } as const
const WRITES_PER_SECOND = 60
/** A bound of liveness, far above anything that is normal. */
const DEADLINE_MS = 120_000
/** Long enough for every register to be kept in memory. */
const BEFORE_MS = MAX_STALENESS
/** Long enough for a read that comes too late to show. */
const CALM_MS = MAX_STALENESS * 3

const loadLatency = (): number => 30 + Math.random() * 70

/** Lets a fleet work through a scenario and judges what it read. */
export const runScenario = async (fleet: Fleet, options: RunOptions): Promise<Outcome> => {
  const { scenario, variant, long } = options
  const readsPerSecond = variant === 'complete' && !long ? READS_PER_SECOND.short : READS_PER_SECOND.full
  const namespace = uniqueName('chaos')
  await using resources = new AsyncDisposableStack()
  resources.defer(() => fleet.readers.forEach((reader) => reader.resume()))
  const installation = await (scenario.install ?? installPlain)(namespace, (resource) => resources.use(resource))
  const redis = resources.use(installation.redis)
  const proxy = resources.use(await startProxy(installation.port))
  const origin = resources.use(await startOrigin(loadLatency))
  const strike = await scenario.begin({
    redis,
    proxy,
    readers: fleet.readers,
    writers: fleet.writers,
    log: logKey(namespace),
    channel: logChannel(namespace, 0),
    lasting: (shortMs, longMs = shortMs) => pause(long ? longMs : shortMs),
    use: (resource) => resources.use(resource),
  } satisfies Site)
  const shared = { namespace, origin: origin.port, registers: REGISTERS, maxStaleness: MAX_STALENESS }
  await fleet.open(
    {
      ...shared,
      redis: connectionFor('readers', scenario, installation, proxy),
      variant,
      readsPerSecond: readsPerSecond / fleet.readers.length,
    },
    {
      ...shared,
      redis: connectionFor('writers', scenario, installation, proxy),
      writesPerSecond: WRITES_PER_SECOND / fleet.writers.length,
    },
  )
  const startedAt = machineNow()
  await fleet.start()
  const strikes = await strikeUntil(fleet, strike, startedAt + options.seconds * 1_000)
  const endedAt = machineNow()
  const report = await within(
    'the end of the run',
    fleet.stop(() => pause(CALM_MS)),
  )
  return outcomeOf(options, report, { startedAt, endedAt }, strikes)
}

const installPlain = async (): Promise<Installation> => {
  const redis = await startRedis()
  return { redis, port: redis.port, connection: (_who, port) => `redis://127.0.0.1:${port}` }
}

type Side = 'readers' | 'writers'

const connectionFor = (
  who: Side,
  { through }: Scenario,
  { port, connection }: Installation,
  proxy: { readonly port: number },
): Connection => connection(who, through === 'everyone' || through === who ? proxy.port : port)

/** One occurrence of a fault: how long it took from its end until every reader got messages and answered from memory. */
export const strikeOnce = async (fleet: Fleet, strike: Strike): Promise<number> => {
  await within('the fault', strike())
  const endedAt = machineNow()
  return Math.max(...(await within('normal service', normalService(fleet)))) - endedAt
}

/** When each reader got a message and then answered from memory. */
const normalService = (fleet: Fleet): Promise<readonly number[]> =>
  Promise.all(fleet.readers.map((reader) => reader.call<number>('normal')))

/** For each occurrence of the fault, how long it took until service was normal again. */
const strikeUntil = async (fleet: Fleet, strike: Strike, until: number): Promise<readonly number[]> => {
  const normalAfter: number[] = []
  // Beside load a reader may know the log, and subscribe much later: a fault would find nothing to break.
  await within('normal service before the fault', normalService(fleet))
  do {
    await pause(BEFORE_MS)
    normalAfter.push(await strikeOnce(fleet, strike))
  } while (machineNow() < until)
  return normalAfter
}

export const within = async <T>(what: string, promise: Promise<T>): Promise<T> => {
  const stop = new AbortController()
  const late = pause(DEADLINE_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`${what} did not come within ${DEADLINE_MS / 1_000} s`)
  })
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    stop.abort()
  }
}

interface Period {
  readonly startedAt: number
  readonly endedAt: number
}

const outcomeOf = (options: RunOptions, report: FleetReport, period: Period, normalAfter: readonly number[]): Outcome => {
  const { writes, reads, queued, missedOwn, failed, incidents } = report
  const seconds = (period.endedAt - period.startedAt) / 1_000
  const perSecond = {
    writes: writes.length / seconds,
    reads: reads.filter(({ invokedAt }) => invokedAt <= period.endedAt).length / seconds,
  }
  const from = { memory: 0, redis: 0, origin: 0 }
  for (const { source } of reads) from[source] += 1
  return {
    scenario: options.scenario.name,
    variant: options.variant,
    strikes: normalAfter.length,
    perSecond,
    writes: writes.length,
    queued,
    reads: reads.length,
    from,
    ...judgeHistory(writes, reads),
    normalAfterMs: Math.max(...normalAfter),
    missedOwn,
    failed,
    incidents,
  }
}
