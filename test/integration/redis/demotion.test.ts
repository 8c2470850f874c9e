import { createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { collectIncidents } from '../../support/incidents.ts'
import { findHaproxy } from '../../support/intermediary.ts'
import { uniqueName } from '../../support/names.ts'
import { freePort } from '../../support/ports.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { connectResp } from '../../support/resp.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const isLinked = async (replica: TestRedis): Promise<boolean> =>
  String(await replica.command('INFO', 'replication')).includes('master_link_status:up')

/** Makes `next` the master, as an operator does behind a proxy that leaves its clients with the old one, whose link to the new one is broken. */
const demote = async (old: TestRedis, next: TestRedis): Promise<void> => {
  await next.command('REPLICAOF', 'NO', 'ONE')
  await old.command('REPLICAOF', '127.0.0.1', await freePort())
}

/** How a reader finds its master. */
interface Way {
  readonly url: string
  /** Makes another server the master, and leads new connections to it. */
  turn(): Promise<unknown>
}

/** A process reads from memory alone, another server becomes the master, and another process invalidates there what it reads. */
const play = async (next: TestRedis, way: Way): Promise<string> => {
  const namespace = uniqueName('demotion')
  const options = { redis: way.url, namespace, maxStaleness: '200ms' } as const
  using incidents = collectIncidents(namespace)
  await using reader = createCache(options)
  await reader.ready()
  const database = { version: 1 }
  const read = (): Promise<number> => reader.getOrLoad({ key: 'order', ttl: '1h', tags: ['order:1'] }, () => database.version)
  expect(await read()).toBe(1)
  await expect.poll(() => next.command('KEYS', `${namespace}:*`)).toHaveLength(1)
  await way.turn()
  await using writer = createCache({ ...options, redis: next.url })
  await writer.ready()
  database.version = 2
  expect((await writer.invalidate(['order:1'])).status).toBe('applied')
  const acknowledgedAt = performance.now()
  const reads: { readonly value: number; readonly afterMs: number }[] = []
  await expect
    .poll(
      async () => {
        const afterMs = performance.now() - acknowledgedAt
        reads.push({ value: await read(), afterMs })
        return afterMs > 2_000 && reads.at(-1)?.value
      },
      { interval: 10 },
    )
    .toBe(2)
  // A read is invoked at `afterMs`: the old value later than maxStaleness is a violation.
  expect(reads.filter(({ value, afterMs }) => value === 1 && afterMs > 200)).toEqual([])
  await expect.poll(async () => (await reader.invalidate(['order:1'])).status).toBe('applied')
  return incidents.seen.map(({ kind, cause }) => `${kind} ${String(cause)}`).join('\n')
}

/** A master and its replica that has all of it. */
const replicated = async (): Promise<{ readonly old: TestRedis; readonly next: TestRedis } & AsyncDisposable> => {
  const [old, next] = await Promise.all([startRedis(), startRedis()])
  await next.command('REPLICAOF', '127.0.0.1', old.port)
  await expect.poll(() => isLinked(next)).toBe(true)
  return {
    old,
    next,
    [Symbol.asyncDispose]: async () => void (await Promise.all([old[Symbol.asyncDispose](), next[Symbol.asyncDispose]()])),
  }
}

/** The port of the server that a new connection leads to; `undefined` while there is none. */
const portBehind = async (port: number): Promise<string | undefined> => {
  const connection = await connectResp(port)
  try {
    return /^tcp_port:(\d+)/m.exec(String(await connection.command('INFO', 'server')))?.[1]
  } catch {
    return undefined
  } finally {
    connection.close()
  }
}

const haproxy = await findHaproxy()

describe('a master that is demoted in place, and keeps its clients', () => {
  test.each([
    [
      'confirms nothing: a process that only reads, and all of it from memory, goes to the new master',
      'yes',
      /redis-down .*expected a master, got role slave/,
    ],
    ['confirms nothing with replica-serve-stale-data no, which refuses what is read', 'no', /redis-down .*MASTERDOWN/],
  ])('%s', async (_name, servesStale, told) => {
    await using servers = await replicated()
    const { old, next } = servers
    await old.command('CONFIG', 'SET', 'replica-serve-stale-data', servesStale)
    await using proxy = await startProxy(old.port)
    const turn = async (): Promise<void> => {
      await demote(old, next)
      proxy.redirect(next.port)
    }
    expect(await play(next, { url: proxy.url, turn })).toMatch(told)
  })
})

describe('a name that leads to another server from now on is safe', () => {
  // New connections lead elsewhere, and living ones stay: what a name in DNS does.
  test.each([
    ['where the old master was stopped before', (old: TestRedis) => old.stop()],
    [
      'where the old master was made a replica before',
      async (old: TestRedis) => old.command('REPLICAOF', '127.0.0.1', await freePort()),
    ],
  ])('%s', async (_name, end) => {
    await using servers = await replicated()
    const { old, next } = servers
    await using name = await startProxy(old.port)
    const turn = async (): Promise<void> => {
      await next.command('REPLICAOF', 'NO', 'ONE')
      await end(old)
      name.redirect(next.port)
    }
    expect(await play(next, { url: name.url, turn })).toMatch(/redis-down /)
  })
})

describe('a master that is demoted in place behind HAProxy with a role check', () => {
  test.skipIf(haproxy.isMissing).each([
    ['lives on', '', /redis-down .*expected a master, got role slave/],
    ['is ended with on-marked-down shutdown-sessions', 'on-marked-down shutdown-sessions', /redis-down /],
  ])('is left by a process that only reads, where its session %s', async (_name, perServer, told) => {
    await using servers = await replicated()
    const { old, next } = servers
    await using proxy = await haproxy.start({ servers: [old.port, next.port], perServer })
    await expect.poll(() => portBehind(proxy.port)).toBe(String(old.port))
    const turn = async (): Promise<void> => {
      await demote(old, next)
      await expect.poll(() => portBehind(proxy.port)).toBe(String(next.port))
    }
    expect(await play(next, { url: proxy.url, turn })).toMatch(told)
  })

  test('is left at the first write that it refuses, however seldom the log is read, and for the same cause', async () => {
    await using old = await startRedis()
    await using next = await startRedis()
    await using proxy = await startProxy(old.port)
    const namespace = uniqueName('demotion')
    await next.command('REPLICAOF', '127.0.0.1', old.port)
    await expect.poll(() => isLinked(next)).toBe(true)
    using incidents = collectIncidents(namespace)
    await using writer = createCache({ redis: proxy.url, namespace, maxStaleness: '1h' })
    await writer.ready()
    await demote(old, next)
    proxy.redirect(next.port)
    expect((await writer.invalidate(['order:1'])).status).toBe('queued')
    await expect.poll(async () => (await writer.invalidate(['order:1'])).status).toBe('applied')
    const told = incidents.seen
      .filter(({ kind }) => kind === 'redis-down' || kind === 'redis-refused')
      .map(({ kind, cause }) => `${kind} ${String(cause)}`)
    expect(told).toEqual([
      expect.stringMatching(/redis-down .*expected a master, got role slave; the server is used as soon as it is a master/),
    ])
  })
})
