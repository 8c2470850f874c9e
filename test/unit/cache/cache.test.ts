import { afterEach, describe, expect, test } from 'vitest'
import {
  type Cache,
  createCache,
  isClosedError,
  isConfigurationError,
  isSerializationError,
  type ReadRequest,
} from '../../../src/cache.ts'
import type { Json } from '../../../src/key/json.ts'

let opened: Cache[] = []
let namespaces = 0

/** An embedded cache: one process, an in-process log. */
const cacheOf = async (over: Partial<Parameters<typeof createCache>[0]> = {}): Promise<Cache> => {
  const cache = createCache({ namespace: `embedded-${namespaces++}`, ...over })
  opened.push(cache)
  await cache.ready()
  return cache
}

afterEach(async () => {
  for (const cache of opened) await cache.close()
  opened = []
})

/** A table with one row, whose reads are counted. */
const table = (value: unknown = 'first') => ({
  value,
  reads: 0,
  read() {
    this.reads++
    return this.value
  },
})

const request = <T>(over: Partial<ReadRequest<T>> = {}): ReadRequest<T> => ({ key: 'k', ttl: '30s', tags: ['a'], ...over })
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('an embedded cache', () => {
  test('loads once and then answers from memory, the same object to everyone', async () => {
    const cache = await cacheOf()
    const row = table({ items: [{ id: 1 }] })
    const first = await cache.read(request(), () => row.read())
    const second = await cache.read(request(), () => row.read())
    expect([first.source, second.source]).toEqual(['origin', 'memory'])
    expect(second.value).toBe(first.value)
    expect(row.reads).toBe(1)
  })

  test('takes the three ways to use it, in a call as in a request, and refuses others by name', async () => {
    const cache = await cacheOf()
    const row = table()
    const sourceBy = async (how?: 'use' | 'reload' | 'bypass') =>
      (await cache.read({ ...request(), ...(how && { cache: how }) }, () => row.read())).source
    expect(await sourceBy('bypass')).toBe('origin')
    expect(await sourceBy('use')).toBe('origin')
    expect([await sourceBy('use'), await sourceBy(), await sourceBy('reload'), await sourceBy('bypass')]).toEqual([
      'memory',
      'memory',
      'origin',
      'origin',
    ])
    const refusedBy = (given: object) => cache.read({ ...request(), ...given }, () => row.read()).catch(String)
    expect(await refusedBy({ cache: 'skip' })).toMatch(/cache: expected 'use', 'reload' or 'bypass', got "skip"$/)
    expect(await refusedBy({ mode: 'reload' })).toMatch(/mode: unknown option; it is called cache, with the same values$/)
  })

  test('keeps caching a tag after it was invalidated', async () => {
    const cache = await cacheOf()
    const row = table()
    await cache.getOrLoad(request(), () => row.read())
    await cache.invalidate(['a'])
    row.value = 'second'
    expect(await cache.getOrLoad(request(), () => row.read())).toBe('second')
    expect((await cache.read(request(), () => row.read())).source).toBe('memory')
  })

  test('tells other caches of the same namespace, and nobody else', async () => {
    const [one, other, foreign] = [
      await cacheOf({ namespace: 'shared-name' }),
      await cacheOf({ namespace: 'shared-name' }),
      await cacheOf(),
    ]
    for (const cache of [other, foreign]) await cache.getOrLoad(request(), () => 'first')
    await one.invalidate(['a'])
    expect((await other.read(request(), () => 'second')).value).toBe('second')
    expect((await foreign.read(request(), () => 'second')).value).toBe('first')
  })

  test('returns deep-frozen values, and freezes nothing of the loader', async () => {
    const cache = await cacheOf()
    const own = { items: [{ id: 1 }] }
    const value = await cache.getOrLoad(request<{ items: { id: number }[] }>(), () => own)
    expect(Object.isFrozen(value) && Object.isFrozen(value.items) && Object.isFrozen(value.items[0])).toBe(true)
    own.items[0] = { id: 2 }
    own.items.push({ id: 3 })
    expect(await cache.getOrLoad(request<{ items: { id: number }[] }>(), () => own)).toEqual({ items: [{ id: 1 }] })
  })

  test.each([
    ['a Date', { at: new Date(0) }, '$.at'],
    ['a Map', [new Map()], '$[0]'],
    ['a BigInt', { n: 1n }, '$.n'],
    ['undefined in an array', { list: [undefined] }, '$.list[0]'],
    ['NaN', Number.NaN, '$'],
    ['an integer beyond 2^53', { n: 2 ** 53 }, '$.n'],
    ['nothing', undefined, '$'],
  ])('refuses %s, with its path, and keeps nothing', async (_, value, path) => {
    const cache = await cacheOf()
    expect(await errorOf(cache.getOrLoad(request(), () => value))).toSatisfy(
      (error) => isSerializationError(error) && error.path === path,
    )
    expect((await cache.read(request(), () => 'fine')).source).toBe('origin')
  })

  test('takes values with members of inherited names without harm', async () => {
    const cache = await cacheOf()
    const value = await cache.getOrLoad(request<Json>(), () => JSON.parse('{"__proto__":{"x":1}}') as Json)
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1}}')
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test('learns lifetime and tags from the value', async () => {
    const cache = await cacheOf()
    const own = request<{ id: number; done: boolean }>({
      ttl: ({ done }) => (done ? '1h' : 0),
      tags: ({ id }) => [`order:${id}`],
    })
    await cache.getOrLoad(own, () => ({ id: 1, done: false }))
    expect((await cache.read(own, () => ({ id: 1, done: true }))).source).toBe('origin')
    expect((await cache.read(own, () => ({ id: 1, done: true }))).source).toBe('memory')
    await cache.invalidate(['order:1'])
    expect((await cache.read(own, () => ({ id: 1, done: true }))).source).toBe('origin')
  })

  test('does not keep an error', async () => {
    const cache = await cacheOf()
    const failure = new Error('origin')
    expect(await errorOf(cache.getOrLoad(request(), () => Promise.reject(failure)))).toBe(failure)
    expect(
      await errorOf(
        cache.getOrLoad(request(), () => {
          throw failure
        }),
      ),
    ).toBe(failure)
    expect(await cache.getOrLoad(request(), () => 'fine')).toBe('fine')
  })

  test('rejects an aborted read with the reason, even where the value is at hand', async () => {
    const cache = await cacheOf()
    await cache.getOrLoad(request(), () => 'first')
    const reason = new Error('too late')
    expect(await errorOf(cache.getOrLoad(request({ signal: AbortSignal.abort(reason) }), () => 'second'))).toBe(reason)
  })
})

