import { Redis, type RedisOptions } from 'ioredis'

/** Where Redis is: a URL, ioredis options, or an ioredis instance, whose settings are taken over and which its owner closes. */
export type RedisSource = string | RedisOptions | Redis

const CONNECT_TIMEOUT_MS = 2_000
/** How long the other side may take to close a connection that is given up; one that is half-open never does. */
const DISCONNECT_TIMEOUT_MS = 200

/**
 * What correctness rests on: no command waits for a connection, and none is repeated on another one. The link itself asks whether
 * a server is ready, sets deadlines and reconnects; keys and channels have their names from the namespace alone.
 */
const SETTINGS = {
  lazyConnect: true,
  enableOfflineQueue: false,
  enableAutoPipelining: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  retryStrategy: () => null,
  maxRetriesPerRequest: null,
  connectTimeout: CONNECT_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  disableClientInfo: true,
  protocol: 2,
  replyMapping: 'legacy',
  stringNumbers: false,
  enableReadyCheck: false,
  reconnectOnError: null,
  commandTimeout: undefined,
  socketTimeout: undefined,
  keyPrefix: '',
  readOnly: false,
  monitor: false,
} as const satisfies RedisOptions

/** A client of its own that connects when asked to, and reconnects only then. */
export const createRedisClient = (source: RedisSource): Redis => {
  if (typeof source === 'string') return new Redis(withoutSettings(source), { ...SETTINGS })
  if (isInstance(source)) return source.duplicate({ ...SETTINGS })
  return new Redis({ ...source, ...SETTINGS })
}

/** The client prefers what the query of a URL says. */
const withoutSettings = (text: string): string => {
  const url = new URL(text)
  for (const name of Object.keys(SETTINGS)) url.searchParams.delete(name)
  return url.href
}

/** By its methods, since the caller's ioredis may be another copy than ours. */
export const isInstance = (source: unknown): source is Redis =>
  typeof source === 'object' && source !== null && 'duplicate' in source && typeof source.duplicate === 'function'
