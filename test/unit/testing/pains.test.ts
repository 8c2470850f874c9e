import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createSdk, isApiError, type Sdk } from '../../../src/index.ts'
import { build, createTestKit, installTestKit, isUnmockedCallError } from '../../../src/testing.ts'
import { binaryStl, box } from '../../support/solids.ts'

/** What hurt a new user who tested a service of this package: one test for each pain, which shows it gone. */

type OrdersApi = Pick<Sdk['mes']['orders'], 'get' | 'list' | 'claim'>

afterEach(() => vi.useRealTimers())

test('the first test of a price needs one line about prices', async () => {
  await using kit = createTestKit()
  kit.mes.prices({ AU585: 64_250 })
  const call = kit.sdk.mes.quotes.calculate(
    { model: binaryStl(box([4, 2, 3], [0, 0, 0])), materialCode: 'AU585', quantity: 2, currency: 'EUR' },
    { timeout: '20m' },
  )
  await kit.clock.advance('10m')
  expect((await call).result.totalPrice).toEqual({ amountMinor: 128_500, currency: 'EUR' })
})

test('no required field of an order has to be found: an empty part of one is enough', async () => {
  await using kit = createTestKit({ orders: [{}] })
  const [order] = (await kit.sdk.mes.orders.list()).items
  expect(order).toMatchObject({ id: 'ord_000001', materialCode: 'AU585', assignee: null })
  expect(build.mes.order({ status: 'CLOSED' })).toMatchObject({ status: 'CLOSED', tracking: { carrier: 'DHL' } })
})

test('a mocked page survives for await', async () => {
  const countOf = async ({ list }: Pick<OrdersApi, 'list'>): Promise<number> => {
    let count = 0
    for await (const { status } of list()) if (status === 'SHIPPED') count++
    return count
  }
  const shipped = build.mes.order({ status: 'SHIPPED' })
  const list = vi.fn<OrdersApi['list']>(() => build.pagedCall([build.page([shipped, build.mes.order()]), build.page([shipped])]))
  expect(await countOf({ list })).toBe(2)
  expect((await list()).items).toHaveLength(2)
})

test('a forgotten mock calls nobody, whatever the environment says, and cannot be swallowed', async () => {
  let heard = 0
  const server = createServer((_request, response) => {
    heard++
    response.end('{}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  vi.stubEnv('MES_URL', address)
  const kit = createTestKit({ mes: { baseUrl: address } })
  installTestKit(kit)
  try {
    await using sdk = createSdk({ mes: { baseUrl: process.env['MES_URL'] ?? '', auth: { apiKey: 'partner_01.secret' } } })
    await sdk.mes.orders.list()
    // A service that catches everything.
    const answer = await sdk
      .request({ api: 'mes', method: 'GET', path: '/invoices' })
      .catch((error: unknown) => isUnmockedCallError(error))
    expect(answer).toBe(true)
    await expect(kit.close()).rejects.toThrow('/invoices')
    expect(heard).toBe(0)
  } finally {
    await new Promise((resolve) => void server.close(resolve))
  }
})

test('a wrong tag shows: the service goes on with what it has read', async () => {
  await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
  const { sdk } = kit
  const statusOf = async (): Promise<string> => (await sdk.mes.orders.status('ord_1')).status
  await statusOf()
  kit.mes.changeSilently('ord_1', { status: 'SHIPPED' })
  expect((await sdk.invalidate(['orders:ord_1'])).status).toBe('applied')
  expect(await statusOf()).toBe('PACKAGING')
  await sdk.invalidate(['order:ord_1'])
  expect(await statusOf()).toBe('SHIPPED')
})

test('one request sees what another one changed, without a script', async () => {
  await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'MANUFACTURING_APPROVED' }] })
  const { mes } = kit.sdk
  const { version } = await mes.orders.get('ord_1')
  await mes.orders.claim('ord_1', { ifMatch: version })
  expect(await mes.orders.get('ord_1')).toMatchObject({ status: 'MANUFACTURING_STARTED', version: version + 1 })
  await expect(mes.orders.claim('ord_1', { ifMatch: version + 1 })).rejects.toMatchObject({ code: 'order-already-claimed' })
})

test('a part of a value stays valid, and nothing is random', () => {
  expect(() => build.mes.order({ quantity: 0 })).toThrow('mes.order.quantity: expected at least 1, got 0')
  const kits = [
    createTestKit({ orders: [{}], now: '2026-03-01T10:00:00Z' }),
    createTestKit({ orders: [{}], now: '2026-03-01T10:00:00Z' }),
  ]
  return Promise.all(
    kits.map(async (kit) => {
      const { id, number, modelId } = (await kit.sdk.mes.orders.list()).items[0] ?? {}
      await kit.close()
      return { id, number, modelId }
    }),
  ).then(([one, other]) => expect(one).toEqual(other))
})

test('fake timers of the runner do not hang a call', async () => {
  vi.useFakeTimers()
  await using kit = createTestKit({ orders: [{ id: 'ord_1' }] })
  expect((await kit.sdk.mes.orders.get('ord_1')).id).toBe('ord_1')
  kit.mes.on('orders.get').rateLimited({ retryAfter: '20s', times: 1 })
  const again = kit.sdk.mes.orders.get('ord_1', { cache: 'reload' })
  await kit.clock.advance('20s')
  expect((await again).id).toBe('ord_1')
})

test('a stub is assignable to the client, and fails as the client does', async () => {
  const claim = vi.fn<OrdersApi['claim']>(() => build.apiCall(Promise.reject(build.error.api('order-already-claimed'))))
  const orders: OrdersApi = {
    get: () => build.apiCall(build.mes.order()),
    list: () => build.pagedCall([build.mes.orderPage()]),
    claim,
  }
  const error: unknown = await orders.claim('ord_1', { ifMatch: 1 }).catch((cause: unknown) => cause)
  expect(isApiError(error) && error.status).toBe(409)
  expect(await orders.get('ord_1').withMeta()).toMatchObject({ cache: { source: 'origin' } })
})
