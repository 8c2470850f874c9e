import { describe, expect, test } from 'vitest'
import { createCache } from 'mes-crm-sdk/cache'
import { findViolations, type Read } from '../../support/history.ts'
import { uniqueName } from '../../support/names.ts'
import { observe, startReader } from '../../support/observed-run.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startRegister } from '../../support/register.ts'

/** Redis still appends records for everybody, and publishes none. */
const forbidPublishing = (redis: TestRedis): Promise<unknown> => redis.command('ACL', 'SETUSER', 'default', '-publish')

const latency = (): number => 5 + Math.random() * 20
const WRITES = 12

describe('an invalidation', () => {
  test('reaches another process by its message alone, long before any confirmation is due', async () => {
    await using redis = await startRedis()
    await using register = await startRegister(latency)
    const namespace = uniqueName('delivery')
    await using writer = createCache({ redis: redis.url, namespace, redisDeadline: '2s' })
    await using reader = await startReader({ variant: 'complete', redis: redis.url, namespace, register: register.url, maxStaleness: 3_600_000 })
    await Promise.all([writer.ready(), reader.call('ready')])
    expect((await reader.call<Read>('read')).version).toBe(0)
    expect((await reader.call<Read>('read')).source).toBe('memory')
    const version = register.commit()
    await writer.invalidate(['register'])
    expect((await reader.call<Read>('waitFor', { version })).version).toBe(version)
  })

  test('is never missed for longer than maxStaleness, with messages', async () => {
    await using redis = await startRedis()
    const { writes, reads } = await observe({ redis: redis.url, latency, maxStaleness: 200 }, ({ writeFor }) => writeFor(WRITES))
    expect(findViolations(writes, reads, 200)).toEqual([])
    expect(reads.filter(({ source }) => source === 'memory').length).toBeGreaterThan(reads.length / 2)
  })

  test('is never missed for longer than maxStaleness when no message is ever delivered', async () => {
    await using redis = await startRedis()
    await forbidPublishing(redis)
    const { writes, reads } = await observe({ redis: redis.url, latency, maxStaleness: 200 }, ({ writeFor }) => writeFor(WRITES))
    expect(findViolations(writes, reads, 200)).toEqual([])
    expect(reads.filter(({ source }) => source === 'memory').length).toBeGreaterThan(reads.length / 2)
  })

  test('is missed when there is neither message nor confirmation: the checker sees what it looks for', async () => {
    await using redis = await startRedis()
    await forbidPublishing(redis)
    const setting = { redis: redis.url, latency, maxStaleness: 200, variant: 'without confirmation' } as const
    const { writes, reads } = await observe(setting, ({ writeFor }) => writeFor(WRITES))
    expect(findViolations(writes, reads, 200).length).toBeGreaterThan(0)
  })

  test('that comes while a value is loaded is missed without the stamp fence: the checker sees that, too', async () => {
    await using redis = await startRedis()
    const setting = { redis: redis.url, latency: () => 100, maxStaleness: 50, variant: 'without the stamp fence' } as const
    const { writes, reads } = await observe(setting, ({ writeFor }) => writeFor(WRITES))
    expect(findViolations(writes, reads, 50).length).toBeGreaterThan(0)
  })
})
