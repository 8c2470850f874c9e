import { describe, expect, test } from 'vitest'
import { type Cache, createCache, isConfigurationError } from '../../../src/cache.ts'
import { uniqueName } from '../../support/names.ts'

interface Order {
  readonly id: number
  readonly version: number
}

/** A cache over orders that are loaded many at a time. */
const orders = async () => {
  const cache = createCache({ namespace: uniqueName() })
  await cache.ready()
  const calls: (readonly number[])[] = []
  let version = 1
  const load = async (ids: readonly number[]): Promise<Order[]> => {
    calls.push(ids)
    const read = version
    await new Promise((resolve) => setTimeout(resolve, 5))
    return ids.map((id) => ({ id, version: read }))
  }
  const request = (ids: readonly number[]) =>
    ({
      ids,
      key: (id: number) => ['order', id],
      ttl: '30s',
      tags: (order: Order, id: number) => [`order:${id}`, `v:${order.version}`],
    }) as const
  return {
    cache,
    calls,
    load,
    request,
    many: (ids: readonly number[]) => cache.getMany(request(ids), load),
    commit: () => version++,
    [Symbol.asyncDispose]: () => cache.close().then(() => {}),
  }
}

const getOne = (cache: Cache, id: number, load: () => Promise<Order>): Promise<Order> =>
  cache.getOrLoad({ key: ['order', id], ttl: '30s', tags: [`order:${id}`] }, load)

