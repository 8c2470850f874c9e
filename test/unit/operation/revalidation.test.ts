import { describe, expect, test } from 'vitest'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { startRedis } from '../../support/redis-server.ts'
import { type Answer, json, startApi } from '../transport/support/api-server.ts'
import { callingAt, getOrder, listOrders, type Order, order7 } from './support/calling.ts'

const args = { path: { orderId: 'ord_1' } }
const LIFETIME_MS = 100

const brief = <T>(
  operation: OperationDefinition<T>,
  tiers: readonly ('memory' | 'redis')[] = ['memory'],
): OperationDefinition<T> => {
  if (operation.cache === undefined) throw new Error('the operation is not cached')
  return { ...operation, cache: { ...operation.cache, tiers, ttl: [{ ttl: `${LIFETIME_MS}ms` }] } }
}

/** Settles when a value that was cached now is past its lifetime. */
const expired = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LIFETIME_MS + 5))

/** An API of one order that knows its entity tag, and answers 304 to those who name it. */
const startOrders = async () => {
  const state = { order: { ...order7 } as Order, tag: '"7"' as string | undefined, before: async (): Promise<void> => {} }
  const answer: Answer = (response, { headers, url }) => {
    void state.before().then(() => {
      if (state.tag !== undefined) response.setHeader('etag', state.tag)
      if (state.tag !== undefined && headers['if-none-match'] === state.tag) return void response.writeHead(304).end()
      return json(response, 200, url.startsWith('/orders/') ? state.order : { items: [state.order], nextCursor: null })
    })
  }
  const api = await startApi(answer)
  return {
    url: api.url,
    change: (next: Partial<typeof state>) => void Object.assign(state, next),
    /** The entity tags that the requests named so far, `undefined` for those that named none. */
    asked: () => api.requests.map(({ headers }) => headers['if-none-match']),
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  }
}

describe('A cached answer with an entity tag', () => {
  test('whose lifetime has ended lives on once the API says that it is still so', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    const read = () => calling.caller.call(brief(getOrder), args).withMeta()
    const {
      cache: { ageMs },
    } = await read()
    await expired()
    const renewed = await read()
    expect(renewed).toMatchObject({
      value: order7,
      cache: { source: 'origin', state: 'fresh', ageMs },
      response: { status: 304 },
    })
    expect(api.asked()).toEqual([undefined, '"7"'])
  })

  test('that was invalidated is asked for the same way, and is good from then on', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    const read = () => calling.caller.call(getOrder, args).withMeta()
    await read()
    await calling.cache.coherence.invalidate(['order:ord_1'])
    expect((await read()).response?.status).toBe(304)
    expect((await read()).cache.source).toBe('memory')
    await calling.cache.coherence.invalidate(['order:ord_1'])
    expect((await read()).cache.source).toBe('origin')
    expect(api.asked()).toEqual([undefined, '"7"', '"7"'])
  })

  test('is replaced when it has changed', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    const read = () => calling.caller.call(brief(getOrder), args)
    await read()
    await expired()
    api.change({ order: { ...order7, version: 8 }, tag: '"8"' })
    expect((await read()).version).toBe(8)
    await expired()
    await read()
    expect(api.asked()).toEqual([undefined, '"7"', '"8"'])
  })

  test('does not live on where an invalidation came while the API was asked', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    const read = () => calling.caller.call(brief(getOrder), args).withMeta()
    await read()
    await expired()
    api.change({ before: async () => void (await calling.cache.coherence.invalidate(['order:ord_1'])) })
    expect((await read()).response?.status).toBe(304)
    expect((await read()).cache.source).toBe('origin')
    expect(api.asked()).toEqual([undefined, '"7"', '"7"'])
  })

  test('keeps the tags of its rows, which a 304 does not repeat', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    const read = () => calling.caller.call(listOrders, {}).withMeta()
    await read()
    await calling.cache.coherence.invalidate(['orders'])
    expect((await read()).response?.status).toBe(304)
    expect((await read()).cache.source).toBe('memory')
    await calling.cache.coherence.invalidate(['order:ord_1'])
    expect((await read()).cache.source).toBe('origin')
  })

  test.each(['reload', 'bypass'] as const)('is not mentioned by a read that says %s', async (cache) => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    await calling.caller.call(getOrder, args)
    await calling.caller.call(getOrder, args, { cache })
    expect(api.asked()).toEqual([undefined, undefined])
  })

  test('is not shown to the requests of another principal', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    await using other = await callingAt(api.url, { beside: calling, principal: 'partner:43' })
    await calling.caller.call(brief(getOrder), args)
    await expired()
    await other.caller.call(brief(getOrder), args)
    expect(api.asked()).toEqual([undefined, undefined])
  })

  test('that could not be sent back is read anew', async () => {
    await using api = await startOrders()
    await using calling = await callingAt(api.url)
    for (const tag of [undefined, '7', `"${'x'.repeat(1_000)}"`]) {
      api.change({ tag })
      await calling.caller.call(brief(getOrder), args)
      await expired()
    }
    expect(api.asked()).toEqual([undefined, undefined, undefined])
  })

  test('keeps the tag that it came with, whatever a 304 says', async () => {
    await using api = await startApi((response, _request, turn) => {
      response.setHeader('etag', `"${turn}"`)
      return turn === 1 ? json(response, 200, order7) : response.writeHead(304).end()
    })
    await using calling = await callingAt(api.url)
    for (let reads = 0; reads < 3; reads++) {
      await calling.caller.call(getOrder, args)
      await calling.cache.coherence.invalidate(['order:ord_1'])
    }
    expect(api.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"'])
  })

  test('is no excuse for a 304 that nobody asked for', async () => {
    await using api = await startApi((response) => void response.writeHead(304, { etag: '"7"' }).end())
    await using calling = await callingAt(api.url)
    await expect(calling.caller.call(getOrder, args)).rejects.toMatchObject({ kind: 'api', status: 304 })
  })
})

describe('A 304', () => {
  test('renews the entry in both tiers, and another process can ask by the same tag', async () => {
    await using redis = await startRedis()
    await using api = await startOrders()
    const cache = { redis: redis.url, namespace: 'renewed' }
    const open = () => callingAt(api.url, { cache })
    await using here = await open()
    const operation = brief(getOrder, ['memory', 'redis'])
    const readBy = ({ caller }: typeof here) => caller.call(operation, args).withMeta()
    await readBy(here)
    await expired()
    await readBy(here)
    await using there = await open()
    // The entry in Redis lives for a moment only: whoever comes too late for it renews it once more.
    for (;;) {
      const {
        cache: { source },
      } = await readBy(there)
      if (source === 'redis') break
      await expired()
      await readBy(here)
    }
    await expired()
    expect((await readBy(there)).response?.status).toBe(304)
  })
})
