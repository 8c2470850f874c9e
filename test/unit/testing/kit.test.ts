import { describe, expect, test, vi } from 'vitest'
import { createSdk, isClosedError, isConfigurationError } from '../../../src/index.ts'
import { createCache } from '../../../src/cache.ts'
import { installTestKit } from '../../../src/testing/install-test-kit.ts'
import { isUnmockedCallError } from '../../../src/testing/unmocked-call-error.ts'
import { order } from '../client/orders.ts'
import { createSmallKit } from './support/small-apis.ts'

const statusOf = async (sdk: ReturnType<typeof createSmallKit>['sdk'], id = 'ord_1'): Promise<string> =>
  (await sdk.mes.orders.status(id)).status

describe('a test kit', () => {
  test('answers a real SDK: from the cache, and anew once somebody else changed the state', async () => {
    await using kit = createSmallKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    expect(await statusOf(kit.sdk)).toBe('PACKAGING')
    expect(await statusOf(kit.sdk)).toBe('PACKAGING')
    expect(kit.calls('mes.orders.status')).toHaveLength(1)
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    expect(await statusOf(kit.sdk)).toBe('SHIPPED')
    expect(kit.calls('mes.orders.status').map(({ parameters }) => parameters.orderId)).toEqual(['ord_1', 'ord_1'])
  })

  test('never reaches the network, and two kits never hear of each other', async () => {
    const ofProcess = vi.spyOn(globalThis, 'fetch')
    await using one = createSmallKit()
    await using other = createSmallKit()
    expect(await statusOf(one.sdk)).toBe(await statusOf(other.sdk))
    one.mes.changeSilently('ord_1', { status: 'SHIPPED' })
    other.mes.change('ord_1', { status: 'CLOSED' })
    expect(await statusOf(one.sdk)).toBe('MANUFACTURING_APPROVED')
    expect(await statusOf(other.sdk)).toBe('CLOSED')
    expect(ofProcess).not.toHaveBeenCalled()
  })

  test('takes every option of createSdk, and refuses what createSdk refuses, by its name', async () => {
    expect(() => createSmallKit({ retries: 11 })).toThrow('retries: expected an integer from 0 to 10, got 11')
    expect(() => createSmallKit({ now: 'soon' })).toThrow('now: expected a Date')
    expect(() => createSmallKit({ cache: { redis: 'redis://cache:6379', namespace: 'n' } })).toThrow('cache.principal: required')
    const requests: string[] = []
    await using kit = createSmallKit({
      now: '2026-03-01T12:00:00Z',
      mes: { baseUrl: 'http://127.0.0.1:9/mes/v3', auth: { apiKey: 'a.b', in: { query: 'key' } } },
      hooks: { onRequest: ({ url }) => void requests.push(url) },
    })
    expect(await statusOf(kit.sdk)).toBe('MANUFACTURING_APPROVED')
    expect(requests).toEqual(['http://127.0.0.1:9/mes/v3/orders/ord_1/status'])
    expect(kit.clock.now().toISOString()).toMatch(/^2026-03-01T12:00:0/)
    expect(kit.calls('mes.orders.status')[0]?.parameters).toEqual({ orderId: 'ord_1' })
  })

  test('gives tokens for client credentials', async () => {
    await using kit = createSmallKit({
      mes: { auth: { oauth2: { tokenUrl: 'https://login.example/token', clientId: 'partner_01', clientSecret: 's e' } } },
    })
    await statusOf(kit.sdk)
    expect(kit.calls('mes.orders.status')[0]?.headers.get('authorization')).toBe('Bearer partner_01.s e')
  })
})

describe('a call that nothing answers', () => {
  test('fails at once and once, names what it was, and fails the close where the service swallowed it', async () => {
    const kit = createSmallKit({ retries: 5 })
    kit.mes.on('orders.get', { orderId: 'ord_9' }).answers(order({ id: 'ord_9' }))
    const swallowed = await kit.sdk
      .request({ api: 'mes', path: '/reports/monthly', query: { month: '2026-02' } })
      .catch((error: unknown) => error)
    expect(isUnmockedCallError(swallowed) && isConfigurationError(swallowed)).toBe(true)
    expect(String(swallowed)).toContain('mes: GET /reports/monthly {"month":"2026-02"}')
    expect(String(swallowed)).toContain('mes.orders.get {"orderId":"ord_9"}')
    await expect(kit.close()).rejects.toBe(swallowed)
  })

  test("is the test's own once it was asked for", async () => {
    const kit = createSmallKit()
    await expect(kit.sdk.request({ api: 'crm', path: '/nothing' })).rejects.toThrow('crm: GET /nothing')
    expect(kit.unmocked()).toMatchObject([{ api: 'crm', path: '/nothing' }])
    await kit.close()
  })
})

