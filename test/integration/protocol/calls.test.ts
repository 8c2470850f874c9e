import { expect, test } from 'vitest'
import { startRedis } from '../../support/redis-server.ts'
import { shippedScript, vectors } from '../../support/vectors.ts'

test('the published calls, one after the other on an empty log, are answered as published', async () => {
  await using redis = await startRedis()
  expect(await redis.command('SCRIPT', 'LOAD', shippedScript)).toBe(vectors.script.sha1)
  for (const { name, words, answers } of vectors.calls) {
    const reply = await redis.command(...words)
    if (!Array.isArray(reply)) throw new Error(`${name}: no list`)
    const [, , epoch, token, kind, hold, tags, left] = reply as readonly [string, string, string, string, string, string, string, number]
    const said = { kind, epochNumber: Number(epoch.split('.')[0]), token, hold, tags, left: answers.left === 'positive' && left > 0 ? 'positive' : left }
    expect([name, said]).toEqual([name, answers])
  }
})

test('a server that has not loaded the script says NOSCRIPT, and EVAL loads it', async () => {
  await using redis = await startRedis()
  const [first] = vectors.calls
  if (first === undefined) throw new Error('no calls')
  await expect(redis.command(...first.words)).rejects.toThrow(/^NOSCRIPT/)
  await redis.command('EVAL', shippedScript, ...first.words.slice(2))
  await expect(redis.command(...first.words)).resolves.toHaveLength(8)
})
