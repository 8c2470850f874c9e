import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Redis } from 'ioredis'
import { type Cache, createCache, type CacheOptions } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { block } from '../../support/block.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

interface Incident {
  readonly namespace: string
  readonly kind: string
  readonly cause?: unknown
}

/** The incidents of a namespace while the work is done. */
const incidentsOf = async (namespace: string, work: () => Promise<void>): Promise<readonly Incident[]> => {
  const seen: Incident[] = []
  const note = (event: unknown): void => {
    const incident = event as Incident
    if (incident.namespace === namespace) seen.push(incident)
  }
  subscribe('mes-crm-sdk:incident', note)
  try {
    await work()
  } finally {
    unsubscribe('mes-crm-sdk:incident', note)
  }
  return seen
}

let loads = 0
const load = (): { load: number } => ({ load: (loads += 1) })
const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const sourceOf = (cache: Cache): Promise<string> => cache.read(request, load).then(({ source }) => source)

/** Two caches on one Redis find each other's values there: the shared tier works. */
const expectShared = async (options: CacheOptions): Promise<void> => {
  await using writer = createCache(options)
  await using reader = createCache(options)
  await Promise.all([writer.ready(), reader.ready()])
  await expect
    .poll(async () => {
      await writer.read({ ...request, cache: 'reload' }, load)
      return sourceOf(reader)
    })
    .toMatch(/redis|memory/)
}

/** The key of the one entry of a namespace, once it is in Redis: nobody waits for a fill. */
const filledKey = async (redis: TestRedis, namespace: string): Promise<string> => {
  const keys = async (): Promise<readonly string[]> => (await redis.command('KEYS', `${namespace}:*`)) as readonly string[]
  await expect.poll(keys).toHaveLength(1)
  const [key = ''] = await keys()
  return key
}

describe('a Redis that', () => {
  test('is a replica is refused, and nothing is read from it or written to it', async () => {
    await using master = await startRedis()
    await using replica = await startRedis({ config: { replicaof: `127.0.0.1 ${master.port}` } })
    await using monitor = await replica.monitor()
    await using cache = createCache({ redis: replica.url, namespace: uniqueName('degrading') })
    const names = async (): Promise<readonly string[]> => (await monitor.collect()).map(({ name }) => name)
    await expect.poll(names).toContain('INFO')
    for (let count = 0; count < 5; count++) expect(await sourceOf(cache)).toMatch(/origin|memory/)
    expect(
      (await names()).filter((name) => ['GET', 'SET', 'PTTL', 'XREVRANGE', 'EVALSHA', 'EVAL', 'SUBSCRIBE'].includes(name)),
    ).toEqual([])
  })

  test('is frozen fails no read, queues invalidations, and is used again when it goes on', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('degrading') }
    await using cache = createCache(options)
    await cache.ready()
    redis.pause()
    for (let count = 0; count < 4; count++) expect((await cache.read({ ...request, key: count }, load)).source).toBe('origin')
    expect((await cache.invalidate(['order:1'])).status).toBe('queued')
    redis.resume()
    await expect.poll(async () => (await cache.invalidate(['order:1'])).status).toBe('applied')
    await expectShared(options)
  })

  test('falls silent on an open connection is found by the replies that are overdue, and used again on a new one', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const namespace = uniqueName('degrading')
    await using cache = createCache({ redis: proxy.url, namespace })
    await cache.ready()
    const incidents = await incidentsOf(namespace, async () => {
      proxy.halfOpen()
      proxy.heal()
      await expect
        .poll(async () => {
          await cache.read({ ...request, maxStaleness: 0 }, load)
          return (await cache.invalidate(['order:1'])).status
        })
        .toBe('applied')
    })
    expect(incidents.map(({ kind }) => kind)).toContain('redis-down')
  })

  test('comes back with another history has lost records, though its log looks as it did', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('degrading')
    await using cache = createCache({ redis: redis.url, namespace })
    await cache.ready()
    const { position } = await cache.invalidate(['order:1'])
    const incidents = await incidentsOf(namespace, async () => {
      await redis.restart({ empty: false })
      await expect.poll(() => cache.position).not.toBe(position)
    })
    expect(incidents.map(({ kind }) => kind)).toContain('loss')
  })

  test('ages an entry says how old it is', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('degrading'), redisDeadline: '2s' } as const
    await using writer = createCache(options)
    await writer.ready()
    await writer.read(request, load)
    const key = await filledKey(redis, options.namespace)
    await redis.command('PEXPIRE', key, 1_800_000)
    await using reader = createCache(options)
    await reader.ready()
    const { source, ageMs } = await reader.read(request, load)
    expect(source).toBe('redis')
    expect(ageMs).toBeGreaterThanOrEqual(1_800_000)
  })

  test('takes a new connection into silence is used again when the way is clear, over yet another one', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const options = { redis: proxy.url, namespace: uniqueName('degrading') }
    await using cache = createCache(options)
    await cache.ready()
    await expect.poll(() => proxy.accepted).toBe(2)
    proxy.halfOpen()
    await expect
      .poll(async () => {
        expect((await cache.read({ ...request, maxStaleness: 0 }, load)).source).toBe('origin')
        return proxy.accepted
      })
      .toBeGreaterThan(2)
    proxy.heal()
    await expect.poll(async () => (await cache.invalidate(['order:1'])).status).toBe('applied')
    await expectShared(options)
  })
})

