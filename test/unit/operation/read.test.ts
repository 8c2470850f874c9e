import { describe, expect, test } from 'vitest'
import { isTimeoutError } from '../../../src/error/timeout-error.ts'
import type { OperationDefinition, CachePolicy } from '../../../src/operation/definition.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, getOrder, listOrders, order7 } from './support/calling.ts'

const args = { path: { orderId: 'ord_1' } }

/** Answers when told to. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

describe('a read', () => {
  test('is answered by the API first and then by memory, with the same frozen value', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const first = await calling.caller.call(getOrder, args).withMeta()
    expect(first).toMatchObject({
      value: order7,
      cache: { source: 'origin', state: 'fresh', ageMs: 0 },
      response: { status: 200, attempts: 1 },
      invalidation: undefined,
    })
    const second = await calling.caller.call(getOrder, args).withMeta()
    expect(second).toMatchObject({ cache: { source: 'memory' }, response: undefined })
    expect(second.value).toBe(first.value)
    expect(Object.isFrozen(first.value)).toBe(true)
    expect(api.requests).toHaveLength(1)
  })

  test('tells the position that a later read can ask for', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const { position } = (await calling.caller.call(getOrder, args).withMeta()).cache
    expect(position).toBe(calling.cache.coherence.token)
    await calling.caller.call(getOrder, args, { atLeast: position ?? 'none' })
    expect(api.requests).toHaveLength(1)
  })

  test('sends the position to the caches inside the API', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    await calling.caller.call(getOrder, args)
    expect(api.requests[0]?.headers['cache-position']).toBe(`max-staleness=0, at-least=${calling.cache.coherence.token}`)
  })

  test('keeps fields that the schema does not know', async () => {
    await using api = await startApi((response) => json(response, 200, { ...order7, gift: true }))
    await using calling = await callingAt(api.url)
    expect(await calling.caller.call(getOrder, args)).toEqual({ ...order7, gift: true })
  })

  test.each([
    ['breaks its schema', 200, { id: 'ord_1', status: 'OPEN', version: 'seven' }, 'body.version'],
    ['has no body', 200, undefined, 'body'],
    ['has a status that the operation does not know', 206, order7, 'status'],
  ])('of an answer that %s is a ResponseValidationError, and is not cached', async (_name, status, body, path) => {
    await using api = await startApi((response) => json(response, status, body))
    await using calling = await callingAt(api.url)
    for (const turn of [1, 2]) {
      const error = await rejection(calling.caller.call(getOrder, args))
      expect(error).toMatchObject({ kind: 'response-validation', operation: 'orders.get', status, issues: [{ path }] })
      expect(error).toHaveProperty('requestId', api.requests[turn - 1]?.headers['x-request-id'])
    }
    expect(api.requests).toHaveLength(2)
  })

  test('that failed is not cached', async () => {
    await using api = await startApi((response, _request, turn) =>
      turn === 1 ? problem(response, 404) : json(response, 200, order7),
    )
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(getOrder, args))).toMatchObject({ status: 404 })
    expect(await calling.caller.call(getOrder, args)).toEqual(order7)
  })

  test('of an operation without a policy is never cached', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const { cache: _policy, ...uncached } = getOrder
    for (let turn = 0; turn < 2; turn++) await calling.caller.call(uncached, args)
    expect(api.requests).toHaveLength(2)
  })

  test.each([
    ['a path parameter', { path: { orderId: 'ord_2' } }],
    ['a query parameter', { ...args, query: { expand: ['price'] } }],
    ['a header parameter', { ...args, header: { 'Accept-Language': 'de' } }],
  ])('that differs in %s shares no value', async (_name, other) => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    await calling.caller.call(getOrder, args)
    await calling.caller.call(getOrder, other)
    expect(api.requests).toHaveLength(2)
  })

  test('of another principal shares no value and no request, unless the operation says shared', async () => {
    const answer = gate()
    await using api = await startApi(async (response) => {
      await answer.opened
      json(response, 200, order7)
    })
    await using mine = await callingAt(api.url)
    await using theirs = await callingAt(api.url, { principal: 'partner:43', beside: mine })
    const both = [mine.caller.call(getOrder, args), theirs.caller.call(getOrder, args)]
    await expect.poll(() => api.requests.length).toBe(2)
    answer.open()
    await Promise.all(both)
    const policy: CachePolicy = { ttl: [{ ttl: '30s' }], scope: 'shared', tiers: ['memory'], tags: [] }
    const shared: OperationDefinition = { ...getOrder, id: 'orders.shared', cache: policy }
    await mine.caller.call(shared, args)
    expect((await theirs.caller.call(shared, args).withMeta()).cache.source).toBe('memory')
  })
})

describe('tags of a read', () => {
  const readsAfter = async (tag: string, query: Record<string, unknown>): Promise<number> => {
    await using api = await startApi((response) => json(response, 200, { items: [order7], nextCursor: null }))
    await using calling = await callingAt(api.url)
    await calling.caller.page(listOrders, { query })
    await calling.cache.coherence.invalidate([tag])
    await calling.caller.page(listOrders, { query })
    return api.requests.length
  }

  test('come from the request: each requested status', async () => {
    expect(await readsAfter('orders:status:OPEN', { status: ['OPEN'] })).toBe(2)
    expect(await readsAfter('orders:status:DONE', { status: ['OPEN'] })).toBe(1)
    expect(await readsAfter('orders:status:DONE', { status: ['OPEN', 'DONE'] })).toBe(2)
  })

  test('stand for every status when none is requested', async () => {
    expect(await readsAfter('orders:status:OPEN', {})).toBe(2)
    expect(await readsAfter('orders:status:DONE', {})).toBe(2)
  })

  test('come from the value: each row', async () => {
    expect(await readsAfter('order:ord_1', { status: ['DONE'] })).toBe(2)
    expect(await readsAfter('order:ord_2', { status: ['DONE'] })).toBe(1)
  })

  test('that the answer leaves open keep it out of the cache', async () => {
    const untagged: OperationDefinition = {
      ...getOrder,
      cache: {
        ttl: [{ ttl: '30s' }],
        scope: 'principal',
        tiers: ['memory'],
        tags: [{ template: 'quote:{$response.body#/quoteId}' }],
      },
    }
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    for (let turn = 0; turn < 2; turn++) expect(await calling.caller.call(untagged, args)).toEqual(order7)
    expect(api.requests).toHaveLength(2)
  })
})

describe('the cache option', () => {
  test('reload asks the API and fills, bypass asks the API and leaves the cache alone', async () => {
    await using api = await startApi((response, _request, turn) => json(response, 200, { ...order7, version: turn }))
    await using calling = await callingAt(api.url)
    const version = async (cache?: 'reload' | 'bypass') =>
      (await calling.caller.call(getOrder, args, cache === undefined ? {} : { cache })).version
    expect(await version()).toBe(1)
    expect(await version('bypass')).toBe(2)
    expect(await version()).toBe(1)
    expect(await version('reload')).toBe(3)
    expect(await version()).toBe(3)
  })
})

describe('callers of one load', () => {
  test('share one request', async () => {
    const answer = gate()
    await using api = await startApi(async (response) => {
      await answer.opened
      json(response, 200, order7)
    })
    await using calling = await callingAt(api.url)
    const calls = Array.from({ length: 5 }, () => calling.caller.call(getOrder, args))
    await api.received(1)
    answer.open()
    expect(new Set(await Promise.all(calls)).size).toBe(1)
    expect(api.requests).toHaveLength(1)
  })

  test('leave one by one: the abort of one does not touch the other', async () => {
    const answer = gate()
    await using api = await startApi(async (response) => {
      await answer.opened
      json(response, 200, order7)
    })
    await using calling = await callingAt(api.url)
    const controller = new AbortController()
    const leaving = rejection(calling.caller.call(getOrder, args, { signal: controller.signal }))
    const staying = calling.caller.call(getOrder, args)
    await api.received(1)
    const reason = new Error('page left')
    controller.abort(reason)
    expect(await leaving).toBe(reason)
    answer.open()
    expect(await staying).toEqual(order7)
    expect(api.requests).toHaveLength(1)
  })

  test('end the request when the last one has left', async () => {
    const closed = gate()
    await using api = await startApi((response) => response.on('close', closed.open))
    await using calling = await callingAt(api.url)
    const controller = new AbortController()
    const left = [1, 2].map(() => rejection(calling.caller.call(getOrder, args, { signal: controller.signal })))
    await api.received(1)
    controller.abort('gone')
    expect(await Promise.all(left)).toEqual(['gone', 'gone'])
    await closed.opened
  })

  test('have each their own time limit, whoever began the load', async () => {
    const answer = gate()
    await using api = await startApi(async (response) => {
      await answer.opened
      json(response, 200, order7)
    })
    await using calling = await callingAt(api.url, { timeoutMs: 80 })
    const hasty = rejection(calling.caller.call(getOrder, args))
    const patient = calling.caller.call(getOrder, args, { timeout: '20s' })
    const error = await hasty
    expect(error).toSatisfy(isTimeoutError)
    expect((error as Error).message).toContain('no answer within 80 ms')
    await new Promise((resolve) => setImmediate(resolve))
    answer.open()
    expect(await patient).toEqual(order7)
    expect(api.requests).toHaveLength(1)
  })
})

describe('an aborted signal', () => {
  test('rejects a call that memory could answer, and sends nothing', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    await calling.caller.call(getOrder, args)
    expect(await rejection(calling.caller.call(getOrder, args, { signal: AbortSignal.abort('left') }))).toBe('left')
    expect(
      await rejection(calling.caller.call(getOrder, { path: { orderId: 'x' } }, { signal: AbortSignal.abort('left') })),
    ).toBe('left')
    expect(api.requests).toHaveLength(1)
  })
})

describe('after close', () => {
  test('every call is refused', async () => {
    await using api = await startApi((response) => json(response, 200, { items: [], nextCursor: null }))
    await using calling = await callingAt(api.url, { isClosed: () => true })
    expect(await rejection(calling.caller.call(getOrder, args))).toMatchObject({ kind: 'closed' })
    expect(await rejection(calling.caller.page(listOrders, {}))).toMatchObject({ kind: 'closed' })
    expect(api.requests).toHaveLength(0)
  })
})
