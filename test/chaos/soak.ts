import { setTimeout as pause } from 'node:timers/promises'
import { logChannel, logKey } from 'mes-crm-sdk/protocol'
import { type Read, type Violation, judgeHistory, machineNow, type Write } from '../support/history.ts'
import { uniqueName } from '../support/names.ts'
import type { ChildProgram } from '../support/process.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { startProxy } from '../support/tcp-proxy.ts'
import { type Fleet, startFleet } from './fleet.ts'
import type { IncidentCounts } from './incidents.ts'
import { growthOf, type Measurement } from './measurement.ts'
import { type Origin, startOrigin } from './origin.ts'
import type { Seen } from './reader-child.ts'
import { MAX_STALENESS, strikeOnce, within } from './run.ts'
import type { Connection, Scenario, Site } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { type SecuredRedis, startSecuredRedis } from './secured-redis.ts'
import type { Written } from './writer-child.ts'

export interface SoakOptions {
  readonly seconds: number
  /** From the beginning of a fault to the beginning of the next, at least. */
  readonly everyMs: number
  readonly readsPerSecond: number
  readonly writesPerSecond: number
  /** Parts of the names of faults that come first, in this order. Default: none. */
  readonly order?: readonly string[]
  /** Over TLS, as users of the documented rights, whose passwords are rotated every so many milliseconds. Default: neither. */
  readonly rotateMs?: number | undefined
  /** Records that are appended first. Default: as many as are remembered one by one, so that they do not look like a leak. */
  readonly records?: number
}

/** What a process held, first and last, and how much that grew. */
export interface Growth {
  readonly process: string
  readonly firstBytes: number
  readonly lastBytes: number
  readonly bytes: number
  readonly sockets: number
}

export interface SoakOutcome {
  /** Names of the faults, in their order. */
  readonly faults: readonly string[]
  readonly reads: number
  readonly from: Readonly<Record<Read['source'], number>>
  readonly standIns: number
  readonly refused: number
  readonly writes: number
  readonly violations: readonly Violation[]
  readonly longestStalenessMs: number
  readonly normalAfterMs: number
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
  /** What the processes printed: warnings, and what ends a process. */
  readonly printed: string
  readonly growth: readonly Growth[]
  readonly incidents: IncidentCounts
  /** How often passwords were rotated. */
  readonly rotations: number
}

const REGISTERS = 40
const SAMPLE_MS = 1_000
/** Samples before these are not counted: what is bounded fills up to its bound. */
const WARM_UP = 3
const RECORDS = 4_200
const CALM_MS = MAX_STALENESS * 3

const originFails = (origin: Origin): Scenario => ({
  name: 'works, and its origin refuses reads for a second',
  begin:
    ({ lasting }) =>
    async () => {
      origin.refuse(true)
      await lasting(1_000)
      origin.refuse(false)
    },
})

/** Needs a way to Redis without the proxy, which reads whatever is sent. */
const UNFIT = 'disconnects a subscriber that is too slow'
/** Those that bring a server of their own, such as a cluster, happen to another Redis than the one that the fleet works on. */
const isFit = ({ name, install }: Scenario): boolean => name !== UNFIT && install === undefined

/** A server that is away or stands still answers later: whoever rotates a password tries again. */
const rotateOnce = async (secured: SecuredRedis): Promise<void> => {
  while (
    !(await secured.rotate().then(
      () => true,
      () => false,
    ))
  )
    await pause(SAMPLE_MS)
}

/** Two servers take turns; the second time leads back to the first, which every other fault happens to. */
const TIMES: Readonly<Record<string, number>> = {
  'is replaced by a replica that lacks acknowledged records': 2,
  'is demoted in place, behind a proxy that leaves its readers with it': 2,
}

