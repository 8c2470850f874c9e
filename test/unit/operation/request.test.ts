import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { RequestValidationError } from '../../../src/error/validation-errors.ts'
import { requestUrl } from '../../../src/operation/request-line.ts'
import { checkRequest } from '../../../src/operation/validation.ts'
import { json, startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, claimOrder, createQuote, getOrder, listOrders, order7 } from './support/calling.ts'
import { entityTagOf, toEntityTag } from '../../../src/foundation/entity-tag.ts'

const urlOf = (orderId: string, baseUrl = 'https://mes.example/v1'): string =>
  requestUrl(baseUrl, getOrder, { path: { orderId } })

describe('the URL of a request', () => {
  test.each([
    ['ord_1', 'ord_1'],
    ['a/b', 'a%2Fb'],
    ['../materials', '..%2Fmaterials'],
    ['a?b#c', 'a%3Fb%23c'],
    ['%2e%2e', '%252e%252e'],
    ['größe 1', 'gr%C3%B6%C3%9Fe%201'],
    ['...', '...'],
  ])('keeps the path parameter %j in its place', (orderId, escaped) => {
    expect(new URL(urlOf(orderId)).pathname).toBe(`/v1/orders/${escaped}`)
  })

  test('has one slash between base and path', () => {
    expect(urlOf('1', 'https://mes.example/v1//')).toBe('https://mes.example/v1/orders/1')
    expect(urlOf('1', 'https://mes.example')).toBe('https://mes.example/orders/1')
  })

  test('repeats a list in the query, escapes its values and leaves out what is undefined', () => {
    const query = { status: ['OPEN', 'A&B=C'], limit: 5, cursor: undefined, flag: false }
    expect(requestUrl('https://m.example', listOrders, { query })).toBe(
      'https://m.example/orders?status=OPEN&status=A%26B%3DC&limit=5&flag=false',
    )
    expect(requestUrl('https://m.example', listOrders, { query: { cursor: undefined } })).toBe('https://m.example/orders')
    expect(requestUrl('https://m.example', listOrders, {})).toBe('https://m.example/orders')
  })
})

describe('a version for If-Match', () => {
  test.each([
    [7, '"7"'],
    ['7', '"7"'],
    ['"7"', '"7"'],
    [0, '"0"'],
  ])('%j is sent as %s', (version, tag) => {
    expect(toEntityTag(version)).toBe(tag)
  })
})

describe('the entity tag of an answer', () => {
  test.each([
    ['"7"', '"7"'],
    ['W/"5d41"', 'W/"5d41"'],
    ['""', '""'],
    ['7', undefined],
    ['"a"b"', undefined],
    ['"ä"', undefined],
    [`"${'x'.repeat(300)}"`, undefined],
  ])('%s is kept as %s', (sent, kept) => {
    expect(entityTagOf(new Headers({ etag: sent }))).toBe(kept)
  })
})

describe('a request that breaks its schema', () => {
  const issues = (run: () => unknown): unknown => {
    try {
      return run()
    } catch (error) {
      if (error instanceof RequestValidationError) return error.issues.map(({ path, message }) => `${path}: ${message}`)
      throw error
    }
  }

  test.each(['', '.', '..', '\ud800'])('has a path parameter %j that would not stay in its place', (orderId) => {
    expect(issues(() => checkRequest(getOrder, { path: { orderId } }))).toEqual([
      "path.orderId: expected a text other than '', '.' and '..'",
    ])
  })

  test('lacks a parameter of the path that the schema forgot', () => {
    const careless = { ...getOrder, request: z.object({}) }
    expect(issues(() => checkRequest(careless, {}))).toEqual(["path.orderId: expected a text other than '', '.' and '..'"])
  })

  test('is told with every wrong field and what is allowed', () => {
    expect(issues(() => checkRequest(listOrders, { query: { status: ['OPEN', 'GONE'], limit: 0 } }))).toEqual([
      expect.stringMatching(/^query\.status\.1: .*"OPEN"\|"DONE"/),
      expect.stringMatching(/^query\.limit: .*>=1/),
    ])
  })

  test('is told by the name of a parameter that does not exist', () => {
    expect(issues(() => checkRequest(listOrders, { query: { stauts: ['OPEN'] } }))).toEqual([
      expect.stringMatching(/^query: .*"stauts"/),
    ])
    expect(issues(() => checkRequest(createQuote, { body: { quantity: 1, qty: 1 } }))).toEqual([
      expect.stringMatching(/^body: .*"qty"/),
    ])
  })

  test('is told what each alternative of a union wants', () => {
    const union = { ...listOrders, request: z.strictObject({ query: z.strictObject({ at: z.union([z.int(), z.iso.date()]) }) }) }
    const [issue] = issues(() => checkRequest(union, { query: { at: true } })) as string[]
    expect(issue).toMatch(/^query\.at: .*expected number.*, or .*expected string/i)
  })

  test('counts an undefined parameter as absent, but not an undefined member of the body', () => {
    expect(checkRequest(listOrders, { query: { limit: undefined } })).toStrictEqual({ query: {} })
    expect(issues(() => checkRequest(createQuote, { body: { quantity: undefined } }))).toEqual([
      expect.stringMatching(/^body\.quantity: /),
    ])
  })

  test.each(['a\nb', '\u20ac', '\u0000'])('is told of a header that cannot be sent, without its value: %j', (value) => {
    const refused = () => checkRequest(getOrder, { path: { orderId: 'ord_1' }, header: { 'Accept-Language': value } })
    expect(refused).toThrow(
      new RequestValidationError(
        'orders.get',
        [{ path: 'header.Accept-Language', message: 'expected a text that a header can carry' }],
        'mes',
      ),
    )
  })

  test('never reaches the network, and invalidates nothing', async () => {
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const { caller } = calling
    const calls = [
      caller.call(getOrder, { path: { orderId: '..' } }),
      caller.call(getOrder, { path: { orderId: 'a', orderID: 'b' } }),
      caller.page(listOrders, { query: { limit: '5' } }),
      caller.call(claimOrder, { path: { orderId: 'a' }, header: {} }),
      caller.call(claimOrder, { path: { orderId: 'a' }, header: { 'If-Match': undefined } }),
      caller.call(createQuote, { body: { quantity: 1.5 } }),
    ]
    for (const error of await Promise.all(calls.map(rejection))) expect(error).toBeInstanceOf(RequestValidationError)
    expect(api.requests).toHaveLength(0)
    expect(calling.invalidated).toEqual([])
  })
})
