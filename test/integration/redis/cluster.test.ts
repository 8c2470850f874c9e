import { Cluster } from 'ioredis'
import { createCache } from 'mes-crm-sdk/cache'
import { logKey } from 'mes-crm-sdk/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startCluster, type TestCluster } from '../../support/redis-cluster.ts'
import { keySlot } from '../../../src/redis/slot-table.ts'

let cluster: TestCluster
beforeAll(async () => void (cluster = await startCluster()))
afterAll(() => cluster[Symbol.asyncDispose]())

const request = (key: string) => ({ key, ttl: '1h', tags: [`order:${key}`] }) as const
const keys = Array.from({ length: 30 }, (_, index) => String(index))

/** Entries of a namespace, by node. */
const spread = async (namespace: string): Promise<readonly number[]> =>
  Promise.all(
    cluster.nodes.map(async (node) => {
      const found = await node.command('KEYS', `${namespace}:*`)
      return Array.isArray(found) ? found.length : 0
    }),
  )

const total = async (namespace: string): Promise<number> => (await spread(namespace)).reduce((sum, count) => sum + count, 0)

test('the slot of a key is the one that Redis says, with braces and without', async () => {
  const [node] = cluster.nodes
  for (const key of ['123456789', '', '{prod}:log', 'a{}b', 'a{b}c{d}', '{{a}}', 'a}b{c', 'ключ{теги}', 'x'.repeat(1_000)]) {
    expect({ key, slot: keySlot(key) }).toEqual({ key, slot: await node?.command('CLUSTER', 'KEYSLOT', key) })
  }
})

describe('on a cluster of three masters', () => {
  test('entries are spread over all of them, found by another process, and gone when they are invalidated', async () => {
    const options = {
      redis: { cluster: cluster.seeds.slice(0, 1) },
      namespace: uniqueName('cluster'),
      redisDeadline: '5s',
    } as const
    await using writer = createCache(options)
    await using reader = createCache(options)
    await Promise.all([writer.ready(), reader.ready()])
    // A master that is not connected yet costs its entries.
    await expect
      .poll(async () => {
        for (const key of keys) await writer.read({ ...request(key), cache: 'reload' }, () => 1)
        return total(options.namespace)
      })
      .toBe(keys.length)
    expect(Math.min(...(await spread(options.namespace)))).toBeGreaterThan(0)
    await expect
      .poll(async () => {
        await using late = createCache(options)
        await late.ready()
        const sources = new Set<string>()
        for (const key of keys) sources.add((await late.read(request(key), () => 2)).source)
        return [...sources]
      })
      .toEqual(['redis'])
    const { position, status } = await writer.invalidate(['order:7'])
    expect(status).toBe('applied')
    expect(await reader.read({ ...request('7'), atLeast: position }, () => 3)).toMatchObject({ value: 3, source: 'origin' })
    expect(await reader.read({ ...request('8'), atLeast: position }, () => 3)).toMatchObject({ value: 1, source: 'redis' })
  })

  test('a hold keeps a value out of every cache until its work ends', async () => {
    const options = { redis: { cluster: cluster.seeds }, namespace: uniqueName('cluster'), redisDeadline: '5s' } as const
    await using writer = createCache(options)
    await using reader = createCache(options)
    await Promise.all([writer.ready(), reader.ready()])
    const { hold, position } = await writer.mutate(
      ['order:1'],
      async () => {
        await expect
          .poll(async () => {
            await reader.read(request('1'), () => 'before')
            return (await reader.read(request('1'), () => 'before')).source
          })
          .toBe('origin')
      },
      { hold: '30s' },
    )
    expect(hold).toBe('held')
    expect(await reader.read({ ...request('1'), atLeast: position }, () => 'after')).toMatchObject({ value: 'after' })
    expect(await reader.read(request('1'), () => 'later')).toMatchObject({ value: 'after', source: 'memory' })
  })

  test('processes that miss the same key with a lease load it once, wherever its slot is', async () => {
    const options = { redis: { cluster: cluster.seeds }, namespace: uniqueName('cluster'), redisDeadline: '5s' } as const
    await using own = new AsyncDisposableStack()
    const caches = Array.from({ length: 4 }, () => own.use(createCache(options)))
    await Promise.all(caches.map((cache) => cache.ready()))
    // Every master is connected once each of them has taken a fill.
    await expect
      .poll(async () => {
        for (const key of keys) for (const cache of caches) await cache.read({ ...request(key), cache: 'reload' }, () => 1)
        return total(options.namespace)
      })
      .toBe(keys.length)
    const loads = new Map<string, number>()
    const load = (key: string) => async (): Promise<number> => {
      loads.set(key, (loads.get(key) ?? 0) + 1)
      return 1
    }
    const cold = keys.map((key) => `cold:${key}`)
    await Promise.all(cold.flatMap((key) => caches.map((cache) => cache.read({ ...request(key), lease: true }, load(key)))))
    expect([...loads.values()]).toEqual(cold.map(() => 1))
  })

  test('the settings of an ioredis cluster are taken over, and it stays open', async () => {
    await using own = new AsyncDisposableStack()
    const instance = own.adopt(
      new Cluster(
        cluster.seeds.map(({ port }) => port),
        { redisOptions: { connectionName: 'ours' } },
      ),
      (one) => one.disconnect(),
    )
    {
      await using cache = createCache({ redis: instance, namespace: uniqueName('cluster') })
      await cache.ready()
      const lists = await Promise.all(cluster.nodes.map(async (node) => String(await node.command('CLIENT', 'LIST'))))
      expect(lists.join('\n')).toContain('name=ours')
    }
    expect(await instance.set('still', 'open')).toBe('OK')
  })

  test('the log moves to another master: nobody is advised to name nodes that are named, and invalidations go on', async () => {
    const namespace = uniqueName('moving')
    using incidents = collectIncidents(namespace)
    await using cache = createCache({ redis: { cluster: cluster.seeds }, namespace, redisDeadline: '5s' })
    await cache.ready()
    expect((await cache.invalidate(['order:1'])).status).toBe('applied')
    await cluster.moveSlot(logKey(namespace), cluster.strangerTo(logKey(namespace)))
    await expect
      .poll(async () => {
        await cache.read({ key: 'order', ttl: 0, tags: ['order:1'], maxStaleness: 0 }, () => 1)
        return (await cache.invalidate(['order:1'])).status
      })
      .toBe('applied')
    const told = incidents.seen.map(({ kind, cause }) => `${kind} ${String(cause)}`)
    expect(told.filter((text) => text.startsWith('redis-refused') || text.includes('name some of its nodes'))).toEqual([])
    expect(told.join('\n')).toMatch(/redis-down .*another master of the cluster has the slot/)
  })
})