describe('keys', () => {
  test('of equal meaning are one key; of another type or owner they are not', async () => {
    const cache = await cacheOf()
    const read = async (key: Json) => (await cache.read(request({ key }), () => 'v')).source
    await read({ a: 1, b: [2] })
    expect(await read({ b: [2], a: 1 })).toBe('memory')
    for (const key of ['{"a":1,"b":[2]}', ['a'], '["a"]', 'a', '"a"', 1, '1', null, 'null', '', [], {}])
      expect(await read(key)).toBe('origin')
  })

  test('that no digest could tell apart are refused', async () => {
    const cache = await cacheOf()
    expect(await errorOf(cache.getOrLoad(request({ key: '\ud800' }), () => 1))).toSatisfy(isSerializationError)
  })
})

describe('a mutation', () => {
  test('is followed by its invalidation, with the position of it', async () => {
    const cache = await cacheOf()
    const row = table()
    await cache.getOrLoad(request(), () => row.read())
    const { value, status, position } = await cache.mutate(['a'], async () => {
      row.value = 'second'
      return 'done'
    })
    expect([value, status]).toEqual(['done', 'applied'])
    expect(await cache.read(request({ atLeast: position }), () => row.read())).toMatchObject({
      value: 'second',
      source: 'origin',
    })
    expect((await cache.read(request({ atLeast: position }), () => row.read())).source).toBe('memory')
  })

  test('tells its tags from its result', async () => {
    const cache = await cacheOf()
    await cache.getOrLoad(request({ tags: ['order:7'] }), () => 'first')
    await cache.mutate(
      (id: number) => [`order:${id}`],
      () => 7,
    )
    expect((await cache.read(request({ tags: ['order:7'] }), () => 'second')).value).toBe('second')
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no tags')
      },
    ],
    ['returns what are no tags', () => [''] as readonly string[]],
    ['returns no list', () => undefined as unknown as readonly string[]],
  ])('never rejects once its work is done: where its tags function %s, everything is invalid', async (_, tags) => {
    const cache = await cacheOf()
    await cache.getOrLoad(request({ tags: ['unrelated'] }), () => 'first')
    const { value, status } = await cache.mutate(tags, () => 'committed')
    expect([value, status]).toEqual(['committed', 'applied'])
    expect((await cache.read(request({ tags: ['unrelated'] }), () => 'second')).value).toBe('second')
    expect((await cache.read(request({ tags: ['unrelated'] }), () => 'third')).source).toBe('memory')
  })

  test('whose work fails invalidates what is known of it all the same, and rejects with its error', async () => {
    const cache = await cacheOf()
    const failure = new Error('timeout')
    await cache.getOrLoad(request(), () => 'first')
    expect(await errorOf(cache.mutate(['a'], () => Promise.reject(failure)))).toBe(failure)
    expect((await cache.read(request(), () => 'second')).value).toBe('second')
  })

  test('with impossible tags is refused before its work begins', async () => {
    const cache = await cacheOf()
    let began = false
    const error = await errorOf(
      cache.mutate([''], () => {
        began = true
      }),
    )
    expect(error).toSatisfy(isConfigurationError)
    expect(began).toBe(false)
  })

  test('that races with reads is never hidden: what is read after it has its value', async () => {
    const cache = await cacheOf()
    let committed = 0
    const load = async (): Promise<number> => {
      const seen = committed
      await new Promise((resolve) => setImmediate(resolve))
      return seen
    }
    for (let round = 1; round <= 50; round++) {
      const racing = [cache.getOrLoad(request<number>(), load), cache.getOrLoad(request<number>(), load)]
      await cache.mutate(['a'], () => {
        committed = round
      })
      expect(await cache.getOrLoad(request<number>(), load)).toBe(round)
      await Promise.all(racing)
      expect(await cache.getOrLoad(request<number>(), load)).toBe(round)
    }
  })
})

