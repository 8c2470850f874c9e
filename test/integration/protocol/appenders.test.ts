import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createCache } from 'mes-crm-sdk/cache'
import { logKey } from 'mes-crm-sdk/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findPython } from '../../../scripts/ensure-python.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { type Appender, linesOf, python, pythonProgram, redisCli } from './appenders.ts'

let redis: TestRedis
beforeAll(async () => {
  await findPython()
  redis = await startRedis({ password: 'p@ss word' })
})
afterAll(() => redis.stop())

const invalidateByPython: Appender = (url, namespace, ...tags) => python(url, namespace ?? '', 'append', '--', ...tags)

const ODD_TAGS = [
  'with space',
  'quo"te',
  "apo'strophe",
  'back\\slash',
  'Zürich ✓ 💍',
  '100 % %d',
  '$(date) `date` $HOME',
  '*',
  '-n',
  ',',
  '[]',
]

/** A cache that asks the log nothing by itself, and one value in it for every tag. */
const cacheOf = async (url: string, namespace: string, tags: readonly string[]) => {
  const cache = createCache({ redis: url, namespace, maxStaleness: '1h', redisDeadline: '2s' })
  await cache.ready()
  const loads = new Map<string, number>()
  const load = (tag: string) => async () => {
    const count = (loads.get(tag) ?? 0) + 1
    loads.set(tag, count)
    return count
  }
  const readTag = (tag: string, atLeast?: string) =>
    cache.read({ key: tag, ttl: '1h', tags: [tag], ...(atLeast !== undefined && { atLeast }) }, load(tag))
  for (const tag of tags) await readTag(tag)
  for (const tag of tags) expect(await readTag(tag)).toMatchObject({ value: 1, source: 'memory' })
  return {
    readTag,
    read: (atLeast?: string) => readTag(tags[0] ?? '', atLeast),
    [Symbol.asyncDispose]: async () => void (await cache.close()),
  }
}

describe.each([
  ['redis-cli', redisCli],
  ['Python', invalidateByPython],
] as const)('an append by %s', (_, invalidate) => {
  test('makes every process drop what has one of its tags, however odd, by its message', async () => {
    const namespace = uniqueName('appender')
    const url = `${redis.url}/3`
    await using cache = await cacheOf(url, namespace, ODD_TAGS)
    await linesOf(invalidate(url, namespace, ...ODD_TAGS))
    for (const tag of ODD_TAGS) {
      await vi.waitFor(async () => expect(await cache.readTag(tag)).toMatchObject({ value: 2 }), { timeout: 30_000 })
    }
  })

  test('leaves what has other tags', async () => {
    const namespace = uniqueName('appender')
    await using cache = await cacheOf(redis.url, namespace, ['kept'])
    const [position] = await linesOf(invalidate(redis.url, namespace, 'dropped'))
    expect(await cache.read(position)).toMatchObject({ value: 1, source: 'memory' })
  })

  test('prints a position that a read can ask for, which is found although no message came', async () => {
    await using mute = await startRedis()
    await mute.command('ACL', 'SETUSER', 'default', '-publish')
    const namespace = uniqueName('appender')
    await using cache = await cacheOf(mute.url, namespace, ['a'])
    const [position] = await linesOf(invalidate(mute.url, namespace, 'a'))
    expect(await cache.read()).toMatchObject({ value: 1, source: 'memory' })
    expect(await cache.read(position)).toMatchObject({ value: 2 })
    expect(await cache.read(position)).toMatchObject({ value: 2, source: 'memory' })
  })

  test('fails with one line where Redis does not answer, refuses or is not understood, and appends nothing', async () => {
    const namespace = uniqueName('appender')
    for (const url of [
      'redis://127.0.0.1:1',
      redis.url.replace('word', 'sword'),
      `redis://127.0.0.1:${redis.port}`,
      'redis://127.0.0.1/x',
    ]) {
      const { code, output } = await invalidate(url, namespace, 'a')
      expect([code, output.trim().split('\n').length]).toEqual([1, 1])
    }
    expect(await redis.command('EXISTS', logKey(namespace))).toBe(0)
  })

  test('refuses what is no namespace and no tag, and appends nothing', async () => {
    const namespace = uniqueName('appender')
    for (const args of [
      ['a b', 'tag'],
      [namespace, ''],
      [namespace, 'a'.repeat(513)],
      ['n'.repeat(65), 'tag'],
    ] as const) {
      expect((await invalidate(redis.url, ...args)).code).toBe(1)
    }
    expect(await redis.command('EXISTS', logKey(namespace))).toBe(0)
  })
})

