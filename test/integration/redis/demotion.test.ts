import { createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { freePort } from '../../support/ports.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const isLinked = async (replica: TestRedis): Promise<boolean> => String(await replica.command('INFO', 'replication')).includes('master_link_status:up')

/** Makes `next` the master, as an operator does behind a proxy that leaves its clients with the old one, whose link to the new one is broken. */
const demote = async (old: TestRedis, next: TestRedis, redirect: () => void): Promise<void> => {
  await next.command('REPLICAOF', 'NO', 'ONE')
  redirect()
  await old.command('REPLICAOF', '127.0.0.1', await freePort())
}

describe('a master that is demoted in place, and keeps its clients', () => {
  test('confirms nothing: a process that only reads, and all of it from memory, goes to the new master', async () => {
    await using old = await startRedis()
    await using next = await startRedis()
    await using proxy = await startProxy(old.port)
    const namespace = uniqueName('demotion')
    const options = { redis: proxy.url, namespace, maxStaleness: '200ms' } as const
    await next.command('REPLICAOF', '127.0.0.1', old.port)
    await expect.poll(() => isLinked(next)).toBe(true)
    using incidents = collectIncidents(namespace)
    await using reader = createCache(options)
    await reader.ready()
    const database = { version: 1 }
    const read = (): Promise<number> => reader.getOrLoad({ key: 'order', ttl: '1h', tags: ['order:1'] }, () => database.version)
    expect(await read()).toBe(1)
    await demote(old, next, () => proxy.redirect(next.port))
    await using writer = createCache({ ...options, redis: next.url })
    await writer.ready()
    database.version = 2
    expect((await writer.invalidate(['order:1'])).status).toBe('applied')
    const acknowledgedAt = performance.now()
    const reads: { readonly value: number; readonly afterMs: number }[] = []
    await expect.poll(async () => {
      const afterMs = performance.now() - acknowledgedAt
      reads.push({ value: await read(), afterMs })
      return afterMs > 2_000 && reads.at(-1)?.value
    }, { interval: 10 }).toBe(2)
    // A read is invoked at `afterMs`: the old value later than maxStaleness is a violation.
    expect(reads.filter(({ value, afterMs }) => value === 1 && afterMs > 200)).toEqual([])
    expect(incidents.seen.map(({ kind, cause }) => `${kind} ${String(cause)}`).join('\n')).toMatch(/redis-down .*expected a master, got role slave/)
    await expect.poll(async () => (await reader.invalidate(['order:1'])).status).toBe('applied')
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
    await demote(old, next, () => proxy.redirect(next.port))
    expect((await writer.invalidate(['order:1'])).status).toBe('queued')
    await expect.poll(async () => (await writer.invalidate(['order:1'])).status).toBe('applied')
    const told = incidents.seen.filter(({ kind }) => kind === 'redis-down' || kind === 'redis-refused').map(({ kind, cause }) => `${kind} ${String(cause)}`)
    expect(told).toEqual([expect.stringMatching(/redis-down .*expected a master, got role slave; the server is used as soon as it is a master/)])
  })
})
