import { describe, expect, test } from 'vitest'
import { createSdk, isApiError, isConnectionError, type Sdk } from '../../../src/index.ts'
import { json, problem, startApi, type Answer } from '../transport/support/api-server.ts'
import { order } from './orders.ts'

const shipTo = { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' }

/** MES without an order, until one is created; the client may be left without the answer. */
const mesOf = (created: 'answered' | 'lost'): Answer => {
  let exists = false
  return (response, { method, url }) => {
    const { pathname } = new URL(url, 'http://x')
    if (method === 'POST') {
      exists = true
      return created === 'answered' ? json(response, 201, order({ status: 'PRICE_CALCULATED', version: 1 })) : response.destroy()
    }
    if (pathname === '/v1/orders') return json(response, 200, { items: exists ? [order()] : [], nextCursor: null })
    return exists ? json(response, 200, order()) : problem(response, 404, { code: 'not-found' })
  }
}

const statusOf = async (sdk: Sdk): Promise<number> =>
  sdk.mes.orders.get('ord_1').then(
    () => 200,
    (error: unknown) => (isApiError(error) ? error.status : Number.NaN),
  )

const sdkOf = async (url: string): Promise<Sdk> => {
  const sdk = createSdk({ mes: { baseUrl: `${url}/v1` }, retries: 0 })
  await sdk.ready()
  return sdk
}

describe('a new order', () => {
  test('ends what was remembered of its absence, and every list', async () => {
    await using api = await startApi(mesOf('answered'))
    await using sdk = await sdkOf(api.url)
    expect([await statusOf(sdk), await statusOf(sdk)]).toEqual([404, 404])
    expect((await sdk.mes.orders.list()).items).toEqual([])
    expect(api.requests).toHaveLength(2)
    await sdk.mes.orders.create({ quoteId: 'quo_1', shipTo })
    expect(await statusOf(sdk)).toBe(200)
    expect((await sdk.mes.orders.list()).items).toHaveLength(1)
  })

  test('whose answer was lost ends every list all the same', async () => {
    await using api = await startApi(mesOf('lost'))
    await using sdk = await sdkOf(api.url)
    expect((await sdk.mes.orders.list()).items).toEqual([])
    const failure = await sdk.mes.orders.create({ quoteId: 'quo_1', shipTo }).catch((error: unknown) => error)
    expect(isConnectionError(failure)).toBe(true)
    expect((await sdk.mes.orders.list()).items).toHaveLength(1)
  })
})
