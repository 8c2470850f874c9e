import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { setTimeout as pause } from 'node:timers/promises'
import { startRedis, type TestRedis } from '../test/support/redis-server.ts'
import { startProxy, type TcpProxy } from '../test/support/tcp-proxy.ts'
import { median } from './interleave.ts'
import { printTable, type Row } from './table.ts'

/** Where Redis fails: a server, and the way of the cache to it. */
interface Site {
  readonly redis: TestRedis
  readonly proxy: TcpProxy
}

/** A way to stop Redis, and to bring it back. */
interface Stop {
  readonly name: string
  begin(site: Site): Promise<void>
  end(site: Site): Promise<void>
}

const STOPS: readonly Stop[] = [
  {
    name: 'port closed (killed, then started again)',
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.restart({ empty: true }),
  },
  { name: 'stopped (SIGSTOP)', begin: async ({ redis }) => redis.pause(), end: async ({ redis }) => redis.resume() },
  { name: 'network black hole', begin: async ({ proxy }) => proxy.halfOpen(), end: async ({ proxy }) => proxy.heal() },
]

const DEADLINE_MS = 100
const LOAD_MS = 20
const COLD_READS = 100
const HOT_READS = 200
const ROUNDS = 5

const load = (): Promise<number> => pause(LOAD_MS, 1)

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** What one outage cost, in milliseconds; a read counts as within the breaker's opening until Redis has been given up. */
interface Outage {
  readonly bare: readonly number[]
  readonly opening: readonly number[]
  readonly open: readonly number[]
  readonly hot: readonly number[]
  readonly normalMs: number
  readonly errors: number
}

let cold = 0
const readCold = (cache: Cache): Promise<number> =>
  timed(() => cache.getOrLoad({ key: `cold ${cold++}`, ttl: '1h', tags: ['cold'] }, load))

/** Hot: a value that is in memory and that the bound still lets serve. */
const HOT = { key: 'hot', ttl: '1h', tags: ['hot'], maxStaleness: '1h' } as const

/** Normal again: what one cache keeps in Redis, another one finds there. */
const untilNormal = async (cache: Cache, other: Cache): Promise<number> => {
  const start = performance.now()
  for (let n = 0; ; n++) {
    const request = { key: `normal ${cold++}`, ttl: '1h', tags: ['normal'] } as const
    await cache.getOrLoad(request, () => 'value')
    if ((await other.read(request, () => 'another')).value === 'value') return performance.now() - start
    await pause(5)
  }
}

const playOutage = async ({ begin, end }: Stop): Promise<Outage> => {
  await using redis = await startRedis()
  await using proxy = await startProxy(redis.port)
  const options = { redis: proxy.url, namespace: 'bench', redisDeadline: `${DEADLINE_MS}ms` } as const
  await using cache = createCache(options)
  await using other = createCache(options)
  await Promise.all([cache.ready(), other.ready()])
  await cache.getOrLoad(HOT, load)
  let errors = 0
  const counted = (time: Promise<number>): Promise<number> => time.catch(() => ((errors += 1), Number.NaN))
  const site = { redis, proxy }
  const [bare, opening, open, hot]: number[][] = [[], [], [], []]
  await begin(site)
  for (let n = 0; n < COLD_READS; n++) {
    bare?.push(await timed(load))
    const time = await counted(readCold(cache))
    ;(n < 4 ? opening : open)?.push(time)
    for (let read = 0; read < HOT_READS / COLD_READS; read++) hot?.push(await counted(timed(() => cache.getOrLoad(HOT, load))))
  }
  await end(site)
  const normalMs = await untilNormal(cache, other)
  return { bare: bare ?? [], opening: opening ?? [], open: open ?? [], hot: hot ?? [], normalMs, errors }
}

const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`

const rowOf = async (stop: Stop): Promise<Row> => {
  const outages: Outage[] = []
  for (let round = 0; round < ROUNDS; round++) outages.push(await playOutage(stop))
  const all = (of: (outage: Outage) => readonly number[]): readonly number[] => outages.flatMap(of)
  const loader = median(all(({ bare }) => bare))
  return [
    stop.name,
    ms(loader),
    `+${ms(median(outages.map(({ opening }) => Math.max(...opening))) - loader)}`,
    `+${ms(median(all(({ open }) => open)) - loader)}`,
    ms(median(all(({ hot }) => hot))),
    ms(median(outages.map(({ normalMs }) => normalMs))),
    String(outages.reduce((sum, { errors }) => sum + errors, 0)),
  ]
}

/** What reads cost while Redis is stopped, against the loader by itself, and how soon all is normal again. */
export const benchRedisDown = async (): Promise<void> => {
  let rejections = 0
  const note = (): void => void (rejections += 1)
  process.on('unhandledRejection', note)
  const rows: Row[] = []
  for (const stop of STOPS) rows.push(await rowOf(stop))
  process.off('unhandledRejection', note)
  const heads = ['loader', 'first 4, max', 'then', 'hot', 'normal after', 'errors']
  printTable(`Redis stopped, deadline ${DEADLINE_MS} ms, ${ROUNDS} outages each, ${rejections} unhandled rejections`, heads, rows)
}