test('an event loop that is blocked for longer than the deadline is not taken for a sick Redis', async () => {
  await using redis = await startRedis()
  const namespace = uniqueName('degrading')
  await using writer = createCache({ redis: redis.url, namespace })
  await using cache = createCache({ redis: redis.url, namespace, redisDeadline: '200ms' })
  await Promise.all([writer.ready(), cache.ready()])
  await writer.read(request, load)
  await filledKey(redis, namespace)
  using incidents = collectIncidents(namespace)
  const reading = sourceOf(cache)
  await new Promise((resolve) => setImmediate(resolve))
  block(1_500)
  expect(await reading).toBe('redis')
  expect(incidents.seen).toEqual([])
})

test('a turn of the event loop that asks and then takes longer than the deadline is not taken for a sick Redis', async () => {
  await using redis = await startRedis()
  await using proxy = await startProxy(redis.port)
  const namespace = uniqueName('degrading')
  await using writer = createCache({ redis: redis.url, namespace })
  await using cache = createCache({ redis: proxy.url, namespace, redisDeadline: '1s' })
  await Promise.all([writer.ready(), cache.ready()])
  await writer.read(request, load)
  await filledKey(redis, namespace)
  proxy.delay(20)
  const reading = sourceOf(cache)
  for (let microtask = 0; microtask < 100; microtask++) await Promise.resolve()
  block(1_500)
  expect(await reading).toBe('redis')
})

const BAD: Readonly<Record<string, (redis: TestRedis, key: string) => Promise<unknown>>> = {
  'a foreign text': (redis, key) => redis.command('SET', key, '42', 'PX', 60_000),
  'JSON of another shape': (redis, key) => redis.command('SET', key, '{"foo":1}', 'PX', 60_000),
  'another type': async (redis, key) => {
    await redis.command('DEL', key)
    await redis.command('LPUSH', key, 'x')
  },
  'an envelope that was cut off': async (redis, key) =>
    redis.command('SET', key, String(await redis.command('GET', key)).slice(0, -3), 'PX', 60_000),
  'an entry without an end': (redis, key) => redis.command('PERSIST', key),
}

describe('what is found under a key and is no entry is a miss, and is overwritten:', () => {
  test.each(Object.entries(BAD))('%s', async (_name, spoil) => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('degrading'), redisDeadline: '2s' } as const
    await using writer = createCache(options)
    await writer.ready()
    await writer.read(request, load)
    const key = await filledKey(redis, options.namespace)
    await spoil(redis, key)
    await using reader = createCache(options)
    await reader.ready()
    const incidents = await incidentsOf(options.namespace, async () => expect(await sourceOf(reader)).toBe('origin'))
    expect(incidents.map(({ kind }) => kind)).toContain('unreadable-entry')
    await using next = createCache(options)
    await next.ready()
    expect(await sourceOf(next)).toBe('redis')
  })
})

describe('the life cycle', () => {
  test('an ioredis instance that is handed in is neither used nor closed', async () => {
    await using redis = await startRedis()
    const instance = new Redis(redis.url, { connectionName: 'theirs' })
    await instance.ping()
    const cache = createCache({ redis: instance, namespace: uniqueName('degrading') })
    await cache.ready()
    const address = /addr=(\S+)/.exec(await instance.client('INFO'))?.[1]
    await using monitor = await redis.monitor()
    await cache.read({ ...request, maxStaleness: 0 }, load)
    await cache.invalidate(['order:1'])
    await cache.close()
    const commands = await monitor.collect()
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.filter(({ source }) => source === address)).toEqual([])
    expect(await instance.ping()).toBe('PONG')
    instance.disconnect()
  })

  test('close() during connecting, while Redis is away, and twice, ends', async () => {
    await using redis = await startRedis()
    for (const url of [redis.url, 'redis://127.0.0.1:1']) {
      const cache = createCache({ redis: url, namespace: uniqueName('degrading') })
      expect(await Promise.all([cache.close(), cache.close()])).toEqual([0, 0])
    }
    const away = createCache({ redis: redis.url, namespace: uniqueName('degrading') })
    await away.ready()
    await redis.kill()
    await away.invalidate(['order:1'])
    expect(await away.close()).toBe(1)
  })
})
