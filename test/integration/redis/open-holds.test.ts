import { createCache } from 'mes-crm-sdk/cache'
import { expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'

test('a process that starts while a tag is held neither keeps nor serves what has it, until the hold ends', async () => {
  await using redis = await startRedis()
  const options = { redis: redis.url, namespace: uniqueName('holds') }
  await using writer = createCache(options)
  await writer.ready()
  const working = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  const mutation = writer.mutate(['order:1'], async () => {
    working.resolve()
    await done.promise
  }, { hold: '60s' })
  await working.promise
  await using starter = createCache(options)
  await starter.ready()
  const sourceOf = async (tag: string): Promise<string> => (await starter.read({ key: tag, ttl: '1h', tags: [tag] }, () => tag)).source
  expect([await sourceOf('order:1'), await sourceOf('order:1')]).toEqual(['origin', 'origin'])
  expect([await sourceOf('order:2'), await sourceOf('order:2')]).toEqual(['origin', 'memory'])
  done.resolve()
  await mutation
  await expect.poll(() => sourceOf('order:1')).toBe('memory')
})
