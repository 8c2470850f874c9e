import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { createCache } from 'mes-crm-sdk/cache'
import { FUNCTION_LIBRARY } from 'mes-crm-sdk/protocol'
import { describe, expect, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import { findRedisServer } from '../../../scripts/ensure-redis.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { shippedFunctions, vectors } from '../../support/vectors.ts'

type Options = Parameters<typeof createCache>[0]

/** Everything that runs a script: an append, a hold and its end, a lease. */
const workWith = async (options: Options): Promise<void> => {
  await using writer = createCache({ redisDeadline: '5s', ...options, redisFunctions: true })
  await using reader = createCache({ redisDeadline: '5s', ...options, redisFunctions: true })
  await Promise.all([writer.ready(), reader.ready()])
  const request = { key: 'order', ttl: '1h', tags: ['order:1'], lease: true } as const
  await writer.read(request, () => 'PACKAGING')
  const { hold, status, position } = await writer.mutate(['order:1'], () => 'SHIPPED', { hold: '30s' })
  expect([hold, status]).toEqual(['held', 'applied'])
  expect((await reader.read({ ...request, atLeast: position }, () => 'SHIPPED')).value).toBe('SHIPPED')
}

/** Loads the functions as docs/operations.md says: with redis-cli, from the file in the package. */
const loadFunctions = async ({ port }: TestRedis): Promise<void> => {
  const { cli, env } = await findRedisServer()
  const line = `"${cli}" -h 127.0.0.1 -p ${port} -x FUNCTION LOAD REPLACE < protocol/functions.lua`
  const { code, output } = await run('sh', ['-c', line], { env })
  expect([code, output]).toEqual([0, expect.stringMatching(/^"?mescrm_[0-9a-f]{8}"?\s*$/)])
}

/** A replica, or redis-cli, gets its copy at once. */
const config = { 'repl-diskless-sync-delay': '0' }

const libraries = async (redis: TestRedis): Promise<number> => {
  const list = await redis.command('FUNCTION', 'LIST')
  return Array.isArray(list) ? list.length : 0
}

describe('a process that calls functions', () => {
  test('sends no script, and does all that scripts do', async () => {
    expect(shippedFunctions).toBe(FUNCTION_LIBRARY)
    await using redis = await startRedis()
    await loadFunctions(redis)
    await using monitor = await redis.monitor()
    await workWith({ redis: redis.url, namespace: uniqueName('functions') })
    const sent = await monitor.collect()
    const ofClients = sent.filter(({ args }) => !args.includes(FUNCTION_LIBRARY)).map(({ name }) => name)
    expect(ofClients.filter((name) => /^(?:EVAL|EVALSHA|SCRIPT)$/.test(name))).toEqual([])
    expect(new Set(sent.filter(({ name }) => name === 'FCALL').map(({ args }) => args[0]?.replace(/_[0-9a-f]{8}$/, '')))).toEqual(
      new Set(['mescrm_append', 'mescrm_release']),
    )
    expect(sent.find(({ args }) => args[0]?.startsWith('mescrm_append'))?.args[0]).toBe(vectors.functions.append)
  })

  test('shares its log with those that send scripts', async () => {
    await using redis = await startRedis({ functions: FUNCTION_LIBRARY })
    const options = { redis: redis.url, namespace: uniqueName('functions') }
    await using one = createCache({ ...options, redisFunctions: true })
    await using other = createCache(options)
    await Promise.all([one.ready(), other.ready()])
    const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
    for (const [writer, reader] of [
      [one, other],
      [other, one],
    ] as const) {
      await reader.read(request, () => 'old')
      const { position } = await writer.invalidate(['order:1'])
      expect((await reader.read({ ...request, atLeast: position }, () => 'new')).value).toBe('new')
      await writer.invalidate(['order:1'])
    }
  })

  test('queues its invalidations while the functions are not loaded, says how to load them, and appends the queue afterwards', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('functions'), maxStaleness: '100ms' } as const
    await using other = createCache(options)
    await other.ready()
    using incidents = collectIncidents(options.namespace)
    await using cache = createCache({ ...options, redisFunctions: true })
    await cache.ready()
    const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
    await other.read(request, () => 'old')
    expect((await cache.invalidate(['order:1'])).status).toBe('queued')
    expect(String(incidents.seen.find(({ kind }) => kind === 'append-failed')?.cause)).toMatch(
      /Function not found .*docs\/operations\.md, "Functions"/,
    )
    await loadFunctions(redis)
    await expect.poll(async () => (await other.read(request, () => 'new')).value).toBe('new')
  })

  test('that only reads says once that its loads have no leases', async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('functions') } as const
    await using other = createCache(options)
    await other.ready()
    using incidents = collectIncidents(options.namespace)
    await using cache = createCache({ ...options, redisFunctions: true })
    await cache.ready()
    const refusals = () => incidents.seen.filter(({ kind }) => kind === 'redis-refused').map(({ cause }) => String(cause))
    for (const key of ['1', '2', '3'])
      expect(await cache.getOrLoad({ key, ttl: '1h', tags: [], lease: true }, () => key)).toBe(key)
    await expect.poll(refusals).toEqual([expect.stringMatching(/Function not found .*answer to fcall/)])
  })

  test('names what is missing where Redis is older than 7', async () => {
    await using redis = await startRedis({ config: { 'rename-command': 'FCALL nowhere' } })
    const namespace = uniqueName('functions')
    using incidents = collectIncidents(namespace)
    await using other = createCache({ redis: redis.url, namespace })
    await using cache = createCache({ redis: redis.url, namespace, redisFunctions: true })
    await Promise.all([other.ready(), cache.ready()])
    expect((await cache.invalidate(['order:1'])).status).toBe('queued')
    expect(incidents.seen.map(({ cause }) => String(cause))).toContainEqual(
      expect.stringMatching(/unknown command .*redisFunctions needs Redis 7/),
    )
  })
})

