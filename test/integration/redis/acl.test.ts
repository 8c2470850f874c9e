import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createCache } from 'mes-crm-sdk/cache'
import { FUNCTION_LIBRARY, holdsKey, LOG_SCRIPT, logChannel, logKey, ownerOf } from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { documentedRules } from '../../support/acl-rules.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { vectors } from '../../support/vectors.ts'
import { connectResp, type Reply, type RespConnection } from '../../support/resp.ts'

const SECRET = 'pa55'

/** Makes a user as documented, or without one of its permissions, and returns the URL for it. */
const addUser = async (
  redis: TestRedis,
  user: string,
  namespace: string,
  principal: string,
  without?: string,
): Promise<string> => {
  const rules = await documentedRules(user, { namespace, owner: ownerOf(principal), secret: SECRET })
  for (const words of rules.slice(0, without === undefined ? undefined : 1)) await redis.command('ACL', 'SETUSER', user, ...words)
  if (without !== undefined) await redis.command('ACL', 'SETUSER', user, without.replace('+', '-'))
  await redis.command('ACL', 'LOG', 'RESET')
  return `redis://${user}:${SECRET}@127.0.0.1:${redis.port}`
}

const refusals = async (redis: TestRedis): Promise<string> => JSON.stringify(await redis.command('ACL', 'LOG'))

/** All that a service does. */
const workAs = async (redis: string, namespace: string, redisFunctions = false): Promise<void> => {
  const options = { redis, namespace, principal: 'service', maxStaleness: '100ms', redisDeadline: '5s', redisFunctions } as const
  await using writer = createCache(options)
  await using reader = createCache(options)
  await Promise.all([writer.ready(), reader.ready()])
  const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
  await writer.read(request, () => 'PACKAGING')
  await reader.read({ ...request, maxStaleness: 0 }, () => 'PACKAGING')
  const { hold, status } = await writer.mutate(['order:1'], () => 'SHIPPED', { hold: '30s' })
  expect([hold, status]).toEqual(['held', 'applied'])
  await expect.poll(async () => (await reader.read(request, () => 'SHIPPED')).value).toBe('SHIPPED')
}

/** A writer that dies leaves a hold behind, which others end: what takes HGET. */
const outliveHold = async (redis: string, namespace: string): Promise<void> => {
  await using cache = createCache({ redis, namespace, principal: 'service', maxStaleness: '100ms' })
  await cache.ready()
  await cache.mutate(['order:2'], () => Promise.reject(new Error('unknown outcome')), { hold: '300ms' }).catch(() => {})
  const request = { key: 'held', ttl: '1h', tags: ['order:2'] } as const
  await expect.poll(async () => (await cache.read(request, () => 1)).source).toBe('memory')
}

const ROUNDS = 50

/** Whether Redis refuses something that a service does where it lacks one permission: by a Redis of its own, whose refusals are for it. */
const isMissed = async (permission: string): Promise<boolean> => {
  await using redis = await startRedis()
  const namespace = uniqueName('acl')
  const url = await addUser(redis, 'service', namespace, 'service', permission)
  await using cache = createCache({ redis: url, namespace, principal: 'service', maxStaleness: '50ms', redisDeadline: '5s' })
  for (let round = 0; round < ROUNDS; round++) {
    await cache.read({ key: 'order', ttl: 0, tags: ['order:1'] }, () => 1)
    await cache.read({ key: 'kept', ttl: '1h', tags: ['order:1'], cache: 'reload' }, () => 1)
    await cache.mutate(['order:1'], () => Promise.reject(new Error('unknown outcome')), { hold: '100ms' }).catch(() => {})
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await redis.command(...append(namespace, '["missed"]'))
    if (round % 10 === 9) await redis.command('XADD', logKey(namespace), '9007199254740993-1', 'another', 'program')
    if ((await refusals(redis)) !== '[]') return true
    await pause(100)
  }
  return false
}

describe('an internal service with the permissions of the document', () => {
  test('is refused nothing that it does', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('acl')
    const url = await addUser(redis, 'service', namespace, 'service')
    using incidents = collectIncidents(namespace)
    await workAs(url, namespace)
    await outliveHold(url, namespace)
    await redis.command('FLUSHALL')
    await workAs(url, namespace)
    expect(incidents.seen.filter(({ cause }) => String(cause).includes('NOPERM'))).toEqual([])
    expect(await refusals(redis)).toBe('[]')
  })

  test('is refused nothing without the rights to run scripts of its own, where it calls functions', async () => {
    await using redis = await startRedis({ functions: FUNCTION_LIBRARY })
    const namespace = uniqueName('acl')
    const url = await addUser(redis, 'service', namespace, 'service')
    await redis.command('ACL', 'SETUSER', 'service', '-eval', '-evalsha', '+fcall')
    await workAs(url, namespace, true)
    expect(await refusals(redis)).toBe('[]')
    const service = await loginAs(redis, 'service')
    await expect(service.command('EVAL', 'return 1', 0)).rejects.toThrow(/NOPERM/)
    service.close()
  })

  test('needs every one of them', async () => {
    const [words = []] = await documentedRules('service', { namespace: 'any', owner: 'any', secret: 'any' })
    const commands = words.filter((word) => word.startsWith('+'))
    expect(commands.length).toBeGreaterThan(15)
    const missed = await Promise.all(commands.map(isMissed))
    expect(commands.filter((_, index) => !missed[index])).toEqual([])
  })
})

