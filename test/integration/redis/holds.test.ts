import { createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const load = (): { status: string } => ({ status: 'SHIPPED' })

describe('a hold', () => {
  test('is found in Redis by a process that starts while it is open, and its end is heard', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('holds'), redisDeadline: '2s' } as const
    await using writer = createCache(options)
    await writer.ready()
    const work = Promise.withResolvers<string>()
    const begun = Promise.withResolvers<void>()
    const mutation = writer.mutate(['order:1'], () => {
      begun.resolve()
      return work.promise
    }, { hold: '10m' })
    await begun.promise
    await using reader = createCache(options)
    await reader.ready()
    for (let count = 0; count < 3; count++) expect((await reader.read(request, load)).source).toBe('origin')
    const other = { ...request, key: 'other', tags: ['order:2'] }
    expect([(await reader.read(other, load)).source, (await reader.read(other, load)).source]).toEqual(['origin', 'memory'])
    work.resolve('done')
    expect((await mutation).hold).toBe('held')
    await expect.poll(async () => (await reader.read(request, load)).source).toBe('memory')
  })
})
