import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { holdsKey, LOG_SCRIPT, logChannel, logKey } from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { openReady } from '../../support/ready-cache.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { connectResp } from '../../support/resp.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const other = { key: 'other', ttl: '1h', tags: ['order:2'] } as const
const load = (): { status: string } => ({ status: 'SHIPPED' })
const patience = { timeout: 20_000 }

/** A mutation under a hold, whose work ends when the test says so. */
const mutation = (writer: Cache, hold: '10m') => {
  const work = Promise.withResolvers<string>()
  const begun = Promise.withResolvers<void>()
  const done = writer.mutate(
    ['order:1'],
    () => {
      begun.resolve()
      return work.promise
    },
    { hold },
  )
  return { work, begun: begun.promise, done }
}

/** A hold that stays open until its lease has passed: what it is about may still be committed. */
const leaveOpen = (writer: Cache, hold: '3s' | '10s'): Promise<unknown> =>
  writer.mutate(['order:1'], () => Promise.reject(new Error('unknown outcome')), { hold }).catch(() => {})

/** Options of the caches of a new namespace. */
const newOptions = (redis: TestRedis) => ({ redis: redis.url, namespace: uniqueName('holds'), redisDeadline: '2s' }) as const

const sourceOf = async (cache: Cache, asked: typeof request | typeof other): Promise<string> =>
  (await cache.read(asked, load)).source

/** Nothing that is asked for is kept, until the hold may have ended: on a busy machine that is before the last read. */
const expectHeld = async (
  cache: Cache,
  asked: typeof request | typeof other,
  endsAt = Number.POSITIVE_INFINITY,
): Promise<void> => {
  for (let count = 0; count < 3; count++) {
    const source = await sourceOf(cache, asked)
    if (Date.now() < endsAt) expect(source).toBe('origin')
  }
}

const openTokens = async (redis: TestRedis, namespace: string): Promise<readonly string[]> =>
  ((await redis.command('HKEYS', holdsKey(namespace))) as readonly string[]).filter((field) => field !== '.since')

const appendMany = async (redis: TestRedis, namespace: string, count: number): Promise<void> => {
  const connection = await connectResp(redis.port)
  const call = ['EVAL', LOG_SCRIPT, 2, logKey(namespace), holdsKey(namespace), 'append', logChannel(namespace, 0)] as const
  for (let made = 0; made < count; made++) await connection.command(...call, `t${made}`, 'r', 7_200_000, 200_000, '-', '["more"]')
  connection.close()
}