const loginAs = async (redis: TestRedis, user: string): Promise<RespConnection> => {
  const connection = await connectResp(redis.port)
  await connection.command('AUTH', user, SECRET)
  return connection
}

const append = (namespace: string, tags: string): readonly [string, ...(string | number)[]] => [
  'EVAL',
  LOG_SCRIPT,
  2,
  logKey(namespace),
  holdsKey(namespace),
  'append',
  logChannel(namespace, 0),
  'token',
  'random',
  7_200_000,
  200_000,
  '-',
  tags,
]

const keysOf = async (redis: TestRedis, pattern: string): Promise<Reply> => redis.command('KEYS', pattern)

describe("a partner's user with the permissions of the document", () => {
  test('follows the log and keeps its own values; its own invalidations are queued, and said so once', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('acl')
    await using service = createCache({ redis: redis.url, namespace, principal: 'service' })
    await service.ready()
    const options = {
      redis: await addUser(redis, 'partner', namespace, 'partner:42'),
      namespace,
      principal: 'partner:42',
      maxStaleness: '100ms',
      redisDeadline: '5s',
    } as const
    using incidents = collectIncidents(namespace)
    await using one = createCache(options)
    await using other = createCache(options)
    await Promise.all([one.ready(), other.ready()])
    const request = { key: 'orders', ttl: '1h', tags: ['orders'] } as const
    await one.read(request, () => 'old')
    await expect.poll(() => keysOf(redis, `${namespace}:${ownerOf('partner:42')}:*`)).toHaveLength(1)
    expect(await other.read(request, () => 'new')).toMatchObject({ value: 'old', source: 'redis' })
    await service.invalidate(['orders'])
    await expect.poll(async () => (await other.read(request, () => 'new')).value).toBe('new')
    for (let count = 0; count < 3; count++) expect((await one.invalidate(['mine'])).status).toBe('queued')
    const refused = incidents.seen.filter(({ cause }) => cause instanceof Error)
    expect(refused.map(({ kind, cause }) => `${kind}: ${String(cause)}`)).toEqual([
      expect.stringMatching(/^append-failed: .*NOPERM .*answer to evalsha; .*ACL users/),
    ])
  })

  test('is served again after a loss of the log, once somebody else has cleared it', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('acl')
    await using service = createCache({ redis: redis.url, namespace, principal: 'service', maxStaleness: '100ms' })
    await service.ready()
    const url = await addUser(redis, 'partner', namespace, 'partner:42')
    await using partner = createCache({ redis: url, namespace, principal: 'partner:42', maxStaleness: '100ms' })
    await partner.ready()
    const before = partner.position
    await redis.command('FLUSHALL')
    await expect
      .poll(() => partner.position !== undefined && partner.position !== before && partner.position === service.position)
      .toBe(true)
    const request = { key: 'orders', ttl: '1h', tags: ['orders'] } as const
    await expect.poll(async () => (await partner.read(request, () => 1)).source).toBe('memory')
  })

  test('can neither append, nor publish or overwrite what is in the log, nor reach values of others, nor run scripts of its own', async () => {
    await using redis = await startRedis({ functions: FUNCTION_LIBRARY })
    const namespace = uniqueName('acl')
    await using service = createCache({ redis: redis.url, namespace, principal: 'service' })
    await service.ready()
    await service.read({ key: 'orders', ttl: '1h', tags: ['orders'] }, () => 1)
    await expect.poll(() => keysOf(redis, `${namespace}:*`)).toHaveLength(1)
    const [theirs] = (await keysOf(redis, `${namespace}:*`)) as readonly string[]
    await addUser(redis, 'partner', namespace, 'partner:42')
    const partner = await loginAs(redis, 'partner')
    const head = await redis.command('XINFO', 'STREAM', logKey(namespace))
    const own = `${namespace}:${ownerOf('partner:42')}:x`
    const [, , ...withKeys] = append(namespace, '["orders"]')
    const attempts: readonly (readonly [string, ...(string | number)[]])[] = [
      append(namespace, '["orders"]'),
      ['EVALSHA', sha(LOG_SCRIPT), ...withKeys],
      ['FCALL', vectors.functions.append, ...withKeys],
      ['FCALL', vectors.functions.append, 2, own, own, ...withKeys.slice(3)],
      ['EVAL', 'return 1', 0],
      ['EVAL_RO', 'return 1', 0],
      ['SCRIPT', 'LOAD', 'return 1'],
      ['SCRIPT', 'KILL'],
      ['SCRIPT', 'FLUSH'],
      ['FUNCTION', 'LOAD', 'REPLACE', FUNCTION_LIBRARY],
      ['FUNCTION', 'FLUSH'],
      ['FUNCTION', 'DUMP'],
      ['FUNCTION', 'KILL'],
      ['SET', logKey(namespace), 'x'],
      ['DEL', logKey(namespace)],
      ['XADD', logKey(namespace), '*', 'v', '1'],
      ['PEXPIRE', holdsKey(namespace), 1],
      ['HSET', holdsKey(namespace), 'token', '9999999999999 ["orders"]'],
      ['XADD', own, '*', 'v', '1'],
      ['PUBLISH', logChannel(namespace, 0), 'forged'],
      ['FCALL', released(), 1, own, 'token', 'filled', 1_000, logChannel(namespace, 0)],
      ['GET', theirs ?? ''],
      ['SET', theirs ?? '', 'x'],
      ['GET', `${namespace}:${ownerOf('partner:43')}:x`],
      ['FCALL', released(), 1, theirs ?? '', 'token', 'abandoned', 1_000, own],
      ['SET', `${namespace}:shared:x`, 'x'],
      ['SUBSCRIBE', `${namespace}:${ownerOf('partner:43')}:x`],
      ['PSUBSCRIBE', '*'],
      ['KEYS', '*'],
      ['SCAN', 0],
      ['CONFIG', 'GET', '*'],
      ['FLUSHALL'],
      ['CLIENT', 'LIST'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['MONITOR'],
      ['ACL', 'LIST'],
      ['SHUTDOWN'],
    ]
    await using monitor = await redis.monitor()
    for (const words of attempts) {
      const answer = await partner.command(...words).then(
        (reply) => `${words.join(' ')} answered ${String(reply)}`,
        (error: Error) => error.message,
      )
      // The message of an end of a lease is optional, so its function goes on; that nobody got it is looked at below.
      expect(answer).toMatch(
        words[3] === own && words[4] === 'token' ? /answered 1$/ : /^NOPERM|can't run this command|can't publish|can't access/,
      )
    }
    expect(
      (await monitor.collect()).filter(
        ({ name, args }) => name === 'PUBLISH' && args[0] === logChannel(namespace, 0) && args[1] !== 'forged',
      ),
    ).toEqual([])
    expect(await redis.command('XINFO', 'STREAM', logKey(namespace))).toEqual(head)
    expect(await redis.command('EXISTS', own)).toBe(0)
    partner.close()
  })

  test('can plant values for processes that read as its own principal, and for no others', async () => {
    await using redis = await startRedis({ functions: FUNCTION_LIBRARY })
    const namespace = uniqueName('acl')
    const partnersUrl = await addUser(redis, 'partner', namespace, 'partner:42')
    const price = { key: 'price', ttl: '1h', tags: ['price'] } as const
    await using own = new AsyncDisposableStack()
    const priceFor = async (url: string, principal: string, cents: number): Promise<unknown> => {
      const cache = own.use(createCache({ redis: url, namespace, principal, redisDeadline: '5s' }))
      await cache.ready()
      return cache.getOrLoad(price, () => cents)
    }
    await using service = createCache({ redis: redis.url, namespace, principal: 'service' })
    await service.ready()
    expect(await priceFor(partnersUrl, 'partner:42', 1)).toBe(1)
    await expect.poll(() => keysOf(redis, `${namespace}:*`)).toHaveLength(1)
    expect(await priceFor(redis.url, 'partner:42', 9_900)).toBe(1)
    expect(await priceFor(redis.url, 'api for partner:42', 9_900)).toBe(9_900)
    await expect.poll(() => keysOf(redis, `${namespace}:${ownerOf('api for partner:42')}:*`)).toHaveLength(1)
    const [ofApi = ''] = (await keysOf(redis, `${namespace}:${ownerOf('api for partner:42')}:*`)) as readonly string[]
    const partner = await loginAs(redis, 'partner')
    for (const words of [
      ['GET', ofApi],
      ['SET', ofApi, 'planted'],
    ] as const)
      await expect(partner.command(...words)).rejects.toThrow(/NOPERM/)
    partner.close()
  })
})

/** The function that ends a lease. */
const released = (): string => vectors.functions.append.replace('append', 'release')

const sha = (text: string): string => createHash('sha1').update(text).digest('hex')

describe('an appender with the permissions of the document', () => {
  test('invalidates what others have cached, and reads nothing of it', async () => {
    await using redis = await startRedis()
    const namespace = uniqueName('acl')
    await using cache = createCache({ redis: redis.url, namespace, principal: 'service' })
    await cache.ready()
    const request = { key: 'orders', ttl: '1h', tags: ['orders'] } as const
    await cache.read(request, () => 'old')
    await addUser(redis, 'appender', namespace, 'nobody')
    const appender = await loginAs(redis, 'appender')
    await appender.command('INFO', 'replication')
    await appender.command(...append(namespace, '["orders"]'))
    await expect.poll(async () => (await cache.read(request, () => 'new')).value).toBe('new')
    await expect(appender.command('GET', `${namespace}:${ownerOf('service')}:x`)).rejects.toThrow(/NOPERM/)
    appender.close()
  })
})
