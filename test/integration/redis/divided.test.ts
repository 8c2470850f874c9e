import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { logKey } from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { divideCluster, startDividedSentinel } from '../../support/divided-network.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startCluster } from '../../support/redis-cluster.ts'

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

describe('a network that divides the master of the log from the rest of a cluster', () => {
  test('leaves nobody with an old master that answers: what is invalidated at the new one is missed by none for longer than promised', async () => {
    await using cluster = await startCluster({ replicas: true })
    const options = { ...settings, namespace: uniqueName('divided') }
    const master = cluster.ownerOf(logKey(options.namespace))
    await using network = await divideCluster(cluster, master)
    using incidents = collectIncidents(options.namespace)
    await using inside = createCache({ ...options, redis: network.inside })
    await using outside = createCache({ ...options, redis: network.outside })
    await Promise.all([inside.ready(), outside.ready()])
    const origin = createOrigin('of outside', 'of inside', 'lost')
    for (const cache of [inside, outside]) for (const key of ['of outside', 'of inside', 'lost']) await origin.keep(cache, key)

    network.divide()
    // The old master acknowledges until it misses the others, and takes that with it.
    expect(await origin.commit(inside, 'lost')).toBe('applied')
    await cluster.replacedBy(master)
    await expect.poll(() => origin.commit(outside, 'of outside')).toBe('applied')
    const invalidatedAt = performance.now()
    await expect.poll(() => performance.now() - invalidatedAt).toBeGreaterThan(200)
    for (const key of ['of outside', 'lost'])
      for (const cache of [inside, outside]) expect(await origin.read(cache, key)).toMatch(/^new /)
    await expect(master.command('XLEN', logKey(options.namespace))).rejects.toThrow(/CLUSTERDOWN/)
    expect(await origin.commit(inside, 'of inside')).toBe('queued')

    network.heal()
    await cluster.agreed()
    for (const cache of [inside, outside])
      for (const key of ['of outside', 'of inside', 'lost']) await expect.poll(() => origin.read(cache, key)).toMatch(/^new /)
    await expect.poll(() => origin.commit(inside, 'of inside')).toBe('applied')
    expect(incidents.seen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['redis-down', 'loss', 'redis-up']))
  })
})
