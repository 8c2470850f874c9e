import { setTimeout as pause } from 'node:timers/promises'
import { type Cache, createCache, isClosedError } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const

const kindOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (isClosedError(error) ? 'closed' : String(error)),
  )

/** Clients that Redis knows of, other than the test's own. */
const clientsOf = async (redis: TestRedis): Promise<number> =>
  String(await redis.command('CLIENT', 'LIST'))
    .split('\n')
    .filter(Boolean).length - 1

/** Work that goes on until it is told to end. */
const startWork = () => {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<string>()
  const work = (): Promise<string> => {
    begun.resolve()
    return end.promise
  }
  return { work, begun: begun.promise, end: () => end.resolve('done') }
}

describe('close()', () => {
  test('leaves a load under way to its reader, and nothing else open', async () => {
    await using redis = await startRedis()
    const cache = createCache({ redis: redis.url, namespace: uniqueName('closing') })
    await cache.ready()
    const { work, begun, end } = startWork()
    const reading = cache.read(request, work)
    const joining = cache.getOrLoad(request, work)
    await begun
    expect(await cache.close()).toBe(0)
    expect(await kindOf(cache.getOrLoad(request, () => 1))).toBe('closed')
    expect(await kindOf(cache.mutate(['a'], () => 1))).toBe('closed')
    expect(await kindOf(cache.invalidate(['a']))).toBe('closed')
    end()
    expect(await reading).toMatchObject({ value: 'done', source: 'origin' })
    expect(await joining).toBe('done')
    await expect.poll(() => clientsOf(redis)).toBe(0)
  })

  test('answers who waits for Redis, by a load', async () => {
    await using redis = await startRedis()
    const cache = createCache({ redis: redis.url, namespace: uniqueName('closing'), redisDeadline: '10m' })
    await cache.ready()
    redis.pause()
    const readings = Array.from({ length: 20 }, (_, key) => cache.read({ ...request, key, maxStaleness: key % 2 }, () => key))
    await cache.close()
    expect((await Promise.all(readings)).map(({ value }) => value)).toEqual(readings.map((_, key) => key))
  })

  test('waits for a mutation under way, whose invalidation reaches the others', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('closing'), redisDeadline: '5s' } as const
    await using other = createCache(options)
    const cache = createCache(options)
    await Promise.all([cache.ready(), other.ready()])
    await other.getOrLoad(request, () => 'before')
    const { work, begun, end } = startWork()
    const mutating = cache.mutate(['order:1'], work)
    await begun
    const closing = cache.close()
    end()
    expect((await mutating).status).toBe('applied')
    expect(await closing).toBe(0)
    expect(await other.getOrLoad({ ...request, maxStaleness: 0 }, () => 'after')).toBe('after')
  })

  test('counts a mutation that takes too long, which is told that its invalidation is not in the log', async () => {
    await using redis = await startRedis()
    const cache = createCache({ redis: redis.url, namespace: uniqueName('closing') })
    await cache.ready()
    const { work, begun, end } = startWork()
    const mutating = cache.mutate(['order:1'], work)
    await begun
    expect(await cache.close()).toBe(1)
    end()
    expect(await mutating).toMatchObject({ value: 'done', status: 'queued' })
  })

  test('is the same however often it is called, at once or later', async () => {
    await using redis = await startRedis()
    const cache = createCache({ redis: redis.url, namespace: uniqueName('closing') })
    await cache.ready()
    await redis.kill()
    await cache.invalidate(['order:1'])
    expect(await Promise.all([cache.close(), cache.close()])).toEqual([1, 1])
    expect(await cache.close()).toBe(1)
    await cache[Symbol.asyncDispose]()
  })

  const PATHS: readonly (readonly [
    string,
    (cache: Cache, proxy: Awaited<ReturnType<typeof startProxy>>) => Promise<void> | void,
  ])[] = [
    ['is cut, and connects again', (_cache, proxy) => proxy.cut()],
    [
      'connects again this very moment',
      async (cache, proxy) => {
        proxy.cut()
        proxy.heal()
        await expect.poll(async () => (await cache.invalidate(['a'])).status, { interval: 1 }).toBe('applied')
        proxy.cut()
        proxy.heal()
      },
    ],
  ]
  test.each(PATHS)('while the way to Redis %s, ends, and leaves no connection', async (_name, happen) => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const cache = createCache({ redis: proxy.url, namespace: uniqueName('closing') })
    await cache.ready()
    for (let key = 0; key < 5; key++) void cache.getOrLoad({ ...request, key }, () => pause(20, key))
    await happen(cache, proxy)
    expect(await cache.close()).toBe(0)
    proxy.heal()
    await expect.poll(() => proxy.connections).toBe(0)
    await expect.poll(() => clientsOf(redis)).toBe(0)
  })
})

test('a reader who leaves is answered at once, whatever Redis is asked for meanwhile', async () => {
  await using redis = await startRedis()
  await using cache = createCache({ redis: redis.url, namespace: uniqueName('closing'), redisDeadline: '10m' })
  await cache.ready()
  await cache.getOrLoad(request, () => 1)
  redis.pause()
  const leaving = new AbortController()
  const reading = cache.read({ ...request, maxStaleness: 0, signal: leaving.signal }, () => 2).catch((reason: unknown) => reason)
  leaving.abort('left')
  expect(await reading).toBe('left')
})
