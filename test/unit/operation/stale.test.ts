import { describe, expect, test } from 'vitest'
import { isApiError } from '../../../src/index.ts'
import type { OperationDefinition, CachePolicy } from '../../../src/operation/definition.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { callingAt, getOrder, listOrders, type Order, order7 } from './support/calling.ts'

const withPolicy = <T>(operation: OperationDefinition<T>, policy: Partial<CachePolicy>): OperationDefinition<T> => {
  if (operation.cache === undefined) throw new Error('the operation is not cached')
  return { ...operation, cache: { ...operation.cache, ...policy } }
}

const args = { path: { orderId: 'ord_1' } }
const page = { items: [order7], nextCursor: null }
const SHORT = { ttl: [{ ttl: '1ms' }] } as const
/** Settles when a short lifetime is over. */
const expired = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('an operation with staleIfError', () => {
  const lists = withPolicy(listOrders, { ...SHORT, staleIfError: '10m' })

  test('serves every list that was ever read, marked, while the API is down, and none that was invalidated', async () => {
    let isDown = false
    await using api = await startApi((response) => (isDown ? problem(response, 503) : json(response, 200, page)))
    await using calling = await callingAt(api.url)
    const queries = [{ limit: 1 }, { limit: 2 }, { status: ['OPEN'] }, { status: ['DONE'] }]
    for (const query of queries) await calling.caller.call(lists, { query })
    isDown = true
    await calling.cache.coherence.invalidate(['orders:status:DONE'])
    await expired()
    const results = await Promise.allSettled(queries.map((query) => calling.caller.call(lists, { query }).withMeta()))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'rejected'])
    expect(results[2]).toMatchObject({ value: { value: page, cache: { source: 'memory', state: 'stale' } } })
  })

  test('throws what refuses: a wrong credential is no outage', async () => {
    let status = 200
    await using api = await startApi((response) => (status === 200 ? json(response, 200, page) : problem(response, status)))
    await using calling = await callingAt(api.url)
    await calling.caller.call(lists, {})
    await expired()
    for (status of [401, 403, 400]) await expect(calling.caller.call(lists, {})).rejects.toMatchObject({ status })
  })

  test('serves it where the API does not answer within the time of the call', async () => {
    let hangs = false
    await using api = await startApi((response) => (hangs ? undefined : json(response, 200, page)))
    await using calling = await callingAt(api.url)
    await calling.caller.call(lists, {})
    await expired()
    hangs = true
    expect((await calling.caller.call(lists, {}, { timeout: '50ms' }).withMeta()).cache).toMatchObject({ state: 'stale' })
  })

  test('leaves it to each call', async () => {
    let isDown = false
    await using api = await startApi((response) => (isDown ? problem(response, 503) : json(response, 200, page)))
    await using calling = await callingAt(api.url)
    const plain = withPolicy(listOrders, SHORT)
    await calling.caller.call(plain, {}, { staleIfError: '1h' })
    await expired()
    isDown = true
    await expect(calling.caller.call(lists, {}, { staleIfError: 0 })).rejects.toMatchObject({ status: 503 })
    expect((await calling.caller.call(plain, {}, { staleIfError: '1h' }).withMeta()).cache.state).toBe('stale')
    await expect(calling.caller.call(plain, {}, { staleIfError: 'long' as never })).rejects.toThrow('staleIfError')
  })
})

describe('an operation with staleWhileRevalidate', () => {
  test('answers at once with the old value, marked, and then with the new one', async () => {
    let version = 7
    await using api = await startApi((response) => json(response, 200, { ...order7, version }))
    await using calling = await callingAt(api.url)
    const operation = withPolicy(getOrder, { ...SHORT, staleWhileRevalidate: '1m' })
    await calling.caller.call(operation, args)
    version = 8
    await expired()
    const { value, cache } = await calling.caller.call(operation, args).withMeta()
    expect([value, cache]).toMatchObject([{ version: 7 }, { state: 'stale' }])
    await api.received(2)
    await expect.poll(async () => (await calling.caller.call(operation, args)).version).toBe(8)
  })
})

