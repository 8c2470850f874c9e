import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { RedisSource } from 'mes-crm-sdk/cache'
import { freePort } from '../../support/ports.ts'
import { type RedisOptions, startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

/** What a fault is played with: a server, and the way to it of the cache under test. */
export interface Stage {
  readonly redis: TestRedis
  readonly proxy: TcpProxy
  use<T extends AsyncDisposable>(resource: T): T
}

/** Begins the fault; what it returns ends it. */
type Strike = (stage: Stage) => Promise<() => Promise<unknown>>

/** A way for Redis to fail, and what is seen of it. */
export interface Fault {
  /** Whether it is there before the cache connects, or comes when all works. */
  readonly from: 'start' | 'later'
  readonly strike: Strike
  /** What is told of it, by kind, and what each cause says. */
  readonly told: Readonly<Record<string, RegExp>>
  /** Kinds that may be told as well, such as the loss of the log that ends the fault. */
  readonly also?: readonly string[]
  /** What becomes of an invalidation meanwhile. Default `queued`. */
  readonly invalidation?: 'applied'
  /** Connections that are tried before the fault ends. Default 0. */
  readonly attempts?: number
  readonly server?: () => Promise<RedisOptions>
  /** What the cache is told about Redis. Default: the proxy's URL. */
  source?(stage: Stage): RedisSource
}

const between =
  (begin: (stage: Stage) => unknown, end: (stage: Stage) => unknown): Strike =>
  async (stage) => {
    await begin(stage)
    return async () => end(stage)
  }

const forbidden = (command: string): Strike =>
  between(
    ({ redis }) => redis.command('ACL', 'SETUSER', 'default', `-${command}`),
    ({ redis }) => redis.command('ACL', 'SETUSER', 'default', `+${command}`),
  )

const configured = (name: string, meanwhile: string, afterwards: string): Strike =>
  between(
    ({ redis }) => redis.command('CONFIG', 'SET', name, meanwhile),
    ({ redis }) => redis.command('CONFIG', 'SET', name, afterwards),
  )

const slowed = (ms: number): Strike =>
  between(
    ({ proxy }) => proxy.delay(ms),
    ({ proxy }) => proxy.delay(0),
  )

const killed: Strike = between(
  ({ redis }) => redis.kill(),
  ({ redis }) => redis.restart({ empty: true }),
)

/** A server that speaks no RESP is where Redis should be. */
const misdirected: Strike = async ({ proxy, redis, use }) => {
  const server = createServer((_request, response) => response.end('no Redis')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  use({ [Symbol.asyncDispose]: async () => server.close().closeAllConnections() })
  const address = server.address()
  proxy.redirect(typeof address === 'object' && address !== null ? address.port : 0)
  return async () => proxy.redirect(redis.port)
}

const answerTo = (redis: TestRedis, ...words: readonly string[]): Promise<string> =>
  redis.command(...words).then(String, (error: Error) => error.message)

const untilAnswer = async (redis: TestRedis, words: readonly string[], expected: string): Promise<void> => {
  while (!(await answerTo(redis, ...words)).startsWith(expected)) await pause(20)
}

/** Its keys are so many and loaded so slowly that it takes seconds. */
const loading: Strike = async ({ redis }) => {
  for (let count = 0; count < 150; count++) await redis.command('SET', `filler:${count}`, 'x'.repeat(2_000))
  const loaded = redis.restart({ empty: false })
  await untilAnswer(redis, ['GET', 'filler:1'], 'LOADING')
  return () => loaded
}

const demoted: Strike = async ({ redis, use }) => {
  const master = use(await startRedis())
  await redis.command('REPLICAOF', '127.0.0.1', master.port)
  return () => redis.command('REPLICAOF', 'NO', 'ONE')
}

const clusterNode = async (): Promise<RedisOptions> => ({
  config: { 'cluster-enabled': 'yes', 'cluster-require-full-coverage': 'no', 'cluster-port': String(await freePort()) },
})

const EVERY_SLOT = ['CLUSTER', 'ADDSLOTSRANGE', 0, 16_383] as const

const slotless: Strike = async ({ redis, use }) => {
  const options = await clusterNode()
  const owner = use(await startRedis(options))
  await owner.command(...EVERY_SLOT)
  await redis.command('CLUSTER', 'MEET', '127.0.0.1', owner.port, options.config?.['cluster-port'] ?? '')
  await untilAnswer(redis, ['GET', 'key'], 'MOVED')
  return async () => {
    await owner.kill()
    await redis.command('CLUSTER', 'RESET', 'HARD')
    await redis.command(...EVERY_SLOT)
  }
}

const relogin: Strike = async ({ redis, proxy }) => {
  await redis.command('CONFIG', 'SET', 'requirepass', 'new-secret')
  proxy.cut()
  proxy.heal()
  return () => redis.command('CONFIG', 'SET', 'requirepass', 'old-secret')
}

const none = async (): Promise<void> => {}
const LOST = ['loss', 'clear']

/** Every way for Redis to fail; each name continues "a Redis that". */
export const faults: Readonly<Record<string, Fault>> = {
  'is not there': {
    from: 'start',
    strike: killed,
    source: ({ redis }) => redis.url,
    told: { 'redis-down': /ECONNREFUSED/ },
  },
  'dies and comes back empty': { from: 'later', strike: killed, told: { 'redis-down': /closed|ECONNRESET/ }, also: LOST },
  'is frozen': {
    from: 'later',
    strike: between(
      ({ redis }) => redis.pause(),
      ({ redis }) => redis.resume(),
    ),
    told: { 'redis-down': /no reply within 100 ms/ },
  },
  'is behind a black hole': {
    from: 'later',
    strike: between(
      ({ proxy }) => proxy.halfOpen(),
      ({ proxy }) => proxy.heal(),
    ),
    told: { 'redis-down': /no reply within 100 ms/ },
  },
  'accepts connections and never answers': {
    from: 'start',
    strike: between(
      ({ proxy }) => proxy.halfOpen(),
      ({ proxy }) => proxy.heal(),
    ),
    told: { 'redis-down': /no (?:reply to info|connection) within \d+ ms/ },
  },
  'answers after 5 s': { from: 'later', strike: slowed(2_500), told: { 'redis-down': /no reply within 100 ms/ } },
  'answers a little later than the deadline': {
    from: 'later',
    strike: slowed(250),
    attempts: 8,
    told: { 'redis-down': /no reply within 100 ms/ },
  },
  'is an HTTP server': {
    from: 'start',
    strike: misdirected,
    told: { 'redis-down': /protocol error: .*0x48 .*the port of a Redis/ },
  },
  'has another password': {
    from: 'start',
    attempts: 8,
    server: async () => ({ password: 'right-secret' }),
    source: ({ proxy }) => `redis://:wrong-secret@127.0.0.1:${proxy.port}`,
    strike: between(none, ({ redis }) => redis.command('CONFIG', 'SET', 'requirepass', 'wrong-secret')),
    told: { 'redis-down': /WRONGPASS .*answer to auth; check the user and the password/ },
  },
  'wants a password': {
    from: 'start',
    server: async () => ({ password: 'right-secret' }),
    strike: between(none, ({ redis }) => redis.command('CONFIG', 'SET', 'requirepass', '')),
    told: { 'redis-down': /NOAUTH .*check the user and the password/ },
  },
  'changes its password': {
    from: 'later',
    server: async () => ({ password: 'old-secret' }),
    source: ({ proxy }) => `redis://:old-secret@127.0.0.1:${proxy.port}`,
    strike: relogin,
    told: { 'redis-down': /closed|ECONNRESET/, 'redis-refused': /WRONGPASS .*check the user and the password/ },
  },
  'does not let INFO': { from: 'start', strike: forbidden('info'), told: { 'redis-down': /NOPERM .*'info'/ } },
  'does not let SELECT': {
    from: 'start',
    strike: forbidden('select'),
    source: ({ proxy }) => `${proxy.url}/3`,
    told: { 'redis-down': /NOPERM .*'select'/ },
  },
  'does not let GET': {
    from: 'later',
    strike: forbidden('get'),
    told: { 'redis-refused': /NOPERM .*'get'/ },
    invalidation: 'applied',
  },
  'does not let SET': {
    from: 'later',
    strike: forbidden('set'),
    told: { 'fill-failed': /NOPERM .*'set'/ },
    invalidation: 'applied',
  },
  'does not let XREVRANGE': {
    from: 'later',
    strike: forbidden('xrevrange'),
    told: { 'redis-refused': /NOPERM .*'xrevrange'/, 'append-failed': /can't run this command .*ACL users/ },
  },
  'does not let PUBLISH': {
    from: 'later',
    strike: forbidden('publish'),
    told: { 'redis-refused': /answer to publish; grant what/ },
    also: ['gap', 'dead-subscription'],
    invalidation: 'applied',
  },
  'does not let EVALSHA': { from: 'later', strike: forbidden('evalsha'), told: { 'append-failed': /NOPERM .*'evalsha'/ } },
  'does not let SUBSCRIBE': {
    from: 'start',
    strike: forbidden('subscribe'),
    told: { 'dead-subscription': /NOPERM .*'subscribe'/ },
    also: ['gap', 'dead-subscription'],
    invalidation: 'applied',
  },
  'is full': {
    from: 'later',
    strike: configured('maxmemory', '1mb', '0'),
    told: { 'fill-failed': /OOM .*answer to set; raise maxmemory/, 'append-failed': /OOM .*answer to evalsha; raise maxmemory/ },
  },
  'is made a replica': {
    from: 'later',
    strike: demoted,
    told: { 'redis-down': /expected a master, got role slave; the server is used as soon as it is a master/ },
    also: LOST,
  },
  'is loading its data': {
    from: 'start',
    server: async () => ({ config: { 'key-load-delay': '20000', 'loading-process-events-interval-bytes': '1024' } }),
    strike: loading,
    told: { 'redis-down': /LOADING .*as soon as it has loaded/ },
  },
  'does not own the slot': {
    from: 'start',
    server: clusterNode,
    strike: slotless,
    told: { 'redis-refused': /MOVED .*node of a Redis Cluster/ },
    also: ['append-failed', ...LOST],
  },
}

export const startStage = async (fault: Fault): Promise<Stage & AsyncDisposable> => {
  await using starting = new AsyncDisposableStack()
  const redis = starting.use(await startRedis(await fault.server?.()))
  const proxy = starting.use(await startProxy(redis.port))
  const resources = starting.move()
  return { redis, proxy, use: (resource) => resources.use(resource), [Symbol.asyncDispose]: () => resources.disposeAsync() }
}
