import { createCache } from 'mes-crm-sdk/cache'
import { expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const

test('an invalidation reaches another follower by its message alone, long before any confirmation is due', async () => {
  await using redis = await startRedis()
  const options = { redis: redis.url, namespace: uniqueName('delivery'), redisDeadline: '2s', maxStaleness: '1h' } as const
  await using writer = createCache(options)
  await using reader = createCache(options)
  await Promise.all([writer.ready(), reader.ready()])
  let version = 1
  const read = () => reader.read(request, () => version)
  await read()
  expect(await read()).toMatchObject({ value: 1, source: 'memory' })
  version = 2
  await writer.invalidate(request.tags)
  await expect.poll(async () => (await read()).value).toBe(2)
})

test('an invalidation is queued while Redis is down, seen by its own process at once, and appended when Redis is back', async () => {
  await using redis = await startRedis()
  const options = { redis: redis.url, namespace: uniqueName('queue'), maxStaleness: '200ms' } as const
  await using writer = createCache(options)
  await using reader = createCache(options)
  await Promise.all([writer.ready(), reader.ready()])
  let version = 1
  const readBy = (cache: typeof writer) => cache.getOrLoad(request, () => version)
  expect([await readBy(writer), await readBy(reader)]).toEqual([1, 1])
  await redis.kill()
  version = 2
  expect((await writer.invalidate(request.tags)).status).toBe('queued')
  expect(await readBy(writer)).toBe(2)
  await redis.restart({ empty: false })
  await expect.poll(() => readBy(reader)).toBe(2)
  await expect.poll(async () => (await writer.invalidate(request.tags)).status).toBe('applied')
})
