import { expect, test, vi } from 'vitest'
import { ConfigurationError } from '../../../../src/error/configuration-error.ts'
import { ApiCall } from '../../../../src/operation/api-call.ts'
import { PagedCall } from '../../../../src/operation/paged-call.ts'
import { createBuilders } from '../../../../src/testing/build/builders.ts'

const build = createBuilders()

const listed = async <T>(rows: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

test('a built call is awaited, and says that the API answered it now', async () => {
  const order = build.mes.order()
  const call = build.apiCall(order)
  expect(call).toBeInstanceOf(ApiCall)
  expect(await call).toEqual(order)
  const { value, cache, response } = await call.withMeta()
  expect(value).toEqual(order)
  expect(cache).toMatchObject({ source: 'origin', state: 'fresh' })
  expect(response).toMatchObject({ status: 200, attempts: 1 })
  expect(await call.then(({ id }) => id)).toBe(order.id)
})

test('what a built call answers cannot be changed, as what the client answers', async () => {
  const order = { ...build.mes.order() }
  const { value } = await build.apiCall(order).withMeta()
  expect([Object.isFrozen(value), Object.isFrozen(value.price), Object.isFrozen(order)]).toEqual([true, true, false])
  expect(Object.isFrozen((await build.pagedCall([build.page([order])])).items)).toBe(true)
  expect(await build.apiCall(undefined)).toBe(undefined)
  const bytes = new Uint8Array([1, 2])
  expect(await build.apiCall(bytes)).toBe(bytes)
})

test('a built call fails as its promise does, and is no unhandled rejection before that', async () => {
  const error = build.error.timeout()
  const unhandled = vi.fn<() => void>()
  process.on('unhandledRejection', unhandled)
  const call = build.apiCall(Promise.reject<string>(error))
  await new Promise(setImmediate)
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
  await expect(call).rejects.toBe(error)
  await expect(call.withMeta()).rejects.toBe(error)
})

test('a page is the last one unless it has a cursor', () => {
  const rows = [build.mes.order()]
  expect(build.page(rows)).toEqual({ items: rows, nextCursor: null })
  expect(build.page(rows, { nextCursor: 'page_2' })).toEqual({ items: rows, nextCursor: 'page_2' })
})

test('a built list is awaited for its first page, and iterated over the rows of all pages', async () => {
  const rows = [build.mes.order(), build.mes.order(), build.mes.order()] as const
  const call = () =>
    build.pagedCall([build.page([rows[0]], { nextCursor: 'more' }), build.page([rows[1]]), build.page([rows[2]])])
  expect(call()).toBeInstanceOf(PagedCall)
  expect(await call()).toEqual({ items: [rows[0]], nextCursor: 'more' })
  expect((await call().withMeta()).value.items).toEqual([rows[0]])
  expect(await listed(call())).toEqual(rows)
  expect(await listed(call().items({ limit: 2 }))).toEqual(rows.slice(0, 2))
  expect((await listed(call().pages())).map(({ items }) => items.length)).toEqual([1, 1, 1])
})

test('a list can be iterated again, by another loop', async () => {
  const call = build.pagedCall([build.page([1]), build.page([2])])
  expect([await listed(call), await listed(call)]).toEqual([
    [1, 2],
    [1, 2],
  ])
})

test('a list without an end or without a page is refused', () => {
  expect(() => build.pagedCall([])).toThrow('pages: expected at least one page, got an array')
  expect(() => build.pagedCall([build.page([1], { nextCursor: 'more' })])).toThrow(
    'pages.0.nextCursor: expected null on the last page, got "more"',
  )
  expect(() =>
    build.pagedCall([build.page([1], { nextCursor: 'a' }), build.page([2], { nextCursor: 'a' }), build.page([3])]),
  ).toThrow('pages.1.nextCursor: expected another cursor than the pages before, got "a"')
  expect(() => build.pagedCall([[1, 2] as never])).toThrow(ConfigurationError)
})
