import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import type { KeyedRedis } from '../../../src/redis/keyed-redis.ts'
import { createRedisBackend } from '../../../src/redis/redis-backend.ts'
import type { ClusterSource } from '../../../src/redis/redis-source.ts'
import { type ClusterNode, startCluster, type TestCluster } from '../../support/redis-cluster.ts'

const keys = Array.from({ length: 20 }, (_, index) => `key:${index}`)

const valueOf = async (entries: KeyedRedis, key: string): Promise<unknown> => (await entries.ask(key, [['get', key]]))[0]

interface Connected extends AsyncDisposable {
  readonly entries: KeyedRedis
  /** Masters that were reported as down, and as up again. */
  readonly reports: readonly string[]
}

const connect = async (cluster: ClusterSource['cluster'], deadlineMs = 2_000): Promise<Connected> => {
  const reports: string[] = []
  const { entries } = createRedisBackend(
    { cluster },
    {
      namespace: 'test',
      logKey: '{ns}:log',
      maxEntryBytes: 1_000_000,
      deadlineMs,
      clock: createClock(),
      report: (kind) => reports.push(kind),
    },
  )
  entries.open()
  await expect.poll(() => keys.every((key) => entries.reaches(key))).toBe(true)
  return { entries, reports, [Symbol.asyncDispose]: async () => entries.close() }
}

/** How often a node said that somebody else owns a slot. */
const movedBy = async (node: ClusterNode): Promise<number> => {
  const [, count = '0'] = /^errorstat_MOVED:count=(\d+)/m.exec(String(await node.command('INFO', 'errorstats'))) ?? []
  return Number(count)
}

const keysOf = (cluster: TestCluster, node: ClusterNode): readonly string[] => keys.filter((key) => cluster.ownerOf(key) === node)

describe('keys of a cluster', () => {
  test('are asked for at the master of their slot, which one node is enough to find', async () => {
    await using cluster = await startCluster()
    await using connected = await connect(cluster.seeds.slice(0, 1))
    for (const key of keys) await connected.entries.ask(key, [['set', key, 'kept']])
    for (const key of keys) expect(await cluster.ownerOf(key).command('GET', key)).toBe('kept')
  })

  test('are found and kept at every step of the move of their slot to another master', async () => {
    await using cluster = await startCluster()
    await using connected = await connect(cluster.seeds)
    const { entries } = connected
    const key = 'key:{moving}'
    const [from, to] = [cluster.ownerOf(key), cluster.strangerTo(key)]
    await entries.ask(key, [['set', key, 'kept']])
    await cluster.moveSlot(key, to, async (step) => {
      expect({ step, value: await valueOf(entries, key) }).toEqual({ step, value: 'kept' })
      await entries.ask(`${step}{moving}`, [['set', `${step}{moving}`, step]])
    })
    expect(await movedBy(from)).toBe(0)
    expect(await valueOf(entries, key)).toBe('kept')
    expect(await movedBy(from)).toBe(1)
    // The table is asked for anew behind the first answer that says so.
    await expect
      .poll(async () => {
        const before = await movedBy(from)
        await valueOf(entries, key)
        return (await movedBy(from)) - before
      })
      .toBe(0)
    expect(await to.command('GET', 'moved{moving}')).toBe('moved')
    expect(await to.command('GET', 'declared{moving}')).toBe('declared')
  })

  test('of one master that is killed are out of reach until it is back, and those of the others are not', async () => {
    await using cluster = await startCluster()
    await using connected = await connect(cluster.seeds)
    const { entries, reports } = connected
    const [victim, other] = cluster.nodes.map((node) => keysOf(cluster, node)[0] ?? '')
    await cluster.ownerOf(victim ?? '').kill()
    await expect.poll(() => entries.reaches(victim ?? '')).toBe(false)
    await expect(entries.ask(victim ?? '', [['get', victim ?? '']])).rejects.toThrow('no master of this key is connected')
    await expect.poll(() => valueOf(entries, other ?? '').catch(String)).toBe(null)
    await expect.poll(() => reports).toEqual(['node-down'])
    await cluster.ownerOf(victim ?? '').restart({ empty: false })
    await expect.poll(() => entries.reaches(victim ?? '')).toBe(true)
    // A master that has just started answers that the cluster is down, for 2 s.
    await expect.poll(() => valueOf(entries, victim ?? '').catch(String)).toBe(null)
    expect(reports).toEqual(['node-down', 'node-up'])
  })

  test('of one master that is frozen cost the deadline, and those of the others nothing', async () => {
    await using cluster = await startCluster()
    await using connected = await connect(cluster.seeds, 1_000)
    const { entries } = connected
    const [victim = '', other = ''] = cluster.nodes.map((node) => keysOf(cluster, node)[0] ?? '')
    cluster.ownerOf(victim).pause()
    await expect(entries.ask(victim, [['get', victim]])).rejects.toThrow('within 1000 ms')
    expect(await valueOf(entries, other)).toBe(null)
    cluster.ownerOf(victim).resume()
    await expect.poll(() => valueOf(entries, victim).catch(() => 'unreachable')).toBe(null)
  })

  test('are found although all but one of the nodes to begin with are frozen or gone', async () => {
    await using cluster = await startCluster()
    const [frozen, , alive] = cluster.nodes
    const [seed = { host: '', port: 0 }, , last = seed] = cluster.seeds
    frozen?.pause()
    const { entries } = createRedisBackend(
      { cluster: [{ host: '127.0.0.1', port: 1 }, seed, last] },
      {
        namespace: 'test',
        logKey: '{ns}:log',
        maxEntryBytes: 1_000_000,
        deadlineMs: 2_000,
        clock: createClock(),
        report: () => {},
      },
    )
    entries.open()
    const [key = ''] = alive === undefined ? [] : keysOf(cluster, alive)
    await expect.poll(() => entries.reaches(key)).toBe(true)
    expect(await valueOf(entries, key)).toBe(null)
    entries.close()
  })

  test('leave no connection behind when they are closed, be it while connecting', async () => {
    await using cluster = await startCluster()
    const clientsOf = async (): Promise<number> => {
      const lists = await Promise.all(
        cluster.nodes.map(async (node) => String(await node.command('CLIENT', 'LIST', 'TYPE', 'normal'))),
      )
      return lists.join('').trim().split('\n').length
    }
    const before = await clientsOf()
    const connected = await connect(cluster.seeds)
    expect(await clientsOf()).toBeGreaterThan(before)
    await connected[Symbol.asyncDispose]()
    const { entries } = createRedisBackend(
      { cluster: cluster.seeds },
      {
        namespace: 'test',
        logKey: '{ns}:log',
        maxEntryBytes: 1_000_000,
        deadlineMs: 500,
        clock: createClock(),
        report: () => {},
      },
    )
    entries.open()
    entries.close()
    await expect.poll(clientsOf).toBe(before)
  })
})