/** Everything at once, for a long time: what is asked in every way, every fault in a random order, and what the processes hold. */
export const soak = async (options: SoakOptions): Promise<SoakOutcome> => {
  const namespace = uniqueName('soak')
  await using resources = new AsyncDisposableStack()
  const fleet = resources.use(await startFleet({ readers: 3, writers: 2 }))
  const { redis, port, connection, rotate, rotations } = await installed(namespace, options, resources)
  const proxy = resources.use(await startProxy(port))
  const origin = resources.use(await startOrigin(() => 10 + Math.random() * 50))
  const shared = { namespace, origin: origin.port, registers: REGISTERS, maxStaleness: MAX_STALENESS, mixed: true }
  await fleet.open(
    {
      ...shared,
      redis: connection('readers', proxy.port),
      variant: 'complete',
      readsPerSecond: options.readsPerSecond / fleet.readers.length,
    },
    { ...shared, redis: connection('writers', proxy.port), writesPerSecond: options.writesPerSecond / fleet.writers.length },
  )
  await fleet.writers[0]?.call('append', { records: options.records ?? RECORDS })
  await fleet.start()
  const journal = new Journal(fleet)
  const site = (use: Site['use']): Site => ({
    redis,
    proxy,
    readers: fleet.readers,
    writers: fleet.writers,
    log: logKey(namespace),
    channel: logChannel(namespace, 0),
    lasting: (shortMs) => pause(shortMs),
    use,
  })
  const fit = scenarios.filter((one) => isFit(one) && !(options.rotateMs !== undefined && one.name in TIMES))
  const [faults] = await journal.during(Promise.all([strikeAll(fleet, site, [...fit, originFails(origin)], options), rotate()]))
  const report = await within(
    'the end of the run',
    fleet.stop(() => pause(CALM_MS)),
  )
  journal.add({ reads: report.reads, failed: report.failed, refused: 0, standIns: 0 }, report)
  return { ...journal.verdict(), ...faults, incidents: report.incidents, rotations: rotations() }
}

/** The server of a soak, and how its fleet connects. */
interface Installed {
  readonly redis: TestRedis
  readonly port: number
  connection(side: 'readers' | 'writers', port: number): Connection
  /** Rotates passwords until the time is over. */
  rotate(): Promise<void>
  rotations(): number
}

const installed = async (
  namespace: string,
  { seconds, rotateMs }: SoakOptions,
  resources: AsyncDisposableStack,
): Promise<Installed> => {
  if (rotateMs === undefined) {
    const redis = resources.use(await startRedis())
    return {
      redis,
      port: redis.port,
      connection: (_side, port) => `redis://127.0.0.1:${port}`,
      rotate: async () => {},
      rotations: () => 0,
    }
  }
  const secured = resources.use(await startSecuredRedis(namespace))
  const rotate = async (): Promise<void> => {
    for (const until = machineNow() + seconds * 1_000 - rotateMs; machineNow() < until;) {
      await pause(rotateMs)
      await rotateOnce(secured)
    }
  }
  return {
    redis: secured.redis,
    port: secured.redis.tlsPort,
    connection: secured.connection,
    rotate,
    rotations: () => secured.rotations,
  }
}

/** Every fault once in a random order, then again, until the time is over. */
const strikeAll = async (
  fleet: Fleet,
  site: (use: Site['use']) => Site,
  all: readonly Scenario[],
  { seconds, everyMs, order = [] }: SoakOptions,
) => {
  const until = machineNow() + seconds * 1_000
  const faults: string[] = []
  const normalAfter: number[] = []
  for (
    let deck = [...shuffled(all), ...order.flatMap((part) => all.filter(({ name }) => name.includes(part))).toReversed()];
    machineNow() < until;
    deck = deck.length > 0 ? deck : shuffled(all)
  ) {
    const dueAt = machineNow() + everyMs
    const scenario = deck.pop()
    if (scenario === undefined) break
    await using resources = new AsyncDisposableStack()
    const strike = await scenario.begin(site((resource) => resources.use(resource)))
    for (let time = 0; time < (TIMES[scenario.name] ?? 1); time++) normalAfter.push(await strikeOnce(fleet, strike))
    faults.push(scenario.name)
    await pause(Math.max(0, Math.min(dueAt, until) - machineNow()))
  }
  return { faults, normalAfterMs: Math.max(...normalAfter) }
}