describe('answers that a test defines', () => {
  test('hold for the parameters that they name, and stand before the state', async () => {
    await using kit = createSmallKit()
    kit.mes.on('orders.get', { orderId: 'ord_2' }).answers(order({ id: 'ord_2', status: 'CLOSED' }))
    kit.mes.on('orders.get').answersOnce(order({ id: 'ord_1', status: 'SHIPPED' }))
    expect((await kit.sdk.mes.orders.get('ord_1')).status).toBe('SHIPPED')
    expect((await kit.sdk.mes.orders.get('ord_2')).status).toBe('CLOSED')
    await expect(kit.sdk.mes.orders.get('ord_3')).rejects.toMatchObject({ status: 404 })
    expect((await kit.sdk.mes.orders.get('ord_1', { cache: 'reload' })).status).toBe('MANUFACTURING_APPROVED')
  })

  test('fail, break and hang as often as they are told, each in its turn', async () => {
    await using kit = createSmallKit({ retries: 2 })
    kit.mes.on('orders.claim').fails('order-already-claimed', { times: 1 })
    await expect(kit.sdk.mes.orders.claim('ord_1', { ifMatch: 7 })).rejects.toMatchObject({
      status: 409,
      code: 'order-already-claimed',
    })
    kit.mes.on('orders.get').disconnects({ times: 1 })
    kit.mes.on('orders.get').rateLimited({ retryAfter: '20s', times: 1 })
    const call = kit.sdk.mes.orders.get('ord_1').withMeta()
    await kit.clock.advance('21s')
    expect((await call).response?.attempts).toBe(3)
    kit.mes.on('orders.status').hangs()
    const hanging = kit.sdk.mes.orders.status('ord_1').catch((error: unknown) => error)
    await kit.clock.advance('31s')
    expect(await hanging).toMatchObject({ kind: 'timeout' })
  })

  test('are made by a function, or are no answers of the API at all', async () => {
    await using kit = createSmallKit({ retries: 0 })
    kit.mes.on('orders.get').answersWith(({ parameters }) => order({ id: parameters.orderId, quantity: 3 }))
    expect(await kit.sdk.mes.orders.get('ord_77')).toMatchObject({ id: 'ord_77', quantity: 3 })
    kit.mes.on('orders.status').answersRaw(200, '<html>', { 'content-type': 'text/html' })
    await expect(kit.sdk.mes.orders.status('ord_1')).rejects.toMatchObject({ kind: 'response-validation' })
    kit.mes.down()
    await expect(kit.sdk.mes.orders.get('ord_5')).rejects.toMatchObject({ kind: 'connection' })
    kit.mes.up()
    expect((await kit.sdk.mes.orders.get('ord_5')).id).toBe('ord_5')
  })

  test('are checked when they are defined', async () => {
    await using kit = createSmallKit()
    expect(() => kit.mes.on('orders.get').answers({ ...order(), quantity: -1 })).toThrow('mes.orders.get.quantity')
    // @ts-expect-error a misspelt operation
    expect(() => kit.mes.on('orders.got')).toThrow('operation: expected one of')
    // @ts-expect-error a misspelt parameter
    kit.mes.on('orders.get', { orderID: 'ord_1' })
    // @ts-expect-error a misspelt code
    kit.mes.on('orders.get').fails('not-fount')
    // @ts-expect-error a misspelt call
    expect(kit.calls('mes.orders.got')).toEqual([])
  })
})

describe('an installed kit', () => {
  test('takes the place of the process for SDKs and caches created later, until it is closed', async () => {
    const kit = createSmallKit()
    installTestKit(kit)
    const sdk = createSdk({
      mes: { baseUrl: 'https://mes.example/v1' },
      cache: { redis: 'redis://127.0.0.1:1', namespace: 'n', principal: 'p' },
    })
    expect((await sdk.mes.orders.get('ord_1')).id).toBe('ord_1')
    const cache = createCache({ redis: 'redis://127.0.0.1:1', namespace: 'n', principal: 'p' })
    await cache.ready()
    expect((await sdk.invalidate(['order:ord_1'])).status).toBe('applied')
    let loads = 0
    const load = (): Promise<unknown> => cache.getOrLoad({ key: 'k', ttl: '30s', tags: ['t'] }, () => ++loads)
    expect([await load(), await load()]).toEqual([1, 1])
    await sdk.invalidate(['t'])
    expect(await load()).toBe(2)
    await kit.clock.advance('31s')
    expect(await load()).toBe(3)
    expect(() => installTestKit(createSmallKit())).toThrow('expected no other kit')
    await kit.close()
    await sdk.close()
    await cache.close()
    expect(() => installTestKit(kit)).toThrow('expected an open kit')
    await using outside = createCache()
    expect(await outside.getOrLoad({ key: 'k', ttl: '30s', tags: ['t'] }, () => 'of the process')).toBe('of the process')
  })

  test('is gone after its close, whatever was under way', async () => {
    const kit = createSmallKit()
    kit.mes.on('orders.claim').hangs()
    const call = kit.sdk.mes.orders.claim('ord_1', { ifMatch: 1 }).catch((error: unknown) => error)
    await kit.clock.advance(0)
    await kit.close()
    expect(isClosedError(await call)).toBe(true)
    await expect(kit.sdk.mes.orders.get('ord_1')).rejects.toSatisfy(isClosedError)
  })
})
