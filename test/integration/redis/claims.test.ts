import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { overLink } from '../../../src/redis/keyed-redis.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { scriptsAsText } from '../../../src/redis/redis-script.ts'
import { createEntryScripts } from '../../../src/tier/entry-scripts.ts'
import { createRedisClaims } from '../../../src/tier/redis-claims.ts'
import { startRedis } from '../../support/redis-server.ts'
import { FUNCTIONS } from '../../../src/cache/connect-redis.ts'

const KEY = 'prod:owner:digest:generation'
const lifetimeMs = 60_000

/** The claims of one process over a connection of its own. */
const connect = async (url: string, scripts = scriptsAsText) => {
  const link = new RedisLink({ client: createRedisClient(url), clock: createClock(), deadlineMs: 5_000, holdsProcess: true })
  const up = Promise.withResolvers<void>()
  link.open({ up: () => up.resolve(), down: () => {} })
  await up.promise
  return {
    ...createRedisClaims(createEntryScripts({ entries: overLink(link), calls: scripts, refused: () => {} })),
    [Symbol.asyncDispose]: async () => link.close(),
  }
}

describe.each([
  ['text', scriptsAsText],
  ['functions', FUNCTIONS.calls],
] as const)('a claim in Redis, whose scripts are %s,', (_form, scripts) => {
  test('stands for all who propose after the first, and lives no longer for it', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using one = await connect(redis.url, scripts)
    await using other = await connect(redis.url, scripts)
    expect(await Promise.all([one.propose(KEY, 'a', { lifetimeMs }), other.propose(KEY, 'b', { lifetimeMs })])).toEqual([
      'a',
      'a',
    ])
    await redis.command('PEXPIRE', KEY, 10_000)
    await other.propose(KEY, 'c', { lifetimeMs })
    expect(await redis.command('PTTL', KEY)).toBeLessThanOrEqual(10_000)
    expect(await other.propose(KEY, 'c', { instead: 'a', lifetimeMs })).toBe('c')
    expect(await redis.command('PTTL', KEY)).toBeGreaterThan(10_000)
  })

  test('is replaced only by who knows it, and withdrawn by its text alone', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using claims = await connect(redis.url, scripts)
    await claims.propose(KEY, 'a', { lifetimeMs })
    expect(await claims.propose(KEY, 'b', { instead: 'x', lifetimeMs })).toBe('a')
    expect(await claims.propose(KEY, 'b', { instead: 'a', lifetimeMs })).toBe('b')
    await claims.withdraw(KEY, 'a')
    expect(await redis.command('GET', KEY)).toBe('b')
    await claims.withdraw(KEY, 'b')
    expect(await redis.command('EXISTS', KEY)).toBe(0)
  })

  test('is unknown where Redis refuses or is gone, and nothing throws', async () => {
    await using redis = await startRedis({ functions: FUNCTIONS.text })
    await using claims = await connect(redis.url, scripts)
    await redis.command('RPUSH', KEY, 'a list')
    expect(await claims.propose(KEY, 'a', { lifetimeMs })).toBeUndefined()
    await claims.withdraw(KEY, 'a')
    await redis.stop()
    expect(await claims.propose(KEY, 'a', { lifetimeMs })).toBeUndefined()
  })
})