describe('a bad request', () => {
  test.each([
    ['ttl', { ttl: '5 minutes' as '5m' }, '5 minutes'],
    ['ttl', { ttl: -1 }, '-1'],
    ['maxStaleness', { maxStaleness: Number.NaN }, 'NaN'],
  ])('is refused with the name of the option %s, what was given and what is allowed', async (option, over, given) => {
    const cache = await cacheOf()
    let loaded = false
    const error = await errorOf(
      cache.getOrLoad(request(over), () => {
        loaded = true
        return 1
      }),
    )
    expect(error).toSatisfy(isConfigurationError)
    expect(String(error)).toContain(`${option}: expected a number of milliseconds >= 0`)
    expect(String(error)).toContain(given)
    expect(loaded).toBe(false)
  })
})

describe('a closed cache', () => {
  test('refuses reads, mutations and invalidations, and closes once', async () => {
    const cache = await cacheOf()
    expect(await cache.close()).toBe(0)
    expect(await cache.close()).toBe(0)
    let worked = false
    const work = () => {
      worked = true
    }
    for (const attempt of [
      cache.getOrLoad(request(), () => 1),
      cache.read(request(), () => 1),
      cache.mutate(['a'], work),
      cache.invalidate(['a']),
    ]) {
      expect(await errorOf(attempt)).toSatisfy(isClosedError)
    }
    expect(worked).toBe(false)
  })
})

describe('options', () => {
  const refusal = (options: object): string => {
    try {
      opened.push(createCache(options))
    } catch (error) {
      return isConfigurationError(error) ? error.message : `another error: ${String(error)}`
    }
    return 'accepted'
  }

  test.each([
    [{ redis: undefined }, 'redis: expected a value, got undefined; leave the option out instead'],
    [{ redis: '' }, 'redis: expected a value, got ""; leave the option out instead'],
    [{ redis: null }, 'redis: expected a value, got null; leave the option out instead'],
    [{ redis: {} }, 'redis: expected '],
    [{ namespace: undefined }, 'namespace: expected a value'],
    [{ principal: '' }, 'principal: expected a value, got ""'],
    [{ redis: 'redis://h' }, 'namespace: required with redis'],
    [{ namespace: 'a b' }, 'namespace: expected 1 to 64 characters of A-Z a-z 0-9 . _ -, got "a b"'],
    [{ namespace: '{x}' }, 'namespace: expected 1 to 64 characters'],
    [{ maxStaleness: '1x' }, "maxStaleness: expected a number of milliseconds >= 0, or '500ms', '30s', '10m', '1h', got \"1x\""],
    [{ memory: { maxBytes: 0 } }, 'memory.maxBytes: expected an integer >= 1, got 0'],
    [{ memory: { maxValueBytes: 0 } }, 'memory.maxValueBytes: expected an integer >= 1, got 0'],
    [{ shared: { maxValueBytes: 'x' } }, 'shared.maxValueBytes: expected an integer >= 1, got "x"'],
    [{ shared: { compressAbove: -1 } }, 'shared.compressAbove: expected an integer >= 0, got -1'],
    [{ memory: { maxBytes: 1.5 } }, 'memory.maxBytes: expected an integer >= 1, got 1.5'],
    [{ redisDeadline: 0 }, 'redisDeadline: expected'],
    [{ maxStalenes: 5 }, 'options: unknown option "maxStalenes"'],
    [{ memory: { maxbytes: 5 } }, 'memory: unknown option "maxbytes"'],
  ])('%j are refused: %s', (options, message) => {
    expect(refusal(options)).toContain(message)
  })

  test.each([
    'http://user:hunter2@host',
    'hunter2',
    'redis://user:hunter2%@host',
    'redis//user:hunter2@host',
    ['redis://:hunter2@host'],
    Object.create({ password: 'hunter2' }) as object,
  ])('never show a credential', (redis) => {
    const message = refusal({ redis, namespace: 'prod' })
    expect(message).toContain('redis: expected a redis:// or rediss:// URL, ioredis options, or an ioredis instance')
    expect(message).not.toContain('hunter2')
  })

  test('name every one that is wrong', () => {
    const message = refusal({ maxStaleness: -1, memory: { maxBytes: 'x' } })
    expect(message).toContain('maxStaleness:')
    expect(message).toContain('memory.maxBytes:')
  })
})
