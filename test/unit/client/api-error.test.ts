import { expect, test } from 'vitest'
import { type ApiError, createSdk, isApiError } from '../../../src/index.ts'
import { problem, startApi } from '../transport/support/api-server.ts'

const refusal = (call: PromiseLike<unknown>): Promise<ApiError> =>
  Promise.resolve(call).then(
    () => Promise.reject(new Error('expected a refusal')),
    (error: unknown) => (isApiError(error) ? error : Promise.reject(error)),
  )

test('the first 404 names its request; a remembered one was not sent', async () => {
  await using api = await startApi((response) => problem(response, 404, { code: 'not-found' }))
  await using sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` }, retries: 0 })
  await sdk.ready()
  const first = await refusal(sdk.mes.orders.get('ord_1'))
  expect(first).toMatchObject({
    status: 404,
    code: 'not-found',
    attempts: 1,
    requestId: api.requests[0]?.headers['x-request-id'],
  })
  expect(first.headers['content-type']).toContain('json')
  expect(await refusal(sdk.mes.orders.get('ord_1'))).toMatchObject({
    status: 404,
    code: 'not-found',
    attempts: 0,
    requestId: 'cached',
    headers: {},
  })
  expect(api.requests).toHaveLength(1)
})

test('an error has the headers of its answer; credentials and hidden ones are not shown, nor is any in JSON', async () => {
  await using api = await startApi((response) => {
    response.setHeader('X-RateLimit-Remaining', '0')
    response.setHeader('Set-Cookie', 'session=1')
    response.setHeader('X-Internal-Node', 'node-7')
    response.setHeader('X-Echo', 'key_123456')
    problem(response, 409, { code: 'order-already-claimed' })
  })
  await using sdk = createSdk({
    mes: { baseUrl: `${api.url}/v1`, auth: { apiKey: 'key_123456' } },
    redactHeaders: ['X-Internal-Node'],
    retries: 0,
  })
  const error = await refusal(sdk.mes.orders.claim('ord_1', { ifMatch: 1 }))
  expect(error.headers).toMatchObject({
    'x-ratelimit-remaining': '0',
    'set-cookie': '[redacted]',
    'x-internal-node': '[redacted]',
    'x-echo': '[redacted]',
  })
  expect(JSON.stringify(error)).not.toContain('ratelimit')
})
