import { randomBytes } from 'node:crypto'
import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { holdsKey, LOG_SCRIPT, logChannel, logKey } from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { MAX_TAGS_TEXT } from '../../../src/coherence/log/record.ts'
import { collectIncidents, type SeenIncident } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { openReady } from '../../support/ready-cache.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const MB = 1_000_000
/** A text that cannot be compressed to much less. */
const textOf = (bytes: number): string =>
  randomBytes(Math.ceil(bytes * 0.75))
    .toString('base64')
    .slice(0, bytes)

const downs = (seen: readonly SeenIncident[]): number => seen.filter(({ kind }) => kind === 'redis-down').length
const told = (seen: readonly SeenIncident[], kind: string): readonly SeenIncident[] =>
  seen.filter((incident) => incident.kind === kind)

const keysOf = async (redis: TestRedis, namespace: string): Promise<number> => {
  const keys = await redis.command('KEYS', `${namespace}:*`)
  return Array.isArray(keys) ? keys.length : 0
}

const read = (cache: Cache, key: string, value: string): Promise<string> =>
  cache.read({ key, ttl: '1h', tags: [key] }, () => value).then(({ source }) => source)

/** Waits until the cache can be asked again, which small values show. */
const expectService = async (cache: Cache): Promise<void> => {
  await expect.poll(async () => (await cache.invalidate(['unrelated'])).status).toBe('applied')
}

describe('a value that closes the connection is remembered, and not tried again,', () => {
  test('where it is written above client-query-buffer-limit; values of its size are not tried either', async () => {
    await using redis = await startRedis({ config: { 'client-query-buffer-limit': '1mb' } })
    const options = { redis: redis.url, namespace: uniqueName('limits'), redisDeadline: '5s' } as const
    await using cache = await openReady(options)
    using incidents = collectIncidents(options.namespace)
    const large = textOf(3 * MB)
    for (let count = 0; count < 8; count++) {
      expect(await read(cache, `large ${count}`, large)).toBe('origin')
      // Nobody waits for a fill: it has ended once one more incident tells of it.
      await expect
        .poll(() => incidents.seen.filter(({ kind }) => kind === 'redis-down' || kind === 'oversize').length)
        .toBeGreaterThan(count)
      await expectService(cache)
    }
    expect(downs(incidents.seen)).toBeLessThanOrEqual(2)
    expect(told(incidents.seen, 'oversize').at(-1)).toMatchObject({ tier: 'redis' })
    await expect
      .poll(async () => {
        await read(cache, `small ${performance.now()}`, 'small')
        return keysOf(redis, options.namespace)
      })
      .toBeGreaterThan(0)
  })

  test('where it is read above client-output-buffer-limit; what was read with it is found again', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('limits'), redisDeadline: '5s' } as const
    await using writer = await openReady(options)
    const names = ['large', ...Array.from({ length: 20 }, (_, index) => `small ${index}`)]
    for (const name of names) await read(writer, name, name === 'large' ? textOf(3 * MB) : name)
    await expect.poll(() => keysOf(redis, options.namespace)).toBe(names.length)
    await redis.command('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 1mb 0 0')
    // Nothing is kept in memory, so every read asks Redis.
    await using reader = await openReady({ ...options, memory: { maxBytes: 1 } })
    using incidents = collectIncidents(options.namespace)
    for (let count = 0; count < 8; count++) {
      await Promise.all(names.map((name) => read(reader, name, 'loaded')))
      await expectService(reader)
    }
    expect(downs(incidents.seen)).toBeLessThanOrEqual(2)
    expect(
      told(incidents.seen, 'oversize').filter(({ cause }) => String(cause).includes('connection closed before the reply to')),
    ).toHaveLength(1)
    // Some were on their way when the connection closed for the second time: they are asked for alone, and found.
    expect(await Promise.all(names.map((name) => read(reader, name, 'loaded')))).toEqual(
      names.map((name) => (name === 'large' ? 'origin' : 'redis')),
    )
  })
})

