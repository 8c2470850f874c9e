import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ApiCall, type CallResult } from '../../../src/operation/api-call.ts'
import { PagedCall } from '../../../src/operation/paged-call.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { collect, rejection } from '../transport/support/sending.ts'
import { type Calling, callingAt, getOrder, listOrders, type Order, order7, type OrderPage } from './support/calling.ts'

const args = { path: { orderId: 'ord_1' } }

/** Unhandled rejections while `work` runs and until its microtasks are done. */
const unhandledDuring = async (work: () => Promise<unknown>): Promise<readonly unknown[]> => {
  const reasons: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason) => reasons.push(reason))
  try {
    await work()
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of others) process.on('unhandledRejection', listener)
  }
  return reasons
}

const failing = () => startApi((response) => problem(response, 404))

describe('a call', () => {
  test('is a promise, and its value and what is known about it come from one request', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const call = calling.caller.call(getOrder, args, { cache: 'bypass' })
    expect(call).toBeInstanceOf(Promise)
    const [value, meta, again] = await Promise.all([call, call.withMeta(), call.withMeta()])
    expect(meta.value).toBe(value)
    expect(again).toBe(meta)
    expect(api.requests).toHaveLength(1)
  })

  test('gives plain promises to then, catch and finally', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const call = calling.caller.call(getOrder, args)
    for (const derived of [call.then(({ id }) => id), call.catch(() => 'no'), call.finally(() => {})]) {
      expect(derived).not.toBeInstanceOf(ApiCall)
      await derived
    }
    expect(await call.then(({ id }) => id)).toBe('ord_1')
  })

  test('starts at once, and rejects rather than throws', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    const call = calling.caller.call(getOrder, { path: {} }, { timeout: 'x' as '1s' })
    expect(await rejection(call)).toMatchObject({ kind: 'request-validation' })
    expect(await rejection(call.withMeta())).toMatchObject({ kind: 'request-validation' })
  })

  test('that failed leaves no unhandled rejection when only withMeta is awaited', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    expect(await unhandledDuring(() => rejection(calling.caller.call(getOrder, args).withMeta()))).toEqual([])
  })

  test('that failed leaves no unhandled rejection when only the value is awaited, or the rows', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    expect(await unhandledDuring(() => rejection(calling.caller.call(getOrder, args)))).toEqual([])
    expect(await unhandledDuring(() => rejection(collect(calling.caller.page<OrderPage, Order>(listOrders, {}))))).toEqual([])
  })

  test('that failed while nobody awaits it is an unhandled rejection, once', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    const reasons = await unhandledDuring(async () => {
      void calling.caller.call(getOrder, args)
      await once(process, 'unhandledRejection')
    })
    expect(reasons).toEqual([expect.objectContaining({ kind: 'api', status: 404 })])
  })
})

/** Pages by cursor: '' is the first one. */
const pagesOf = (pages: Readonly<Record<string, { readonly ids: readonly string[]; readonly next: string | null }>>) =>
  startApi((response, { url }) => {
    const page = pages[new URL(url, 'http://x').searchParams.get('cursor') ?? '']
    if (page === undefined) return problem(response, 400)
    json(response, 200, { items: page.ids.map((id) => ({ ...order7, id })), nextCursor: page.next })
  })

const three = { '': { ids: ['1', '2'], next: 'b' }, b: { ids: ['3'], next: 'c' }, c: { ids: ['4'], next: null } }

