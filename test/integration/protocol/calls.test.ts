import { createCache } from 'mes-crm-sdk/cache'
import { expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { shippedFunctions, shippedScript, vectors } from '../../support/vectors.ts'

type Words = readonly [string, ...string[]]

test.each([
  ['script', (words: readonly string[]) => words as Words],
  ['function', ([, , ...keysAndArguments]: readonly string[]): Words => ['FCALL', vectors.functions.append, ...keysAndArguments]],
] as const)(
  'the published calls of the %s, one after the other on an empty log, are answered as published',
  async (_form, wordsOf) => {
    await using redis = await startRedis({ functions: shippedFunctions })
    expect(await redis.command('SCRIPT', 'LOAD', shippedScript)).toBe(vectors.script.sha1)
    for (const { name, words, answers } of vectors.calls) {
      const reply = await redis.command(...wordsOf(words))
      if (!Array.isArray(reply)) throw new Error(`${name}: no list`)
      const [, , epoch, token, kind, hold, tags, left]: readonly unknown[] = reply
      const isPositive = answers.left === 'positive' && Number(left) > 0
      const said = {
        kind,
        epochNumber: Number(String(epoch).split('.')[0]),
        token,
        hold,
        tags,
        left: isPositive ? 'positive' : left,
      }
      expect([name, said]).toEqual([name, answers])
    }
  },
)

test('a server that has not loaded the script says NOSCRIPT, and EVAL loads it', async () => {
  await using redis = await startRedis()
  const [first] = vectors.calls
  if (first === undefined) throw new Error('no calls')
  await expect(redis.command(...first.words)).rejects.toThrow(/^NOSCRIPT/)
  await redis.command('EVAL', shippedScript, ...first.words.slice(2))
  await expect(redis.command(...first.words)).resolves.toHaveLength(8)
})

test('the published bounds are those of the package, which calls the script with its arguments as published', async () => {
  await using redis = await startRedis()
  await using monitor = await redis.monitor()
  const namespace = uniqueName('calls')
  const cache = createCache({ redis: redis.url, namespace, redisDeadline: '2s' })
  await cache.ready()
  await cache.invalidate(['order:42', 'a b'])
  await cache.close()
  const published =
    vectors.calls.find(({ words }) => words.includes('append'))?.words.map((word) => word.replace('{prod}', `{${namespace}}`)) ??
    []
  const sent =
    (await monitor.collect())
      .map(({ name, args }) => [name, ...args])
      .find((words) => words[0] === 'EVALSHA' && words.includes('append')) ?? []
  const [token, random] = [7, 8]
  expect(sent.with(token, '').with(random, '')).toEqual(published.with(token, '').with(random, ''))
  expect([sent[token], sent[random]]).toEqual([
    expect.stringMatching(/^[\w-]{12}$/),
    expect.stringMatching(/^[0-9a-f]{16}_[\w-]{12}$/),
  ])
})
