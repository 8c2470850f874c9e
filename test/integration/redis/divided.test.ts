import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { startDividedSentinel } from '../../support/divided-network.ts'
import { uniqueName } from '../../support/names.ts'

const settings = { maxStaleness: '200ms', redisDeadline: '2s' } as const

/** What is committed, by key; each key is the only tag of its value. */
const createOrigin = (...keys: readonly string[]) => {
  const committed = new Map(keys.map((key) => [key, 'old']))
  const read = async (cache: Cache, key: string): Promise<string | undefined> => {
    const { value, source } = await cache.read({ key, ttl: '1h', tags: [key] }, () => committed.get(key) ?? '')
    return `${value} from ${source === 'origin' ? 'origin' : 'cache'}`
  }
  return {
    read,
    /** Settles when the cache answers the key without its origin. */
    async keep(cache: Cache, key: string): Promise<void> {
      await expect.poll(() => read(cache, key)).toMatch(/ from cache$/)
    },
    commit: async (cache: Cache, key: string): Promise<string> => {
      committed.set(key, 'new')
      return (await cache.invalidate([key])).status
    },
  }
}

describe('a network that divides the master from its replica and the sentinels', () => {
  test('hides no invalidation from anybody once it is whole, not even one that died with the old master', async () => {
    await using network = await startDividedSentinel()
    const { watched, master } = network
    const options = { ...settings, namespace: uniqueName('divided') }
    await using inside = createCache({ ...options, redis: network.inside })
    await using outside = createCache({ ...options, redis: network.outside })
    await Promise.all([inside.ready(), outside.ready()])
    const origin = createOrigin('of outside', 'lost', 'queued')
    for (const cache of [inside, outside]) await origin.keep(cache, 'of outside')

    network.divide()
    await watched.promotedOver(master)
    await expect.poll(() => origin.commit(outside, 'of outside')).toBe('applied')
    expect(await origin.read(outside, 'of outside')).toMatch(/^new /)
    for (const key of ['lost', 'queued']) await origin.keep(outside, key)
    // The old master acknowledges what the new one will make it forget.
    expect(await origin.commit(inside, 'lost')).toBe('applied')
    await master.command('CONFIG', 'SET', 'min-replicas-to-write', 1)
    expect(await origin.commit(inside, 'queued')).toBe('queued')
    for (const key of ['lost', 'queued']) expect(await origin.read(inside, key)).toMatch(/^new /)

    network.heal()
    for (const cache of [inside, outside]) {
      for (const key of ['of outside', 'lost', 'queued']) await expect.poll(() => origin.read(cache, key)).toMatch(/^new /)
    }
    await watched.whole()
    expect((await inside.invalidate(['probe'])).status).toBe('applied')
  })
})