describe('a value that takes longer than the deadline', () => {
  test('stays out of Redis where no network is fast enough: 64 MB in 100 ms', async () => {
    await using redis = await startRedis()
    const options = {
      redis: redis.url,
      namespace: uniqueName('limits'),
      redisDeadline: '100ms',
      memory: { maxBytes: 500 * MB, maxValueBytes: 200 * MB },
    } as const
    await using cache = await openReady({ ...options, shared: { maxValueBytes: 100 * MB, compressAbove: 100 * MB } })
    using incidents = collectIncidents(options.namespace)
    expect(await read(cache, 'large', textOf(64 * MB))).toBe('origin')
    await expect.poll(() => incidents.seen.map(({ kind }) => kind)).toEqual(['oversize'])
    expect(await keysOf(redis, options.namespace)).toBe(0)
  })

  test('is asked for twice, where the network is slow', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const options = { redis: redis.url, namespace: uniqueName('limits'), redisDeadline: '5s' } as const
    await using writer = await openReady(options)
    await read(writer, 'large', textOf(6 * MB))
    await expect.poll(() => keysOf(redis, options.namespace)).toBe(1)
    await using reader = await openReady({ ...options, redis: proxy.url, redisDeadline: '200ms', memory: { maxBytes: 1 } })
    proxy.throttle(5_000)
    using incidents = collectIncidents(options.namespace)
    const sent = async (): Promise<number> =>
      Number(/total_net_output_bytes:(\d+)/.exec(String(await redis.command('INFO', 'stats')))?.[1])
    const before = await sent()
    for (let count = 0; count < 6; count++) {
      // What is not loaded is not filled in place of the large value either.
      const loaded = reader.read({ key: 'large', ttl: '1h', tags: ['large'] }, () =>
        Promise.reject(new Error('the origin was asked')),
      )
      await expect(loaded).rejects.toThrow('the origin was asked')
      await expectService(reader)
    }
    expect(told(incidents.seen, 'oversize').filter(({ cause }) => String(cause).includes('no reply within 200 ms'))).toHaveLength(
      1,
    )
    // Beside load a reply may be late before it has begun to come, which tells nothing of its size. Without the rule it is sent six times.
    expect((await sent()) - before).toBeLessThan(5 * 4.5 * MB)
  })

  test('is sent twice, where the network is slow, and so are others of its size', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const options = { redis: proxy.url, namespace: uniqueName('limits'), redisDeadline: '200ms' } as const
    await using cache = await openReady(options)
    proxy.throttle(5_000)
    using incidents = collectIncidents(options.namespace)
    const large = textOf(6 * MB)
    for (let count = 0; count < 6; count++) {
      expect(await read(cache, `large ${count}`, large)).toBe('origin')
      await expect
        .poll(
          () =>
            incidents.seen.filter(({ kind }) => kind === 'fill-failed' || kind === 'redis-down' || kind === 'oversize').length,
        )
        .toBeGreaterThan(count)
      await expectService(cache)
    }
    // Beside load other commands are late as well, and close the connection. Without the rule none of the six is an `oversize`.
    expect(told(incidents.seen, 'oversize').length).toBeGreaterThanOrEqual(2)
    expect(told(incidents.seen, 'oversize').at(-1)).toMatchObject({ tier: 'redis' })
  })
})

describe('a log of rows with 1,000 long tags', () => {
  const tagsOf = (record: number): readonly string[] =>
    Array.from({ length: 1_000 }, (_, index) => `${record}:${index}`.padEnd(90, '.'))

  test('is followed, and joined, where a reply may take 1 MB and a command 1 MB', async () => {
    await using redis = await startRedis({
      config: { 'client-query-buffer-limit': '1mb', 'client-output-buffer-limit': 'normal 1mb 0 0' },
    })
    const options = { redis: redis.url, namespace: uniqueName('limits'), redisDeadline: '5s' } as const
    using incidents = collectIncidents(options.namespace)
    await using writer = await openReady(options)
    for (let record = 0; record < 60; record++) expect((await writer.invalidate(tagsOf(record))).status).toBe('applied')
    await using joiner = createCache(options)
    expect(await joiner.ready({ timeout: '30s' }).then(() => 'ready', String)).toBe('ready')
    await read(joiner, 'order', 'old')
    expect((await writer.invalidate(['order', ...tagsOf(0)])).status).toBe('applied')
    await expect.poll(() => joiner.getOrLoad({ key: 'order', ttl: '1h', tags: ['order'] }, () => 'new')).toBe('new')
    expect((await joiner.invalidate(tagsOf(0))).status).toBe('applied')
    expect(downs(incidents.seen)).toBeLessThanOrEqual(2)
  })

  test('is not read again while nothing is appended, were its newest record as long as a record may be', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('limits'), redisDeadline: '5s', maxStaleness: '50ms' } as const
    await using cache = await openReady(options)
    await read(cache, 'order', 'old')
    const tags = JSON.stringify(['order', 'x'.repeat(MAX_TAGS_TEXT - 12)])
    await redis.command(
      'EVAL',
      LOG_SCRIPT,
      2,
      logKey(options.namespace),
      holdsKey(options.namespace),
      'append',
      logChannel(options.namespace, 0),
      'token',
      'random',
      7_200_000,
      200_000,
      '-',
      tags,
    )
    await expect.poll(() => cache.getOrLoad({ key: 'order', ttl: '1h', tags: ['order'] }, () => 'new')).toBe('new')
    const statsOf = async (): Promise<{ readonly sent: number; readonly questions: number }> => {
      const info = `${String(await redis.command('INFO', 'stats'))}${String(await redis.command('INFO', 'commandstats'))}`
      const [, sent] = /total_net_output_bytes:(\d+)/.exec(info) ?? []
      const [, questions] = /cmdstat_xrevrange:calls=(\d+)/.exec(info) ?? []
      return { sent: Number(sent), questions: Number(questions) }
    }
    const before = await statsOf()
    await expect.poll(async () => (await statsOf()).questions, { interval: 200 }).toBeGreaterThan(before.questions + 5)
    expect((await statsOf()).sent - before.sent).toBeLessThan(MB)
  })
})
