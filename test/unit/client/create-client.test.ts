import { describe, expect, test } from 'vitest'
import { createMesApi } from '../../../src/generated/mes/resources.ts'
import { createClient, type ClientOptions } from '../../../src/runtime.ts'
import { json, startApi, type Answer } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { order } from './orders.ts'

const mes: Answer = (response) => json(response, 200, order())

const openClient = (options: ClientOptions) => createClient(createMesApi, options)

describe('A client of one API', () => {
  test('reads through its cache and invalidates', async () => {
    await using api = await startApi(mes)
    await using client = openClient({ baseUrl: api.url, auth: { apiKey: 'key-1' } })
    await client.ready()
    const first = await client.api.orders.get('ord_1')
    expect(await client.api.orders.get('ord_1')).toBe(first)
    expect(api.requests).toMatchObject([{ url: '/orders/ord_1', headers: { 'x-api-key': 'key-1' } }])
    expect(await client.invalidate(['order:ord_1'])).toMatchObject({ status: 'applied' })
    await client.api.orders.get('ord_1')
    expect(api.requests).toHaveLength(2)
  })

  test('serves another principal nothing of the first, under credentials of its own', async () => {
    await using api = await startApi(mes)
    await using client = openClient({ baseUrl: api.url, auth: { apiKey: 'key-1' }, cache: { principal: 'partner:1' } })
    await client.api.orders.get('ord_1')
    await client.as({ principal: 'partner:2', auth: { apiKey: 'key-2' } }).api.orders.get('ord_1')
    await client.as({ principal: 'partner:3' }).api.orders.get('ord_1')
    expect(api.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['key-1', 'key-2', undefined])
  })

  test('has no name, and so have none the errors of its requests without a description', async () => {
    await using api = await startApi((response) => response.writeHead(404).end())
    await using client = openClient({ baseUrl: api.url, auth: { apiKey: 'key-1' } })
    const deep: unknown = JSON.parse('['.repeat(600) + ']'.repeat(600))
    const errors = await Promise.all(
      [
        client.request({ path: 'x' }),
        client.request({ path: '/x' }, { timeout: -1 }),
        client.request({ method: 'POST', path: '/x', body: deep }),
        client.request({ path: '/x' }),
      ].map((sent) => rejection(sent)),
    )
    expect(errors).toMatchObject(
      ['request-validation', 'request-validation', 'request-validation', 'api'].map((kind) => ({
        kind,
        operation: 'request',
        api: undefined,
      })),
    )
  })

  test('goes on where one of its views ends', async () => {
    await using api = await startApi(mes)
    await using client = openClient({ baseUrl: api.url })
    const view = client.as({ principal: 'partner:2' })
    await view[Symbol.asyncDispose]()
    expect(await rejection(view.api.orders.get('ord_1'))).toMatchObject({ kind: 'closed' })
    expect(await client.api.orders.get('ord_1')).toMatchObject({ id: 'ord_1' })
    expect(await client.as({ principal: 'partner:2' }).api.orders.get('ord_1')).toMatchObject({ id: 'ord_1' })
  })

  test('ends for all its views', async () => {
    await using api = await startApi(mes)
    const client = openClient({ baseUrl: api.url })
    const other = client.as({ principal: 'partner:2' })
    await client.close()
    expect(await rejection(other.api.orders.get('ord_1'))).toMatchObject({ kind: 'closed' })
    expect(() => other.as({ principal: 'x' })).toThrow('SDK is closed')
  })

  test.each<[string, object, string]>([
    ['no URL', {}, 'baseUrl: expected an absolute http or https URL without user, query, fragment and blanks, got undefined'],
    ['an unknown option', { baseUrl: 'http://x', mes: {} }, 'options: unknown option "mes"'],
    [
      'empty credentials',
      { baseUrl: 'http://x', auth: undefined },
      'auth: expected a value, got undefined; leave the option out instead',
    ],
    [
      'Redis without a principal',
      { baseUrl: 'http://x', cache: { redis: 'redis://127.0.0.1:1', namespace: 'x' } },
      'cache.principal: required with cache.redis; say who the values belong to, for example "partner:42"',
    ],
  ])('refuses %s', (_name, options, message) => {
    expect(() => createClient(createMesApi, options as ClientOptions)).toThrow(message)
  })

  test('refuses an identity without a principal', async () => {
    await using client = openClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(() => client.as({ principal: '' })).toThrow(
      'principal: expected a string of 1 to 256 characters of well-formed Unicode, got ""',
    )
  })
})