describe('a call of a list', () => {
  const idsOf = async (call: AsyncIterable<{ readonly id: string }>): Promise<readonly string[]> =>
    (await collect(call)).map(({ id }) => id)

  test('iterates over the rows of every page, with the other parameters unchanged', async () => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    expect(await idsOf(calling.caller.page<OrderPage, Order>(listOrders, { query: { status: ['OPEN'], limit: 2 } }))).toEqual([
      '1',
      '2',
      '3',
      '4',
    ])
    expect(api.requests.map(({ url }) => url)).toEqual([
      '/orders?status=OPEN&limit=2',
      '/orders?status=OPEN&limit=2&cursor=b',
      '/orders?status=OPEN&limit=2&cursor=c',
    ])
  })

  test('makes one request for the first page, whether it is awaited, iterated or asked for more', async () => {
    await using api = await pagesOf({ '': { ids: ['1'], next: null } })
    await using calling = await callingAt(api.url)
    const call = calling.caller.page<OrderPage, Order>(listOrders, {}, { cache: 'bypass' })
    const [page, { value }] = await Promise.all([call, call.withMeta()])
    expect(value).toBe(page)
    expect(await idsOf(call)).toEqual(['1'])
    expect(await idsOf(call)).toEqual(['1'])
    expect(api.requests).toHaveLength(1)
  })

  test('reads later pages at least at the position of the first', async () => {
    const asked: (readonly string[])[] = []
    const first = { value: { items: [], nextCursor: 'b' }, cache: { position: '1:n:queued' } } as unknown as CallResult<OrderPage>
    const last = { value: { items: [], nextCursor: null } } as unknown as CallResult<OrderPage>
    await collect(
      new PagedCall(Promise.resolve(first), listOrders, async (cursor, { cache }) => {
        asked.push([String(cursor), cache.position ?? ''])
        return last
      }),
    )
    expect(asked).toEqual([['b', '1:n:queued']])
  })

  test('asks the caches inside the API for that position, whatever was invalidated since', async () => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    const call = calling.caller.page<OrderPage, Order>(listOrders, {})
    const { position } = (await call.withMeta()).cache
    await calling.cache.coherence.invalidate(['stats'])
    await collect(call)
    expect(position).not.toBe(calling.cache.coherence.token)
    expect(api.requests[1]?.headers['cache-position']).toContain(`at-least=${position}`)
  })

  test('asks the API for a later page that is cached from before the first', async () => {
    await using api = await startApi((response, { url }, turn) =>
      url.includes('cursor')
        ? json(response, 200, { items: [{ ...order7, version: turn }], nextCursor: null })
        : json(response, 200, { items: [order7], nextCursor: 'b' }),
    )
    await using calling = await callingAt(api.url)
    const list = () => calling.caller.page<OrderPage, Order>(listOrders, { query: { status: ['OPEN'] } }, { maxStaleness: '1h' })
    await idsOf(list())
    await calling.cache.coherence.invalidate(['orders'])
    const versions = (await collect(list())).map(({ version }) => version)
    expect(versions).toEqual([7, 4])
    expect(api.requests[3]?.headers['cache-position']).toContain(`at-least=${calling.cache.coherence.token}`)
  })

  test.each([
    ['null', null],
    ['empty', ''],
  ])('ends at a next cursor that is %s', async (_name, next) => {
    await using api = await pagesOf({ '': { ids: [], next } })
    await using calling = await callingAt(api.url)
    expect(await idsOf(calling.caller.page<OrderPage, Order>(listOrders, {}))).toEqual([])
    expect(api.requests).toHaveLength(1)
  })

  test.each([
    ['points to itself', { '': { ids: ['1'], next: 'b' }, b: { ids: ['2'], next: 'b' } }, 2],
    ['goes in circles', { '': { ids: ['1'], next: 'b' }, b: { ids: ['2'], next: 'c' }, c: { ids: ['3'], next: 'b' } }, 3],
  ])('refuses a cursor that %s, after the rows that came before', async (_name, pages, count) => {
    await using api = await pagesOf(pages)
    await using calling = await callingAt(api.url)
    const ids: string[] = []
    const error = await rejection(
      (async () => {
        for await (const { id } of calling.caller.page<OrderPage, Order>(listOrders, {})) ids.push(id)
      })(),
    )
    expect(error).toMatchObject({
      kind: 'response-validation',
      issues: [{ path: 'nextCursor', message: 'the same cursor twice' }],
    })
    expect(ids).toHaveLength(count)
  })

  /** A server that never comes to an end: each page has another cursor, and rows where its number is told. */
  const endless = (hasRows: (page: number) => boolean) =>
    startApi((response, _request, page) =>
      json(response, 200, { items: hasRows(page) ? [{ ...order7, id: String(page) }] : [], nextCursor: `c${page}` }),
    )

  test.each([
    ['rows', (calling: Calling) => calling.caller.page<OrderPage, Order>(listOrders, {}).items({ limit: 5 })],
    ['all rows', (calling: Calling) => calling.caller.page<OrderPage, Order>(listOrders, {})],
    ['pages', (calling: Calling) => calling.caller.page<OrderPage, Order>(listOrders, {}).pages()],
  ])('ends with an error after 100 empty pages in a row, each with a fresh cursor: %s', async (_name, iterate) => {
    await using api = await endless(() => false)
    await using calling = await callingAt(api.url)
    const error = await rejection(collect<unknown>(iterate(calling)))
    expect(error).toMatchObject({
      kind: 'response-validation',
      issues: [{ path: 'items', message: expect.stringContaining('100 pages in a row') as string }],
    })
    expect(api.requests).toHaveLength(100)
  })

  test('goes on over up to 99 empty pages', async () => {
    await using api = await endless((page) => page % 100 === 0)
    await using calling = await callingAt(api.url)
    const ids: string[] = []
    for await (const { id } of calling.caller.page<OrderPage, Order>(listOrders, {}).items({ limit: 2 })) ids.push(id)
    expect(ids).toEqual(['100', '200'])
  })

  /** The description allows cursors of a few letters, as descriptions do that are older than their servers. */
  const strict: typeof listOrders = {
    ...listOrders,
    request: z.strictObject({
      query: z
        .strictObject({
          cursor: z
            .string()
            .max(5)
            .regex(/^[a-z]+$/)
            .optional(),
          limit: z.int().optional(),
        })
        .optional(),
    }),
    responses: { 200: z.looseObject({}) },
  }
  const twoPages = (next: unknown) =>
    startApi((response, { url }) => {
      const isFirst = !url.includes('cursor=')
      json(response, 200, { items: [{ ...order7, id: isFirst ? '1' : '2' }], nextCursor: isFirst ? next : null })
    })

  test.each([['x'.repeat(3_000)], ['A B/+&=?#%00'], ['\u0000\n'], ['😀'], [17], [0]])(
    'passes a cursor of the server on as it is: %j',
    async (next) => {
      await using api = await twoPages(next)
      await using calling = await callingAt(api.url)
      expect(await idsOf(calling.caller.page<OrderPage, Order>(strict, { query: { limit: 1 } }))).toEqual(['1', '2'])
      expect(new URL(api.requests[1]?.url ?? '', api.url).searchParams.get('cursor')).toBe(String(next))
      expect(await rejection(calling.caller.page<OrderPage, Order>(strict, { query: { cursor: '0815' } }))).toMatchObject({
        kind: 'request-validation',
        issues: [{ path: 'query.cursor' }],
      })
    },
  )

  test.each([[[2, 3]], [['b', 'c']]])('goes on from a first page whose cursor has to be given: %j', async ([second, third]) => {
    const numbered: typeof listOrders = {
      ...listOrders,
      request: z.strictObject({ query: z.strictObject({ page: z.int(), limit: z.int() }) }),
      responses: { 200: z.looseObject({}) },
      paging: { cursor: 'page', items: 'items', next: 'nextPage' },
    }
    await using api = await startApi((response, _request, turn) =>
      json(response, 200, { items: [{ ...order7, id: String(turn) }], nextPage: [second, third][turn - 1] ?? null }),
    )
    await using calling = await callingAt(api.url)
    expect(await idsOf(calling.caller.page<OrderPage, Order>(numbered, { query: { page: 1, limit: 1 } }))).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(api.requests.map(({ url }) => new URL(url, api.url).search)).toEqual(
      [1, second, third].map((page) => `?page=${page}&limit=1`),
    )
  })

  test.each(['\uD83D', 'a\uDE00b'])(
    'refuses a cursor of the server that cannot be sent, and blames the server: %j',
    async (next) => {
      await using api = await twoPages(next)
      await using calling = await callingAt(api.url)
      const error = await rejection(collect(calling.caller.page<OrderPage, Order>(strict, {})))
      expect(error).toMatchObject({
        kind: 'response-validation',
        issues: [{ path: 'nextCursor', message: expect.stringContaining('lone surrogate') as string }],
      })
      expect(api.requests).toHaveLength(1)
    },
  )

  test('loads no page that the loop did not come to', async () => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    for await (const { id } of calling.caller.page<OrderPage, Order>(listOrders, {})) if (id === '2') break
    expect(api.requests).toHaveLength(1)
  })

  test.each([
    [0, [], 1],
    [1, ['1'], 1],
    [2, ['1', '2'], 1],
    [3, ['1', '2', '3'], 2],
    [9, ['1', '2', '3', '4'], 3],
  ])('gives at most %i rows where it is told so, and loads no page for more', async (limit, ids, requests) => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    expect(await idsOf(calling.caller.page<OrderPage, Order>(listOrders, {}).items({ limit }))).toEqual(ids)
    expect(api.requests).toHaveLength(requests)
  })

  test.each([-1, 1.5, Number.NaN, '3' as never])('refuses %s rows', async (limit) => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    const error = await rejection(collect(calling.caller.page<OrderPage, Order>(listOrders, {}).items({ limit })))
    expect(error).toMatchObject({
      kind: 'request-validation',
      issues: [{ path: 'limit', message: 'expected an integer of 0 or more' }],
    })
  })

  test('gives its pages, each when it is asked for', async () => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    const pages = calling.caller.page<OrderPage, Order>(listOrders, {}).pages()
    expect((await pages.next()).value).toMatchObject({ items: [{ id: '1' }, { id: '2' }], nextCursor: 'b' })
    expect(api.requests).toHaveLength(1)
    expect((await collect(pages)).map(({ items }) => items.map(({ id }) => id))).toEqual([['3'], ['4']])
    expect(api.requests).toHaveLength(3)
  })

  test('fails in the loop when a later page fails', async () => {
    await using api = await pagesOf({ '': { ids: ['1'], next: 'gone' } })
    await using calling = await callingAt(api.url)
    const ids: string[] = []
    const error = await rejection(
      (async () => {
        for await (const { id } of calling.caller.page<OrderPage, Order>(listOrders, {})) ids.push(id)
      })(),
    )
    expect(error).toMatchObject({ status: 400 })
    expect(ids).toEqual(['1'])
  })

  test('carries its signal and its other options to later pages', async () => {
    await using api = await pagesOf(three)
    await using calling = await callingAt(api.url)
    const controller = new AbortController()
    const error = await rejection(
      (async () => {
        const call = calling.caller.page<OrderPage, Order>(listOrders, {}, { signal: controller.signal })
        for await (const { id } of call) if (id === '2') controller.abort('enough')
      })(),
    )
    expect(error).toBe('enough')
    expect(api.requests).toHaveLength(1)
  })
})
