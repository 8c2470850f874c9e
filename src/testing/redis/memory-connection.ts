import type { Backend, SharedStores } from '../../cache/backend.ts'
import type { CheckedCacheOptions } from '../../cache/cache-options.ts'
import { withLoss } from '../../coherence/log/epoch-history.ts'
import type { InvalidationLog, LogListener, LogSnapshot } from '../../coherence/log/invalidation-log.ts'
import type { LogRecord } from '../../coherence/log/record.ts'
import type { Incidents } from '../../foundation/incidents.ts'
import { RedisUnavailable } from '../../redis/deadline.ts'
import type { PiggybackedCommand, SharedHit } from '../../tier/tier.ts'
import type { Envelope } from '../../tier/envelope.ts'
import type { Connected, MemoryNamespace, MemoryServer } from './memory-server.ts'
import { headReply } from './record-log.ts'
import { ChannelListeners } from '../../redis/redis-subscription.ts'

/** Newest rows that a cache is told as it connects. */
const BOOTSTRAP_ROWS = 1_000

/** A cache's connection to a server in memory: the log, and what its processes share. */
export class MemoryConnection implements InvalidationLog, Connected {
  readonly #server: MemoryServer
  readonly #namespace: string
  readonly #leaseListeners = new ChannelListeners(Number.POSITIVE_INFINITY)
  #listener: LogListener | undefined
  #history: string | undefined

  constructor(server: MemoryServer, namespace: string) {
    this.#server = server
    this.#namespace = namespace
  }

  open(listener: LogListener): void {
    this.#listener = listener
    this.#server.connect(this.#namespace, this)
  }

  append(tags: readonly string[], ends: readonly string[] = []): Promise<LogRecord> {
    return this.ask(({ log }) => log.append(tags, ends))
  }

  hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord> {
    return this.ask(({ log }) => log.hold(token, tags, leaseMs))
  }

  expire: InvalidationLog['expire'] = (token) => this.ask(({ log }) => log.expire(token))
  clear: InvalidationLog['clear'] = (epoch) => this.ask(({ log }) => log.clear(epoch))
  begin: InvalidationLog['begin'] = () => this.ask(({ log }) => void log.begin())
  newest: InvalidationLog['newest'] = (limit) => this.ask((server) => this.#newest(server, limit))
  upTo: InvalidationLog['upTo'] = (id, limit) => this.ask(({ log }) => log.upTo(id, limit))
  from: InvalidationLog['from'] = (position, limit) =>
    this.ask(({ log }) => ({ rows: log.from(position, limit), oldest: log.rows[0] }))
  head: InvalidationLog['head'] = () => this.ask(({ log }) => log.rows.at(-1))

  resubscribe(): void {
    queueMicrotask(() => this.#server.isUp && this.#listener?.up(true))
  }

  close(): void {
    this.#listener = undefined
    this.#server.disconnect(this.#namespace, this)
    this.#leaseListeners.callAll()
  }

  up(): void {
    const { history } = this.#server
    const continued = this.#history === undefined || this.#history === history
    this.#history = history
    const server = this.#server.at(this.#namespace)
    server.log.begin()
    this.#listener?.up(continued, continued ? this.#newest(server, BOOTSTRAP_ROWS) : undefined)
  }

  down(cause: Error): void {
    this.#listener?.down(new RedisUnavailable(cause.message))
    this.#leaseListeners.callAll()
  }

  publish(record: LogRecord): void {
    this.#listener?.message(record)
  }

  wake(key: string): void {
    this.#leaseListeners.call(key)
  }

  /** Hears of leases that are given up. Returns the way to end it. */
  listen(key: string, heard: () => void): () => void {
    this.#leaseListeners.add(key, heard)
    return () => void this.#leaseListeners.remove(key, heard)
  }

  /** Asks the server, in a later microtask. Rejects with `RedisUnavailable` where it is down. */
  ask<T>(question: (server: MemoryNamespace) => T): Promise<T> {
    return Promise.resolve().then(() => {
      if (!this.#server.isUp || this.#listener === undefined) throw new RedisUnavailable('not connected')
      return question(this.#server.at(this.#namespace))
    })
  }

  #newest({ log }: MemoryNamespace, limit: number): LogSnapshot {
    return withLoss(log.newest(limit), this.#server.history)
  }
}

/** A backend whose processes are all in this one. The embedded default shares the log alone. */
export const memoryBackend = (
  server: MemoryServer,
  { namespace, redis, shared: { maxValueBytes } }: CheckedCacheOptions,
  incidents: Incidents,
): Backend => {
  const connection = new MemoryConnection(server, namespace)
  return { log: connection, shared: redis === undefined ? undefined : sharedOver(connection, maxValueBytes, incidents) }
}

const sharedOver = (connection: MemoryConnection, maxValueBytes: number, incidents: Incidents): SharedStores => {
  const orElse = <T, Other>(asked: Promise<T>, other: Other): Promise<T | Other> => asked.catch(() => other)
  const isSmall = ({ text }: Envelope): boolean => {
    const bytes = Buffer.byteLength(text)
    if (bytes > maxValueBytes) incidents.report('oversize', undefined, { tier: 'redis', bytes })
    return bytes <= maxValueBytes
  }
  return {
    tier: {
      async read(key: string, piggybacked: PiggybackedCommand | undefined): Promise<SharedHit | undefined> {
        const replies = await orElse(
          connection.ask(({ entries, log }) => ({ hit: entries.kept(key), head: headReply(log) })),
          undefined,
        )
        if (replies !== undefined) piggybacked?.take(replies.head)
        return replies?.hit
      },
      add: async (key, envelope) =>
        isSmall(envelope)
          ? orElse(
              connection.ask(({ entries }) => entries.add(key, envelope)),
              'failed',
            )
          : 'failed',
      write: async (key, envelope) =>
        isSmall(envelope) &&
        orElse(
          connection.ask(({ entries }) => (entries.keep(key, envelope), true)),
          false,
        ),
    },
    leases: {
      acquire: (key, token) =>
        connection.ask(({ leases }) => leases.acquire(key, token)).catch((cause: unknown) => ({ state: 'unknown', cause })),
      renew: (key, token) =>
        orElse(
          connection.ask(({ leases }) => leases.renew(key, token)),
          'unknown',
        ),
      release: (key, token, outcome) =>
        orElse(
          connection.ask(({ leases }) => void leases.release(key, token, outcome)),
          undefined,
        ),
      listen: (key, heard) => connection.listen(key, heard),
    },
    claims: {
      propose: (key, proposed, { instead, lifetimeMs }) =>
        orElse(
          connection.ask(({ claims }) => claims.propose(key, proposed, instead, lifetimeMs)),
          undefined,
        ),
      withdraw: (key, text) =>
        orElse(
          connection.ask(({ claims }) => claims.withdraw(key, text)),
          undefined,
        ),
    },
  }
}
