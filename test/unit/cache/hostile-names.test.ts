import { createCache, type Json } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'

const parse = (text: string): Json => {
  const value: unknown = JSON.parse(text)
  return value as Json
}

describe.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('a member called %s', (name) => {
  test('of a value comes back as an ordinary one, and nothing else has it', async () => {
    await using cache = createCache()
    const text = `{"${name}":{"polluted":true},"b":[{"${name}":1}]}`
    const value = await cache.getOrLoad({ key: 'k', ttl: '1h', tags: [] }, () => parse(text))
    expect(JSON.stringify(value)).toBe(text)
    expect('polluted' in {}).toBe(false)
  })

  test('of a key tells keys apart', async () => {
    await using cache = createCache()
    let loads = 0
    const read = (key: Json): Promise<number> => cache.getOrLoad({ key, ttl: '1h', tags: [] }, () => ++loads)
    const keys = [`{"${name}":1}`, `{"${name}":2}`, '{}', `{"a":{"${name}":1}}`, '{"a":{}}'].map(parse)
    for (const [index, key] of keys.entries()) expect(await read(key)).toBe(index + 1)
    for (const [index, key] of keys.entries()) expect(await read(key)).toBe(index + 1)
    expect(await read(name)).toBe(keys.length + 1)
  })

  test('of the tags is a tag like others', async () => {
    await using cache = createCache()
    let loads = 0
    const read = (key: string, tag: string): Promise<number> => cache.getOrLoad({ key, ttl: '1h', tags: [tag] }, () => ++loads)
    await read('hostile', name)
    await read('other', 'other')
    await cache.invalidate([name])
    expect(await read('hostile', name)).toBe(3)
    expect(await read('other', 'other')).toBe(2)
  })
})

test('a key of 100,000 levels is refused', async () => {
  await using cache = createCache()
  const key = parse('['.repeat(100_000) + ']'.repeat(100_000))
  await expect(cache.getOrLoad({ key, ttl: '1h', tags: [] }, () => 1)).rejects.toThrow(
    'a value of more than 500 levels cannot be kept as JSON',
  )
})

test('a loaded value of 100,000 levels is refused, and not kept', async () => {
  await using cache = createCache()
  for (const text of ['['.repeat(100_000) + ']'.repeat(100_000), `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`]) {
    await expect(cache.getOrLoad({ key: 'k', ttl: '1h', tags: [] }, () => parse(text))).rejects.toThrow(
      'a value of more than 500 levels cannot be kept as JSON',
    )
  }
  expect(await cache.getOrLoad({ key: 'k', ttl: '1h', tags: [] }, () => 1)).toBe(1)
})
