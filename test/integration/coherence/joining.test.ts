import { createCache } from 'mes-crm-sdk/cache'
import { expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const

const entries = async (redis: TestRedis, namespace: string): Promise<number> => {
  const keys = await redis.command('KEYS', `${namespace}:*`)
  return Array.isArray(keys) ? keys.length : 0
}

const kinds = async (redis: TestRedis, namespace: string): Promise<readonly string[]> => {
  const rows = JSON.stringify(await redis.command('XRANGE', `{${namespace}}:log`, '-', '+'))
  return [...rows.matchAll(/"kind","(\w+)"/g)].map(([, kind = '']) => kind)
}

test('a process that is the first to join a log restored from an older snapshot serves nothing that was invalidated since', async () => {
  await using redis = await startRedis()
  const options = { redis: redis.url, namespace: uniqueName('joining'), maxStaleness: 1, redisDeadline: '2s' } as const
  let version = 1
  const load = (): number => version
  {
    await using gone = createCache(options)
    await gone.ready()
    await gone.getOrLoad(request, load)
    await expect.poll(() => entries(redis, options.namespace)).toBe(1)
    await redis.command('SAVE')
    version = 2
    expect((await gone.invalidate(request.tags)).status).toBe('applied')
  }
  await redis.kill()
  await redis.restart({ empty: false })
  expect(await entries(redis, options.namespace)).toBe(1)
  await using joining = createCache(options)
  await joining.ready()
  expect(await joining.read(request, load)).toMatchObject({ value: 2, source: 'origin' })
  await using next = createCache(options)
  await next.ready()
  expect(await kinds(redis, options.namespace)).toEqual(['genesis', 'clear'])
})

test('a process that joins a log whose server went on without a break clears nothing, and finds what others have cached', async () => {
  await using redis = await startRedis()
  const options = { redis: redis.url, namespace: uniqueName('joining'), redisDeadline: '2s' } as const
  await using first = createCache(options)
  await first.ready()
  await first.getOrLoad(request, () => 1)
  await expect.poll(() => entries(redis, options.namespace)).toBe(1)
  await using joining = createCache(options)
  await joining.ready()
  expect((await joining.read(request, () => 2)).source).toBe('redis')
  expect(await kinds(redis, options.namespace)).toEqual(['genesis'])
})
