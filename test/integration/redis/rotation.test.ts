import { Cluster, Redis } from 'ioredis'
import { createCache, type CacheOptions } from 'mes-crm-sdk/cache'
import { describe, type ExpectStatic, test } from 'vitest'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startCluster } from '../../support/redis-cluster.ts'
import { startWatched } from '../../support/redis-sentinel.ts'
import { startRedis } from '../../support/redis-server.ts'
import type { Reply } from '../../support/resp.ts'

const USER = 'service'
const ROTATIONS = 3

interface Server {
  command(...words: readonly (string | number)[]): Promise<Reply>
}

/** A password that is another one after each rotation. */
const rotating = (servers: readonly Server[], told: (password: string) => void = () => {}) => {
  const state = { password: '', times: 0, asked: 0 }
  return {
    state,
    ask: () => {
      state.asked++
      return state.password
    },
    async rotate() {
      state.password = `pass-${++state.times}`
      told(state.password)
      for (const server of servers)
        await server.command('ACL', 'SETUSER', USER, 'on', 'resetpass', `>${state.password}`, '~*', '&*', '+@all')
    },
  }
}

const drop = async (servers: readonly Server[]): Promise<void> => {
  for (const server of servers) await server.command('CLIENT', 'KILL', 'USER', USER)
}

/** Rotates and drops every connection, again and again: each time the invalidations are appended, and values shared, with the new password. */
const outlive = async (
  expect: ExpectStatic,
  redis: NonNullable<CacheOptions['redis']>,
  servers: readonly Server[],
  rotations: readonly { rotate(): Promise<void> }[],
): Promise<void> => {
  const namespace = uniqueName('rotation')
  using collected = collectIncidents(namespace)
  await using cache = createCache({ redis, namespace, principal: 'service', redisDeadline: '5s' })
  await using reader = createCache({ redis, namespace, principal: 'service', redisDeadline: '5s' })
  await Promise.all([cache.ready({ timeout: '20s' }), reader.ready({ timeout: '20s' })])
  for (let time = 1; time <= ROTATIONS; time++) {
    for (const one of rotations) await one.rotate()
    await drop(servers)
    await expect.poll(async () => (await cache.invalidate(['order:1'])).status, { timeout: 20_000 }).toBe('applied')
    const request = { key: `order ${time}`, ttl: '1h', tags: ['order:1'] } as const
    await expect
      .poll(
        async () => {
          await cache.read({ ...request, cache: 'reload' }, () => time)
          return (await reader.read(request, () => time)).source
        },
        { timeout: 20_000 },
      )
      .toMatch(/redis|memory/)
  }
  const refused = collected.seen.filter(({ cause }) => /WRONGPASS|NOAUTH/.test(String(cause)))
  expect(refused).toEqual([])
}

describe.concurrent('a password that is rotated while connections are dropped', { timeout: 120_000 }, () => {
  test('is asked for at every connection to a server', async ({ expect }) => {
    await using redis = await startRedis()
    const { rotate, ask, state } = rotating([redis])
    await rotate()
    await outlive(
      expect,
      { host: '127.0.0.1', port: redis.port, username: () => USER, password: async () => ask() },
      [redis],
      [{ rotate }],
    )
    expect(state.asked).toBeGreaterThan(ROTATIONS)
  })

  test('is read anew of an instance', async ({ expect }) => {
    await using redis = await startRedis()
    const instance = new Redis({ host: '127.0.0.1', port: redis.port, username: USER, lazyConnect: true })
    const { rotate } = rotating([redis], (password) => void (instance.options.password = password))
    await rotate()
    await outlive(expect, instance, [redis], [{ rotate }])
    instance.disconnect()
  })

  test('is asked for at every connection to a node of a cluster, and read anew of an instance of it', async ({ expect }) => {
    await using cluster = await startCluster()
    const { rotate, ask, state } = rotating(cluster.nodes)
    await rotate()
    await outlive(expect, { cluster: cluster.seeds, username: USER, password: ask }, cluster.nodes, [{ rotate }])
    const redisOptions: { username: string; password?: string } = { username: USER, password: state.password }
    const instance = new Cluster([...cluster.seeds], { lazyConnect: true, redisOptions })
    const other = rotating(cluster.nodes, (password) => void (instance.options.redisOptions = { ...redisOptions, password }))
    await other.rotate()
    await outlive(expect, instance, cluster.nodes, [other])
    instance.disconnect()
  })

  test('is asked for at every question to a sentinel, and at every connection to the master', async ({ expect }) => {
    await using watched = await startWatched()
    await watched.whole()
    const master = rotating(watched.servers)
    const sentinels = rotating(watched.sentinels)
    await Promise.all([master.rotate(), sentinels.rotate()])
    const source = {
      ...watched.source,
      username: USER,
      password: master.ask,
      sentinelUsername: () => Promise.resolve(USER),
      sentinelPassword: sentinels.ask,
    }
    await outlive(expect, source, watched.servers, [master, sentinels])
  })
})
