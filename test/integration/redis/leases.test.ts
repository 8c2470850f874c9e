import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { scriptsAsText } from '../../../src/redis/redis-script.ts'
import { RedisSubscription } from '../../../src/redis/redis-subscription.ts'
import { LEASE_MS, UNFILLED_MS } from '../../../src/tier/leases.ts'
import { overLink } from '../../../src/redis/keyed-redis.ts'
import { createEntryScripts } from '../../../src/tier/entry-scripts.ts'
import { createRedisLeases } from '../../../src/tier/redis-leases.ts'
import { startRedis } from '../../support/redis-server.ts'
import { FUNCTIONS } from '../../../src/cache/connect-redis.ts'

const KEY = 'prod:owner:digest:lease'

/** The leases of one process over connections of its own. */
const connect = async (url: string, scripts = scriptsAsText) => {
  const link = new RedisLink({ client: createRedisClient(url), clock: createClock(), deadlineMs: 5_000, holdsProcess: true })
  const entries = overLink(link)
  const subscription = new RedisSubscription(createRedisClient(url), createClock())
  const up = Promise.withResolvers<void>()
  const heard = Promise.withResolvers<void>()
  subscription.open('log', { up: () => heard.resolve(), deaf: () => {}, message: () => {} })
  link.open({ up: () => up.resolve(), down: () => {} })
  await Promise.all([up.promise, heard.promise])
  return {
    ...createRedisLeases({
      entries,
      subscription,
      database: 0,
      run: createEntryScripts({ entries, calls: scripts, refused: () => {} }),
    }),
    async [Symbol.asyncDispose]() {
      subscription.close()
      link.close()
    },
  }
}

describe.each([
  ['text', scriptsAsText],
  ['functions', FUNCTIONS.calls],
] as const)('a lease in Redis, whose scripts are %s,', (_form, scripts) => {
  test('is granted to one, and the others are told who has it and for how long', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    expect(await leases.acquire(KEY, 'one')).toEqual({ state: 'granted' })
    const answer = await leases.acquire(KEY, 'other')
    expect(answer).toMatchObject({ state: 'taken', holder: 'one' })
    const leftMs = answer.state === 'taken' ? answer.leftMs : 0
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThanOrEqual(LEASE_MS)
    expect(await leases.acquire(KEY, 'one')).toEqual({ state: 'granted' })
  })

  test('is renewed by its holder alone', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    await leases.acquire(KEY, 'one')
    await redis.command('PEXPIRE', KEY, 1_000_000)
    expect(await leases.renew(KEY, 'other')).toBe('lost')
    expect(await redis.command('PTTL', KEY)).toBeGreaterThan(LEASE_MS)
    expect(await leases.renew(KEY, 'one')).toBe('renewed')
    expect(await redis.command('PTTL', KEY)).toBeLessThanOrEqual(LEASE_MS)
  })

  test('is ended by its holder alone', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    await leases.acquire(KEY, 'one')
    for (const outcome of ['filled', 'unfilled', 'abandoned'] as const) await leases.release(KEY, 'other', outcome)
    expect(await redis.command('GET', KEY)).toBe('one')
    await leases.release(KEY, 'one', 'filled')
    expect(await leases.acquire(KEY, 'other')).toEqual({ state: 'granted' })
  })

  test('that brought nothing is remembered for a moment', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    await leases.acquire(KEY, 'one')
    await leases.release(KEY, 'one', 'unfilled')
    expect(await leases.acquire(KEY, 'other')).toEqual({ state: 'unfilled' })
    expect(await redis.command('PTTL', KEY)).toBeLessThanOrEqual(UNFILLED_MS)
    await redis.command('DEL', KEY)
    expect(await leases.acquire(KEY, 'other')).toEqual({ state: 'granted' })
  })

  test('that never ends is none, and nobody waits for it', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    for (const foreign of [
      ['SET', KEY, 'x'],
      ['SET', KEY, 'x', 'PX', 3_600_000],
      ['LPUSH', KEY, 'x'],
    ]) {
      await redis.command('DEL', KEY)
      await redis.command(...(foreign as [string]))
      expect(await leases.acquire(KEY, 'one')).toMatchObject({ state: 'unknown' })
    }
  })

  test('is not waited for where Redis refuses it, or has no room', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    await leases.acquire(KEY, 'one')
    await redis.command('CONFIG', 'SET', 'maxmemory', 1)
    expect(await leases.acquire(`${KEY}:other`, 'one')).toMatchObject({
      state: 'unknown',
      cause: { message: expect.stringContaining('OOM') as string },
    })
    expect(await leases.renew(KEY, 'one')).toBe('renewed')
    await leases.release(KEY, 'one', 'unfilled')
    expect(await redis.command('GET', KEY)).not.toBe('one')
  })

  test('whose Redis has gone is lost to nobody and given up in silence', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using leases = await connect(redis.url, scripts)
    await leases.acquire(KEY, 'one')
    await redis.kill()
    expect(await leases.renew(KEY, 'one')).toBe('unknown')
    expect(await leases.acquire(KEY, 'one')).toMatchObject({ state: 'unknown' })
    await leases.release(KEY, 'one', 'filled')
  })
})

describe('who listens for the end of a lease', () => {
  test('is woken when messages begin to come, at each, when they may have ceased, and when they come again', async () => {
    await using redis = await startRedis()
    await using leases = await connect(redis.url)
    let rings = 0
    const stop = leases.listen(KEY, () => rings++)
    await expect.poll(() => rings).toBe(1)
    await leases.acquire(KEY, 'one')
    await leases.release(KEY, 'one', 'filled')
    await expect.poll(() => rings).toBe(2)
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await expect.poll(() => rings).toBe(4)
    stop()
    await expect.poll(() => redis.command('PUBSUB', 'CHANNELS', `${KEY}*`)).toEqual([])
    await leases.release(KEY, 'one', 'filled')
    expect(rings).toBe(4)
  })

  test('is not woken where there are too many channels, and leaves the others alone', async () => {
    await using redis = await startRedis()
    await using leases = await connect(redis.url)
    const rings = new Map<number, number>()
    const stops = Array.from({ length: 1_001 }, (_, number) =>
      leases.listen(`${KEY}:${number}`, () => rings.set(number, (rings.get(number) ?? 0) + 1)),
    )
    await expect.poll(() => rings.size).toBe(1_000)
    expect(rings.has(1_000)).toBe(false)
    for (const stop of stops) stop()
    await expect.poll(() => redis.command('PUBSUB', 'CHANNELS', `${KEY}*`)).toEqual([])
    leases.listen(`${KEY}:1000`, () => rings.set(1_000, 1))
    await expect.poll(() => rings.has(1_000)).toBe(true)
  })
})