describe('an operation with a negativeTtl', () => {
  const remembered = withPolicy(getOrder, { negativeTtl: '30s' })
  const missing = { code: 'not-found', detail: 'no order ord_1' }
  const notFound = (call: Promise<Order>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    )

  test('asks the API once for what it does not have, and tells every reader in its words', async () => {
    await using api = await startApi((response) => problem(response, 404, missing))
    await using calling = await callingAt(api.url)
    for (let reads = 0; reads < 3; reads++) {
      const error = await notFound(calling.caller.call(remembered, args))
      expect(isApiError(error)).toBe(true)
      expect(error).toMatchObject({ status: 404, code: 'not-found', operation: 'orders.get', problem: missing })
    }
    expect(api.requests).toHaveLength(1)
  })

  test('forgets it as soon as the thing is announced', async () => {
    let exists = false
    await using api = await startApi((response) => (exists ? json(response, 200, order7) : problem(response, 404, missing)))
    await using calling = await callingAt(api.url)
    await notFound(calling.caller.call(remembered, args))
    exists = true
    await calling.cache.coherence.invalidate(['order:ord_1'])
    expect(await calling.caller.call(remembered, args)).toEqual(order7)
  })

  test('remembers it for the principal who got it alone', async () => {
    await using api = await startApi((response) => problem(response, 404, missing))
    await using calling = await callingAt(api.url)
    await using other = await callingAt(api.url, { principal: 'partner:43', beside: calling })
    await notFound(calling.caller.call(remembered, args))
    await notFound(other.caller.call(remembered, args))
    expect(api.requests).toHaveLength(2)
  })

  test('keeps no other error, and without it no 404 either', async () => {
    let status = 500
    await using api = await startApi((response) => problem(response, status, missing))
    await using calling = await callingAt(api.url)
    for (status of [403, 410, 422]) {
      const before = api.requests.length
      await notFound(calling.caller.call(remembered, args))
      await notFound(calling.caller.call(remembered, args))
      expect(api.requests.length - before).toBe(2)
    }
    status = 404
    const before = api.requests.length
    await notFound(calling.caller.call(getOrder, args))
    await notFound(calling.caller.call(getOrder, args))
    expect(api.requests.length - before).toBe(2)
  })

  test('remembers none that it could not forget', async () => {
    await using api = await startApi((response) => problem(response, 404, missing))
    await using calling = await callingAt(api.url)
    const operation = withPolicy(getOrder, { negativeTtl: '30s', tags: [{ template: 'owner:{$response.body#/owner}' }] })
    await notFound(calling.caller.call(operation, args))
    await notFound(calling.caller.call(operation, args))
    expect(api.requests).toHaveLength(2)
  })

  test('remembers none for values that principals share', async () => {
    await using api = await startApi((response) => problem(response, 404, missing))
    await using calling = await callingAt(api.url)
    const operation = withPolicy(getOrder, { negativeTtl: '30s', scope: 'shared' })
    await notFound(calling.caller.call(operation, args))
    await notFound(calling.caller.call(operation, args))
    expect(api.requests).toHaveLength(2)
  })

  test('is believed for no longer, whatever values may be', async () => {
    let status = 404
    await using api = await startApi((response) => problem(response, status, missing))
    await using calling = await callingAt(api.url)
    const operation = withPolicy(getOrder, { negativeTtl: '1ms', staleWhileRevalidate: '10m' })
    await notFound(calling.caller.call(operation, args))
    await expired()
    status = 403
    expect(await notFound(calling.caller.call(operation, args))).toMatchObject({ status: 403 })
  })

  test('is no value to stand in for an outage', async () => {
    let status = 404
    await using api = await startApi((response) => problem(response, status, missing))
    await using calling = await callingAt(api.url)
    const operation = withPolicy(getOrder, { negativeTtl: '1ms', staleIfError: '10m' })
    await notFound(calling.caller.call(operation, args))
    await expired()
    status = 503
    expect(await notFound(calling.caller.call(operation, args))).toMatchObject({ status: 503 })
  })
})

describe('an operation with a limit', () => {
  test('never has more requests under way', async () => {
    let most = 0
    const waiting: (() => unknown)[] = []
    const answerAll = (): void => waiting.splice(0).forEach((answer) => answer())
    // Answers once there are as many requests as there may be, and more had time to come.
    await using api = await startApi((response) => {
      most = Math.max(
        most,
        waiting.push(() => json(response, 200, order7)),
      )
      if (waiting.length === 3) setTimeout(answerAll, 10)
    })
    await using calling = await callingAt(api.url)
    const limited = withPolicy(getOrder, { maxConcurrentLoads: 3 })
    const ids = Array.from({ length: 21 }, (_, index) => ({ path: { orderId: `ord_${index}` } }))
    expect(await calling.caller.many(limited, ids)).toHaveLength(21)
    expect(most).toBe(3)
  })
})

describe('a call for many', () => {
  test('answers in the order asked for, each once, from the cache where it can', async () => {
    await using api = await startApi((response, { url }) => json(response, 200, { ...order7, id: url.split('/').at(-1) }))
    await using calling = await callingAt(api.url)
    const ids = ['ord_2', 'ord_1', 'ord_2']
    const many = () =>
      calling.caller.many(
        getOrder,
        ids.map((orderId) => ({ path: { orderId } })),
      )
    expect((await many()).map(({ id }) => id)).toEqual(ids)
    await many()
    expect(api.requests.map(({ url }) => url)).toEqual(['/orders/ord_2', '/orders/ord_1'])
  })

  test('rejects with the first error, and keeps what was read', async () => {
    await using api = await startApi((response, { url }) =>
      url.endsWith('bad') ? problem(response, 403) : json(response, 200, order7),
    )
    await using calling = await callingAt(api.url)
    const many = calling.caller.many(
      getOrder,
      ['ord_1', 'bad'].map((orderId) => ({ path: { orderId } })),
    )
    await expect(many).rejects.toMatchObject({ status: 403 })
    await expect.poll(async () => (await calling.caller.call(getOrder, args).withMeta()).cache.source).toBe('memory')
  })
})
