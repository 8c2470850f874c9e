import { expect, test } from 'vitest'
import { createSdk, isApiError, type ViewOptions } from '../../../src/index.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'

test('headers, request id and retries of a call are sent; a read with headers leaves the cache alone', async () => {
  await using api = await startApi((response, { url }) =>
    url.startsWith('/orders/missing') ? problem(response, 503, {}) : json(response, 200, []),
  )
  await using sdk = createSdk({ mes: { baseUrl: api.url }, retries: 0 })
  await sdk.ready()
  const meta = await sdk
    .request({ api: 'mes', path: '/raw', headers: { 'X-Own': '1' } }, { requestId: 'req-1', retries: 1 })
    .withMeta()
  expect(meta.response).toMatchObject({ requestId: 'req-1' })
  expect(api.requests[0]?.headers).toMatchObject({ 'x-own': '1', 'x-request-id': 'req-1' })
  const failure = await Promise.resolve(sdk.mes.orders.get('missing', { retries: 2, requestId: 'req-2' })).catch(
    (error: unknown) => error,
  )
  expect(isApiError(failure) && failure).toMatchObject({ status: 503, attempts: 3, requestId: 'req-2' })
})

test('a read with further headers asks the API each time, and neither reads nor fills the cache', async () => {
  await using api = await startApi((response) => json(response, 200, { items: [] }))
  await using sdk = createSdk({ mes: { baseUrl: api.url } })
  await sdk.ready()
  const read = async (options?: { readonly headers: Readonly<Record<string, string>> }) =>
    (await sdk.mes.materials.list(options).withMeta()).cache.source
  expect(await read()).toBe('origin')
  expect(await read()).toBe('memory')
  expect(await read({ headers: { 'X-Tenant': 'eu' } })).toBe('origin')
  expect(await read({ headers: { 'X-Tenant': 'us' } })).toBe('origin')
  expect(await read()).toBe('memory')
  expect(api.requests.map(({ headers }) => headers['x-tenant'])).toEqual([undefined, 'eu', 'us'])
})

test('a view gives each of its calls its options, shares values, and ends alone', async () => {
  await using api = await startApi((response, { headers }) =>
    headers['x-tenant'] === undefined ? json(response, 200, { items: [] }) : problem(response, 503, {}),
  )
  await using sdk = createSdk({ mes: { baseUrl: api.url }, retries: 0 })
  await sdk.ready()
  await sdk.mes.materials.list()
  const eager = sdk.withOptions({ retries: 2 })
  expect((await eager.mes.materials.list().withMeta()).cache.source).toBe('memory')
  const tenant = eager.withOptions({ headers: { 'X-Tenant': 'eu' } })
  await expect(tenant.mes.materials.list()).rejects.toMatchObject({ status: 503, attempts: 3 })
  await expect(tenant.as({ principal: 'partner:1' }).mes.materials.list()).rejects.toMatchObject({ attempts: 3 })
  await expect(tenant.request({ api: 'mes', path: '/raw' })).rejects.toMatchObject({ attempts: 3 })
  await tenant.close()
  await expect(tenant.mes.materials.list()).rejects.toMatchObject({ kind: 'closed' })
  await eager.mes.materials.list()
})

test.each([
  [{ mode: 'x' }, 'mode'],
  [{ signal: new AbortController().signal }, 'signal'],
  [{ retries: -1 }, 'retries'],
  [{ headers: { Host: 'x' } }, 'headers.Host'],
])('options %o of a view are refused', (options, path) => {
  const sdk = createSdk({ mes: { baseUrl: 'http://127.0.0.1:1' } })
  expect(() => sdk.withOptions(options as ViewOptions)).toThrow(
    expect.objectContaining({ kind: 'request-validation', issues: [expect.objectContaining({ path })] }) as Error,
  )
})