test('an appender needs no more than the published commands, keys and channel, and gets at nothing else with them', async () => {
  const namespace = uniqueName('appender')
  const document = await readFile(resolve(import.meta.dirname, '../../../docs/protocol.md'), 'utf8')
  const [, user = '', rules = ''] = /^ACL SETUSER (\S+) (.*)$/m.exec(document) ?? []
  await redis.command('ACL', 'SETUSER', user, 'reset', ...rules.replaceAll('{prod}', `{${namespace}}`).split(' '))
  const url = `redis://${user}:secret@127.0.0.1:${redis.port}`
  await linesOf(redisCli(url, namespace, 'a'))
  await using cache = await cacheOf(redis.url, namespace, ['a'])
  await linesOf(invalidateByPython(url, namespace, 'a'))
  await vi.waitFor(async () => expect(await cache.read()).toMatchObject({ value: 2 }), { timeout: 30_000 })
  const [held = ''] = await linesOf(python(url, namespace, 'hold', '60000', 'a'))
  await linesOf(python(url, namespace, 'end', held, 'a'))
  expect((await invalidateByPython(url, uniqueName('other'), 'a')).code).toBe(1)
  expect((await redisCli(url, uniqueName('other'), 'a')).code).toBe(1)
})

test('redis-cli refuses a tag with a newline instead of appending another one', async () => {
  const namespace = uniqueName('appender')
  for (const tag of ['a\nb', '\na', 'a\n', 'a\tb']) {
    const { code, output } = await redisCli(redis.url, namespace, tag)
    expect([code, output.trim()]).toEqual([1, 'redis-cli.sh: a tag has a control character, such as a newline'])
  }
  expect(await redis.command('EXISTS', logKey(namespace))).toBe(0)
})

describe('Python', () => {
  test('appends tags with newlines and control characters as they are', async () => {
    const namespace = uniqueName('appender')
    const tag = 'new\nline\ttab\u0001'
    await using cache = await cacheOf(redis.url, namespace, [tag])
    const [position] = await linesOf(invalidateByPython(redis.url, namespace, tag))
    expect(await cache.read(position)).toMatchObject({ value: 2 })
  })

  test('holds tags: what has them is neither served from a cache nor kept until the end', async () => {
    const namespace = uniqueName('appender')
    await using cache = await cacheOf(redis.url, namespace, ['a'])
    const [hold = '', held] = await linesOf(python(redis.url, namespace, 'hold', '60000', 'a', 'b'))
    expect(await cache.read(held)).toMatchObject({ value: 2, source: 'origin' })
    expect(await cache.read()).toMatchObject({ value: 3, source: 'origin' })
    const [ended] = await linesOf(python(redis.url, namespace, 'end', hold, 'a', 'b'))
    expect(await cache.read(ended)).toMatchObject({ value: 4, source: 'origin' })
    expect(await cache.read()).toMatchObject({ value: 4, source: 'memory' })
  })

  test('dies under a hold: a follower ends it once its lease has passed', async () => {
    const namespace = uniqueName('appender')
    await using cache = await cacheOf(redis.url, namespace, ['a'])
    const [, held] = await linesOf(python(redis.url, namespace, 'hold', '300', 'a'))
    expect(await cache.read(held)).toMatchObject({ source: 'origin' })
    await vi.waitFor(async () => expect(await cache.read()).toMatchObject({ source: 'memory' }), { timeout: 30_000 })
  })

  test('ends a hold with the last of many tags, and loads the script where the server has lost it', async () => {
    const namespace = uniqueName('appender')
    await redis.command('SCRIPT', 'FLUSH')
    await linesOf(
      pythonProgram(
        `
import sys, append
log = append.Log(sys.argv[1], sys.argv[2])
tags = [f"t{number}" for number in range(2500)]
hold, _ = log.hold(tags[-1:], 60000)
log.end(hold, tags)
log.close()`,
        redis.url,
        namespace,
      ),
    )
    const rows = (await redis.command('XRANGE', logKey(namespace), '-', '+')) as readonly (readonly [string, readonly string[]])[]
    const records = rows.map(([, flat]) => ({
      kind: flat[9],
      hold: flat[11],
      tags: JSON.parse(flat[13] ?? '') as readonly string[],
    }))
    const [, opened, ...appended] = records
    expect(opened).toMatchObject({ kind: 'hold', hold: '60000', tags: ['t2499'] })
    expect(appended.map(({ hold }) => hold === '-')).toEqual([true, true, false])
    expect(appended.flatMap(({ tags }) => tags)).toEqual(Array.from({ length: 2_500 }, (_, number) => `t${number}`))
  })

  test('appends again on a new connection where the old one was cut', async () => {
    const namespace = uniqueName('appender')
    const [first, second] = await linesOf(
      pythonProgram(
        `
import sys, append
log = append.Log(sys.argv[1], sys.argv[2])
print(log.append(["a"]))
log.connection.socket.shutdown(2)
print(log.append(["b"]))`,
        redis.url,
        namespace,
      ),
    )
    expect(second?.split(':')).toHaveLength(5)
    expect(second).not.toBe(first)
  })
})
