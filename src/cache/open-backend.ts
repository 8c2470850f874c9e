import type { InvalidationLog, LogListener } from '../coherence/log/invalidation-log.ts'
import { createMemoryLog } from '../coherence/log/memory-log.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Incidents } from '../foundation/incidents.ts'
import { RedisUnavailable } from '../redis/deadline.ts'
import type { RedisSource } from '../redis/redis-source.ts'
import type { OpenBackend, SharedBackend, SharedStores } from './backend.ts'
import type { CheckedCacheOptions } from './cache-options.ts'

type ConnectRedis = (source: RedisSource, options: CheckedCacheOptions, clock: Clock, incidents: Incidents) => SharedBackend

/** The backend of an installation: Redis, or a log in this process. */
export const openBackend: OpenBackend = (options, clock, incidents) => {
  const { redis, namespace } = options
  if (redis === undefined) return { log: createMemoryLog(namespace, clock), shared: undefined }
  if (connectRedis !== undefined) return connectRedis(redis, options, clock, incidents)
  return connectLater(loadConnect().then((connect) => connect(redis, options, clock, incidents)))
}

/** Known once it was loaded: only the first cache of a process waits for it. */
let connectRedis: ConnectRedis | undefined

/** The client of Redis takes longer to load than all the rest, so that it is loaded by the first cache that connects. */
const loadConnect = async (): Promise<ConnectRedis> => (connectRedis ??= (await import('./connect-redis.ts')).connectRedis)

/** Behaves like a backend whose connection is down until the real one is there. */
const connectLater = (loading: Promise<SharedBackend>): SharedBackend => {
  let real: SharedBackend | undefined
  let listener: LogListener | undefined
  let isClosed = false
  const loaded = loading
    .then((backend) => {
      if (isClosed) return
      real = backend
      if (listener !== undefined) real.log.open(listener)
    })
    .catch((cause: unknown) => listener?.down(cause))
  const log = async (): Promise<InvalidationLog> => real?.log ?? refuse()
  return {
    loaded,
    log: {
      open(told) {
        listener = told
        real?.log.open(told)
      },
      append: async (...given) => (await log()).append(...given),
      hold: async (...given) => (await log()).hold(...given),
      expire: async (token) => (await log()).expire(token),
      clear: async (epoch) => (await log()).clear(epoch),
      begin: async () => (await log()).begin(),
      newest: async (limit) => (await log()).newest(limit),
      upTo: async (...given) => (await log()).upTo(...given),
      from: async (...given) => (await log()).from(...given),
      head: async () => (await log()).head(),
      resubscribe: () => real?.log.resubscribe(),
      close() {
        isClosed = true
        listener = undefined
        real?.log.close()
      },
    },
    shared: sharedLater(() => real?.shared),
  }
}

const refuse = (): never => {
  throw new RedisUnavailable('not connected')
}

const sharedLater = (shared: () => SharedStores | undefined): SharedStores => ({
  tier: {
    read: async (...given) => shared()?.tier.read(...given),
    add: async (...given) => (await shared()?.tier.add(...given)) ?? 'failed',
    write: async (...given) => (await shared()?.tier.write(...given)) ?? false,
  },
  leases: {
    acquire: async (...given) =>
      (await shared()?.leases.acquire(...given)) ?? { state: 'unknown', cause: new RedisUnavailable('not connected') },
    renew: async (...given) => (await shared()?.leases.renew(...given)) ?? 'unknown',
    release: async (...given) => shared()?.leases.release(...given),
    listen: (...given) => shared()?.leases.listen(...given) ?? (() => {}),
  },
  claims: {
    propose: async (...given) => shared()?.claims.propose(...given),
    withdraw: async (...given) => shared()?.claims.withdraw(...given),
  },
})