describe('the functions', () => {
  test.each([
    ['an append-only file', { appendonly: 'yes', appendfsync: 'always' }, 1],
    ['a snapshot', { save: '3600 1' }, 1],
    ['nothing that is kept', {}, 0],
  ] as const)('are there after a restart in good order with %s', async (_what, config, expected) => {
    await using redis = await startRedis({ config, functions: FUNCTION_LIBRARY })
    await redis.command('FLUSHALL')
    expect(await libraries(redis)).toBe(1)
    await redis.command('SET', 'a', 'change')
    await redis.stop()
    await redis.restart({ empty: false })
    expect(await libraries(redis)).toBe(expected)
  })

  test('alone are in the file that a Redis without persistence starts from', async () => {
    await using scratch = await makeScratch()
    const { cli, env } = await findRedisServer()
    {
      await using redis = await startRedis({ config, functions: FUNCTION_LIBRARY })
      await redis.command('SET', 'a', 'value')
      const { code } = await run(cli, ['-p', String(redis.port), '--functions-rdb', join(scratch.path, 'functions.rdb')], { env })
      expect(code).toBe(0)
    }
    await cp(join(scratch.path, 'functions.rdb'), join(scratch.path, 'dump.rdb'))
    await using redis = await startRedis({ config: { dir: scratch.path } })
    expect([await libraries(redis), await redis.command('DBSIZE')]).toEqual([1, 0])
    await workWith({ redis: redis.url, namespace: uniqueName('functions') })
  })

  test('are on a replica that is promoted', async () => {
    await using master = await startRedis({ config, functions: FUNCTION_LIBRARY })
    await using replica = await startRedis({ config: { ...config, replicaof: `127.0.0.1 ${master.port}` } })
    await expect.poll(() => libraries(replica)).toBe(1)
    await master.kill()
    await replica.command('REPLICAOF', 'NO', 'ONE')
    await workWith({ redis: replica.url, namespace: uniqueName('functions') })
  })
})