describe('getMany', () => {
  test('answers in the order of the ids, loads what is missing with one call, and the same id once', async () => {
    await using world = await orders()
    await world.many([2, 4])
    expect(await world.many([4, 1, 2, 3, 1])).toEqual([4, 1, 2, 3, 1].map((id) => ({ id, version: 1 })))
    expect(world.calls).toEqual([
      [2, 4],
      [1, 3],
    ])
  })

  test('shares each value with getOrLoad', async () => {
    await using world = await orders()
    const [order] = await world.many([7])
    expect(await getOne(world.cache, 7, () => Promise.reject(new Error('loaded again')))).toBe(order)
    await getOne(world.cache, 8, async () => ({ id: 8, version: 1 }))
    await world.many([7, 8])
    expect(world.calls).toEqual([[7]])
  })

  test('drops one that is invalidated, and none beside it', async () => {
    await using world = await orders()
    await world.many([1, 2, 3])
    world.commit()
    await world.cache.invalidate(['order:2'])
    expect(await world.many([1, 2, 3])).toMatchObject([{ version: 1 }, { version: 2 }, { version: 1 }])
    expect(world.calls[1]).toEqual([2])
  })

  test('is fenced: what was invalidated while it was loaded is not kept', async () => {
    await using world = await orders()
    const reading = world.many([1, 2])
    await expect.poll(() => world.calls.length).toBe(1)
    world.commit()
    await world.cache.invalidate(['order:2'])
    await reading
    expect(await world.many([1, 2])).toMatchObject([{ version: 1 }, { version: 2 }])
    expect(world.calls[1]).toEqual([2])
  })

  test('joins the loads that are under way', async () => {
    await using world = await orders()
    const [one, other] = await Promise.all([world.many([1, 2]), world.many([2, 3])])
    expect([one, other]).toMatchObject([
      [{ id: 1 }, { id: 2 }],
      [{ id: 2 }, { id: 3 }],
    ])
    expect(world.calls).toEqual([[1, 2], [3]])
  })

  test('of nothing is nothing', async () => {
    await using world = await orders()
    expect(await world.many([])).toEqual([])
    expect(world.calls).toEqual([])
  })

  test('rejects with the error of the load; a load that returns too few is refused', async () => {
    await using world = await orders()
    await expect(world.cache.getMany(world.request([1, 2]), () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    const refusal = await world.cache
      .getMany(world.request([1, 2]), () => [{ id: 1, version: 1 }])
      .catch((error: unknown) => error)
    expect(isConfigurationError(refusal)).toBe(true)
    expect(refusal).toMatchObject({ message: expect.stringContaining('2 values, in the order of the ids') })
    expect(await world.many([1, 2])).toHaveLength(2)
  })

  test('aborts the load when its reader has left', async () => {
    await using world = await orders()
    const controller = new AbortController()
    const { promise, resolve } = Promise.withResolvers<AbortSignal>()
    const reading = world.cache.getMany({ ...world.request([1, 2]), signal: controller.signal }, (_ids, { signal }) => {
      resolve(signal)
      return new Promise<Order[]>(() => {})
    })
    reading.catch(() => {})
    const signal = await promise
    expect(signal.aborted).toBe(false)
    controller.abort(new Error('left'))
    await expect(reading).rejects.toThrow('left')
    expect(signal.aborted).toBe(true)
  })

  test.each(['getOrLoad', 'getMany'] as const)(
    'that fails for one bad id fails no %s that has joined for another',
    async (way) => {
      await using world = await orders()
      const { cache, request, load } = world
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
      const { promise: bad, reject: fail } = Promise.withResolvers<Order[]>()
      const failing = cache.getMany<number, Order>(request([1, 2]), () => (begin(), bad))
      await begun
      const joined =
        way === 'getMany'
          ? world.many([1])
          : cache.getOrLoad({ key: ['order', 1], ttl: '30s', tags: [] }, async () => (await load([1]))[0])
      fail(new Error('id 2 is bad'))
      await expect(failing).rejects.toThrow('id 2 is bad')
      expect([await joined].flat()).toEqual([{ id: 1, version: 1 }])
      expect(world.calls).toEqual([[1]])
    },
  )

  test('that never ends takes no place behind its limit, and all its reads end', async () => {
    await using cache = createCache({ namespace: uniqueName(), loads: { maxConcurrent: 1, maxWaiting: 1, timeout: '50ms' } })
    const many = cache.getMany({ ids: [1, 2], key: (id) => id, ttl: '1s', tags: [] }, () => new Promise<number[]>(() => {}))
    await expect(many).rejects.toThrow('did not end within 50 ms')
    expect(await cache.getOrLoad({ key: 3, ttl: '1s', tags: [] }, () => 'loaded')).toBe('loaded')
  })

  test('loads nothing for a reader who has left before the call, and keeps no place', async () => {
    await using cache = createCache({ namespace: uniqueName(), loads: { maxConcurrent: 1, maxWaiting: 10 } })
    await cache.ready()
    const { promise: slow, resolve: end } = Promise.withResolvers<number>()
    const other = cache.getOrLoad({ key: 2, ttl: '1s', tags: [], operation: 'other' }, () => slow)
    const controller = new AbortController()
    const calls: unknown[] = []
    const many = cache.getMany({ ids: [1, 2], key: (id) => id, ttl: '1s', tags: [], signal: controller.signal }, (ids) => {
      calls.push(ids)
      return new Promise<number[]>(() => {})
    })
    many.catch(() => {})
    setImmediate(() => controller.abort(new Error('left')))
    await expect(many).rejects.toThrow('left')
    end(2)
    await other
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(calls).toEqual([])
    expect(await cache.getOrLoad({ key: 3, ttl: '1s', tags: [] }, () => 'loaded')).toBe('loaded')
  })

  test('whose load reads one of its own keys is refused instead of waiting for itself', async () => {
    await using world = await orders()
    const reading = world.cache.getMany(world.request([1, 2, 3]), async (ids) => {
      await getOne(world.cache, 2, async () => ({ id: 2, version: 1 }))
      return ids.map((id) => ({ id, version: 1 }))
    })
    const refusals: unknown[] = []
    void reading.catch((error: unknown) => refusals.push(error))
    await expect.poll(() => refusals.map(isConfigurationError)).toEqual([true])
  })

  test('takes one place among the loads under way, also inside another load', async () => {
    await using cache = createCache({ namespace: uniqueName(), loads: { maxConcurrent: 1, maxWaiting: 0 } })
    const many = (): Promise<readonly Order[]> =>
      cache.getMany({ ids: [1, 2, 3], key: (id) => id, ttl: '1s', tags: ['orders'] }, async (ids) =>
        ids.map((id) => ({ id, version: 1 })),
      )
    expect(await many()).toHaveLength(3)
    await cache.invalidate(['orders'])
    expect(await cache.getOrLoad({ key: 'sum', ttl: '1s', tags: ['orders'] }, async () => (await many()).length)).toBe(3)
  })

  test('begins at once where a part of another load waits for one of its keys', async () => {
    await using cache = createCache({ namespace: uniqueName(), loads: { maxConcurrent: 1, maxWaiting: 10 } })
    await cache.ready()
    const { promise: queued, resolve: go } = Promise.withResolvers<void>()
    const outer = cache.getOrLoad({ key: 'sum', ttl: '1s', tags: ['orders'] }, async () => {
      await queued
      return (await getOne(cache, 1, () => Promise.reject(new Error('loaded alone')))).id
    })
    const many = cache.getMany({ ids: [1, 2], key: (id) => ['order', id], ttl: '1s', tags: ['orders'] }, async (ids) =>
      ids.map((id) => ({ id, version: 1 })),
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    go()
    expect(await outer).toBe(1)
    expect(await many).toHaveLength(2)
  })

  test.each([
    ['ids', { ids: 'order-1' }, 'ids: expected a list of ids'],
    ['key', { key: 'order' }, 'key: expected a function'],
  ])('refuses a bad %s by its name', async (_field, wrong, message) => {
    await using world = await orders()
    const request = { ...world.request([1]), ...wrong }
    await expect(world.cache.getMany(request as never, world.load)).rejects.toThrow(message)
  })
})
