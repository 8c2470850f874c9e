import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

interface CountingProxy extends AsyncDisposable {
  readonly url: string
  /** Writes that reached Redis: a pipeline that is sent at once is one. */
  readonly writes: number
}

const countWrites = async (port: number): Promise<CountingProxy> => {
  let writes = 0
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1')
    client.on('data', (chunk) => {
      writes += 1
      redis.write(chunk)
    })
    redis.pipe(client)
    for (const socket of [client, redis])
      socket
        .on('error', () => {})
        .on('close', () => {
          client.destroy()
          redis.destroy()
        })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get writes() {
      return writes
    },
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const load = (): { status: string } => ({ status: 'SHIPPED' })
/** No confirmation falls due by itself during a test. */
const calm = { maxStaleness: '1h', redisDeadline: '5s' } as const

/**
 * Settles when every cache hears what another one appends. The question that each asks when it is subscribed has been answered by
 * then, too, since answers come in the order of the questions.
 */
const settle = async (redis: TestRedis, namespace: string, ...caches: readonly Cache[]): Promise<void> => {
  await using prober = createCache({ redis: redis.url, namespace, ...calm })
  await Promise.all([prober, ...caches].map((cache) => cache.ready()))
  await expect
    .poll(async () => {
      const { position } = await prober.invalidate(['probe'])
      await pause(20)
      return caches.every((cache) => cache.position === position)
    })
    .toBe(true)
  for (const cache of caches) await cache.getOrLoad({ key: 'probe', ttl: 0, tags: [], maxStaleness: 0 }, () => true)
}

describe('a read of many', () => {
  test('takes one round trip for all that memory lacks, with one question for the head of the log in it', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('trips')
    await using writer = createCache({ redis: redis.url, namespace, ...calm })
    await using proxy = await countWrites(redis.port)
    await using reader = createCache({ redis: proxy.url, namespace, ...calm })
    await settle(redis, namespace, writer, reader)
    const ids = Array.from({ length: 100 }, (_, index) => index)
    const many = { ids, key: (id: number) => ['order', id], ttl: '1h', tags: ['orders'] } as const
    await writer.getMany(many, (missing) => missing.map((id) => ({ id })))
    await expect.poll(async () => (await reader.getMany({ ...many, ids: [0] }, () => [{ id: -1 }]))[0]).toEqual({ id: 0 })
    const refuse = (): never => {
      throw new Error('loaded again')
    }
    await using monitor = await redis.monitor()
    const before = proxy.writes
    const lacking = ids.slice(1)
    expect(await reader.getMany({ ...many, ids: lacking, maxStaleness: 0 }, refuse)).toEqual(lacking.map((id) => ({ id })))
    expect(proxy.writes - before).toBe(1)
    const commands = (await monitor.collect()).map(({ name }) => name)
    expect(commands.filter((name) => name === 'GET')).toHaveLength(lacking.length)
    expect(commands.filter((name) => name === 'XREVRANGE')).toHaveLength(1)
  })
})

describe('a read', () => {
  test('that hits the memory tier sends nothing to Redis', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('trips')
    await using cache = createCache({ redis: redis.url, namespace, ...calm })
    await settle(redis, namespace, cache)
    await cache.getOrLoad(request, load)
    await using monitor = await redis.monitor()
    for (let count = 0; count < 100; count++) expect((await cache.read(request, load)).source).toBe('memory')
    expect(await monitor.collect()).toEqual([])
  })

  test('that hits the Redis tier takes one round trip, with the question for the head of the log in it', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('trips')
    await using writer = createCache({ redis: redis.url, namespace, ...calm })
    await using proxy = await countWrites(redis.port)
    await using reader = createCache({ redis: proxy.url, namespace, ...calm })
    await settle(redis, namespace, writer, reader)
    await writer.getOrLoad(request, load)
    await using monitor = await redis.monitor()
    const before = proxy.writes
    expect((await reader.read({ ...request, maxStaleness: 0 }, load)).source).toBe('redis')
    expect((await monitor.collect()).map(({ name }) => name)).toEqual(['PTTL', 'GET', 'XREVRANGE', 'INFO'])
    expect(proxy.writes - before).toBe(1)
  })

  test('that misses takes one round trip before the load and one after it', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('trips')
    await using cache = createCache({ redis: redis.url, namespace, ...calm })
    await settle(redis, namespace, cache)
    await using monitor = await redis.monitor()
    await cache.getOrLoad(request, load)
    // Nobody waits for the fill.
    await expect.poll(async () => (await monitor.collect()).map(({ name }) => name)).toEqual(['PTTL', 'GET', 'SET'])
  })

  test('that misses does not wait for what it writes', async () => {
    await using redis = await startRedis()
    await using cache = createCache({ redis: redis.url, namespace: uniqueName('trips'), ...calm, redisDeadline: '60s' })
    await cache.ready()
    const value = await cache.getOrLoad(request, () => {
      redis.pause()
      return load()
    })
    expect(value).toEqual(load())
    redis.resume()
  })
})