describe('a hold', () => {
  test('is found in Redis by a process that starts while it is open, and its end is heard', async () => {
    await using redis = await startRedis()
    const options = newOptions(redis)
    await using writer = await openReady(options)
    const { work, begun, done } = mutation(writer, '10m')
    await begun
    await using reader = await openReady(options)
    await expectHeld(reader, request)
    expect([await sourceOf(reader, other), await sourceOf(reader, other)]).toEqual(['origin', 'memory'])
    work.resolve('done')
    expect((await done).hold).toBe('held')
    await expect.poll(() => sourceOf(reader, request), patience).toBe('memory')
  })

  test('is found in Redis behind more records than a process reads at its start', async () => {
    await using redis = await startRedis()
    const options = newOptions(redis)
    const { namespace } = options
    await using writer = await openReady(options)
    const { work, begun, done } = mutation(writer, '10m')
    await begun
    await appendMany(redis, namespace, 1_200)
    await using reader = await openReady(options)
    await expectHeld(reader, request)
    work.resolve('done')
    await done
  })

  test.each([
    ['DEL', (redis: TestRedis, key: string) => redis.command('DEL', key)],
    ['RENAME', (redis: TestRedis, key: string) => redis.command('RENAME', key, `${key}:old`)],
  ])(
    'outlives the loss of its hash by %s for a process that joins when its writer is gone, however many records are behind it',
    async (_, lose) => {
      await using redis = await startRedis()
      const options = newOptions(redis)
      const { namespace } = options
      let endsAt = 0
      {
        await using writer = await openReady(options)
        endsAt = Date.now() + 10_000
        await leaveOpen(writer, '10s')
        await appendMany(redis, namespace, 1_500)
      }
      await lose(redis, holdsKey(namespace))
      using incidents = collectIncidents(namespace)
      await using reader = await openReady(options)
      await expect.poll(() => sourceOf(reader, other), patience).toBe('memory')
      await expectHeld(reader, request, endsAt)
      await expect
        .poll(async () => (await openTokens(redis, namespace)).length === 1 || Date.now() >= endsAt, patience)
        .toBe(true)
      expect(incidents.seen.filter(({ kind }) => kind === 'holds-lost')).toHaveLength(1)
      await expect.poll(() => sourceOf(reader, request), { timeout: 40_000 }).toBe('memory')
    },
    90_000,
  )

  test('keeps every tag from being cached no longer than its lease, where its hash is lost and its row as well', async () => {
    await using redis = await startRedis()
    const options = newOptions(redis)
    const { namespace } = options
    const endsAt = Date.now() + 10_000
    {
      await using writer = await openReady(options)
      await leaveOpen(writer, '10s')
    }
    await redis.command('XTRIM', logKey(namespace), 'MAXLEN', '=', 1)
    await redis.command('DEL', holdsKey(namespace))
    using incidents = collectIncidents(namespace)
    await using reader = await openReady(options)
    await expectHeld(reader, other, endsAt)
    await expect.poll(() => sourceOf(reader, other), { timeout: 40_000 }).toBe('memory')
    expect(incidents.seen.filter(({ kind }) => kind === 'holds-lost')).toHaveLength(1)
  }, 90_000)

  test('that was never taken keeps nothing from being cached, whatever Redis loses', async () => {
    await using redis = await startRedis()
    const options = newOptions(redis)
    const { namespace } = options
    await appendMany(redis, namespace, 10)
    await redis.command('XTRIM', logKey(namespace), 'MAXLEN', '=', 1)
    await redis.command('DEL', holdsKey(namespace))
    await using reader = await openReady(options)
    expect([await sourceOf(reader, other), await sourceOf(reader, other)]).toEqual(['origin', 'memory'])
  })

  test.each([
    [true, 'memory'],
    [false, 'origin'],
  ] as const)(
    'may be hidden by a log of an older script, unless an operator vouches for the hash (%s)',
    async (isVouched, second) => {
      await using redis = await startRedis()
      const namespace = uniqueName('holds')
      await redis.command(
        'XADD',
        logKey(namespace),
        '*',
        'v',
        '1',
        'prev',
        '1-1',
        'epoch',
        '1.r',
        'token',
        't',
        'kind',
        'invalidate',
        'hold',
        '-',
        'tags',
        '["a"]',
      )
      if (isVouched) await redis.command('HSETNX', holdsKey(namespace), '.since', '0-0 0 0')
      await using reader = await openReady({ redis: redis.url, namespace, redisDeadline: '2s' })
      expect([await sourceOf(reader, other), await sourceOf(reader, other)]).toEqual(['origin', second])
    },
  )

  test('is put back by its holder when everything in Redis was deleted', async () => {
    await using redis = await startRedis()
    const options = { ...newOptions(redis), maxStaleness: '200ms' } as const
    const { namespace } = options
    await using writer = await openReady(options)
    const { work, begun, done } = mutation(writer, '10m')
    await begun
    const [token] = await openTokens(redis, namespace)
    await redis.command('FLUSHDB')
    await expect.poll(() => openTokens(redis, namespace), patience).toEqual([token])
    await using reader = await openReady(options)
    await expectHeld(reader, request)
    work.resolve('done')
    await done
    await expect.poll(() => sourceOf(reader, request), patience).toBe('memory')
  })

  test('outlasts its lease by a bound where the clock of Redis was set back by two hours', async () => {
    await using redis = await startRedis()
    const options = newOptions(redis)
    const { namespace } = options
    await using writer = await openReady(options)
    await leaveOpen(writer, '3s')
    const [token = ''] = await openTokens(redis, namespace)
    // By a clock that is behind by two hours the lease ends two hours later.
    const [endsAt = '', tags = ''] = String(await redis.command('HGET', holdsKey(namespace), token)).split(' ')
    await redis.command('HSET', holdsKey(namespace), token, `${Number(endsAt) + 7_200_000} ${tags}`)
    await using reader = await openReady(options)
    expect(await sourceOf(reader, request)).toBe('origin')
    await expect.poll(() => openTokens(redis, namespace), patience).toEqual([])
    await expect.poll(() => sourceOf(reader, request), patience).toBe('memory')
  }, 60_000)
})

describe('a log in which another program has used up the ids', () => {
  test.each(['9007199254740993-1', '18446744073709551615-18446744073709551615'])(
    '%s begins anew: what was kept is invalid, and all goes on',
    async (id) => {
      await using redis = await startRedis()
      const options = { ...newOptions(redis), maxStaleness: '200ms' } as const
      const { namespace } = options
      await using one = createCache(options)
      await using another = createCache(options)
      await Promise.all([one.ready(), another.ready()])
      await one.read(request, load)
      using incidents = collectIncidents(namespace)
      await redis.command('XADD', logKey(namespace), id, 'another', 'program')
      await expect.poll(async () => (await one.invalidate(['order:2'])).status, patience).toBe('applied')
      await expect.poll(() => sourceOf(another, request), patience).toBe('memory')
      expect(Number(await redis.command('XLEN', logKey(namespace)))).toBeLessThan(20)
      expect(incidents.seen.map(({ kind }) => kind)).toContain('loss')
    },
    60_000,
  )
})