const shuffled = <T>(all: readonly T[]): T[] =>
  all
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)

/** What a fleet reports while it works. Reads are judged as they come, and not kept. */
class Journal {
  readonly #fleet: Fleet
  readonly #samples: Measurement[][]
  readonly #writes: Write[] = []
  readonly #violations: Violation[] = []
  readonly #missedOwn: string[] = []
  readonly #failed: string[] = []
  readonly #from = { memory: 0, redis: 0, origin: 0 }
  #longestStalenessMs = 0
  #refused = 0
  #standIns = 0

  constructor(fleet: Fleet) {
    this.#fleet = fleet
    this.#samples = this.#programs.map(() => [])
  }

  get #programs(): readonly ChildProgram[] {
    return [...this.#fleet.readers, ...this.#fleet.writers]
  }

  /** Takes and measures until the work has ended. */
  async during<T>(work: Promise<T>): Promise<T> {
    let ended = false
    const end = (): void => void (ended = true)
    work.then(end, end)
    while (!ended) {
      await Promise.race([pause(SAMPLE_MS), work.catch(() => {})])
      await this.#take()
    }
    return work
  }

  /** Reads are taken before writes: whatever was acknowledged before a read is known when that is judged. */
  async #take(): Promise<void> {
    const seen = await Promise.all(this.#fleet.readers.map((reader) => reader.call<Seen>('take')))
    const written = await Promise.all(this.#fleet.writers.map((writer) => writer.call<Written>('take')))
    for (const { writes, missedOwn, failed } of written) this.add(undefined, { writes: writes.map(toWrite), missedOwn, failed })
    for (const one of seen) this.add({ ...one, reads: one.reads.map(toRead) }, undefined)
    const held = await Promise.all(this.#programs.map((program) => program.call<Measurement>('measure')))
    held.forEach((measurement, index) => this.#samples[index]?.push(measurement))
  }

  add(seen: (Omit<Seen, 'reads'> & { readonly reads: readonly Read[] }) | undefined, written: Done | undefined): void {
    this.#writes.push(...(written?.writes ?? []))
    this.#missedOwn.push(...(written?.missedOwn ?? []))
    this.#failed.push(...(seen === undefined ? (written?.failed ?? []) : seen.failed))
    if (seen === undefined) return
    for (const { source } of seen.reads) this.#from[source] += 1
    this.#refused += seen.refused
    this.#standIns += seen.standIns
    const { violations, longestStalenessMs } = judgeHistory(this.#writes, seen.reads)
    this.#violations.push(...violations)
    this.#longestStalenessMs = Math.max(this.#longestStalenessMs, longestStalenessMs)
  }

  verdict() {
    return {
      reads: this.#from.memory + this.#from.redis + this.#from.origin,
      from: this.#from,
      standIns: this.#standIns,
      refused: this.#refused,
      writes: this.#writes.length,
      violations: this.#violations,
      longestStalenessMs: this.#longestStalenessMs,
      missedOwn: this.#missedOwn,
      failed: this.#failed,
      printed: this.#programs.map(({ output }) => output).join(''),
      growth: this.#samples.map((samples, index) =>
        growthIn(samples.slice(WARM_UP), index < this.#fleet.readers.length ? 'reader' : 'writer'),
      ),
    }
  }
}

interface Done {
  readonly writes: readonly Write[]
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
}

const toRead = ([register, version, invokedAt, maxStaleness, source]: Seen['reads'][number]): Read => ({
  register,
  version,
  invokedAt,
  maxStaleness,
  source,
})

const toWrite = ([register, version, acknowledgedAt]: Written['writes'][number]): Write => ({ register, version, acknowledgedAt })

const growthIn = (samples: readonly Measurement[], process: string): Growth => ({
  process,
  firstBytes: samples[0]?.bytes ?? 0,
  lastBytes: samples.at(-1)?.bytes ?? 0,
  bytes: growthOf(samples.map(({ bytes }) => bytes)),
  sockets: growthOf(samples.map(({ sockets }) => sockets)),
})
