import { describe, expect, test, vi } from 'vitest'
import type { Sdk } from '../../../src/index.ts'
import { createCrmApi } from '../../../src/generated/crm/resources.ts'
import { createMesApi } from '../../../src/generated/mes/resources.ts'
import { createClient } from '../../../src/runtime.ts'
import { build, createTestKit, installTestKit } from '../../../src/testing.ts'
import { snapshotCaches } from '../../../src/foundation/open-caches.ts'
import { binaryStl, box } from '../../support/solids.ts'

const createStatusService = (sdk: Sdk) => ({ statusOf: async (id: string) => (await sdk.mes.orders.status(id)).status })

describe('createTestKit', () => {
  test('gives a service a real SDK on an MES that others change', async () => {
    const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    const service = createStatusService(kit.sdk)

    expect(await service.statusOf('ord_1')).toBe('PACKAGING')
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    expect(await service.statusOf('ord_1')).toBe('SHIPPED')
    expect(kit.calls('mes.orders.status')).toHaveLength(2)
    await kit.close()
  })

  test("calculates a price once it was said what a piece costs, by the kit's time, and anew with the next price list", async () => {
    await using kit = createTestKit()
    kit.mes.prices({ AU585: 64_250 })
    const calculate = async (): Promise<number> => {
      const call = kit.sdk.mes.quotes.calculate(
        { model: binaryStl(box([4, 2, 3], [0, 0, 0])), materialCode: 'AU585', quantity: 2, currency: 'EUR' },
        { timeout: '20m' },
      )
      await kit.clock.advance('10m')
      return (await call).result.totalPrice.amountMinor
    }
    expect(await calculate()).toBe(128_500)
    expect(kit.calls('mes.quotes.create')).toHaveLength(1)
    kit.mes.prices({ AU585: 70_000 })
    expect(await calculate()).toBe(140_000)
    expect(kit.calls('mes.models.create')).toHaveLength(1)
  })

  test('holds versions, transitions and history, and lets each step be seen by CRM', async () => {
    await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'MANUFACTURING_APPROVED', assignee: null }] })
    const { mes, crm } = kit.sdk
    const { version } = await mes.orders.get('ord_1')
    await expect(mes.orders.claim('ord_1', { ifMatch: version + 1 })).rejects.toMatchObject({ status: 412 })
    expect((await crm.orders.get('ord_1')).status).toBe('MANUFACTURING_APPROVED')
    const claimed = await mes.orders.claim('ord_1', { ifMatch: version })
    expect(claimed).toMatchObject({ status: 'MANUFACTURING_STARTED', version: version + 1 })
    await expect(mes.orders.claim('ord_1', { ifMatch: version + 1 })).rejects.toMatchObject({
      status: 409,
      code: 'order-already-claimed',
    })
    expect((await mes.orders.history('ord_1')).items.map(({ status }) => status)).toEqual([
      'MANUFACTURING_APPROVED',
      'MANUFACTURING_STARTED',
    ])
    expect((await crm.orders.get('ord_1')).status).toBe('MANUFACTURING_STARTED')
    expect(() => kit.mes.change('ord_2', {})).toThrow('expected an order of the kit')
    expect(() => kit.mes.change('ord_1', { quantity: 0 })).toThrow('quantity')
  })

  test('leads a client of one API to the API that has its operations, with an API key in the query', async () => {
    const identities = { 'partner_01.secret': { partner: 'partner_01' }, 'seller.secret': {} }
    await using kit = createTestKit({
      orders: [{ id: 'ord_1', partnerId: 'partner_01', channel: 'PARTNER' }],
      customers: [{ id: 'cus_1' }],
      identities,
    })
    installTestKit(kit)
    const options = { baseUrl: 'https://anywhere.example/api/v7' }
    await using partner = createClient(createMesApi, {
      ...options,
      auth: { apiKey: 'partner_01.secret', in: { query: 'api_key' } },
    })
    expect((await partner.api.orders.list({ limit: 5 })).items.map(({ id }) => id)).toEqual(['ord_1'])
    await using seller = createClient(createCrmApi, { ...options, auth: { apiKey: 'seller.secret' } })
    expect((await seller.api.customers.get('cus_1')).id).toBe('cus_1')
    await using nobody = createClient(createMesApi, { ...options, auth: { apiKey: 'wrong.secret', in: { query: 'api_key' } } })
    await expect(nobody.api.orders.list()).rejects.toMatchObject({ status: 401 })
    expect(kit.calls('mes.orders.list')[0]?.parameters).toEqual({ limit: 5 })
  })

  test('leaves nothing open where it throws, and no cache where it is closed', async () => {
    const openCaches = snapshotCaches().length
    vi.useFakeTimers()
    expect(() => createTestKit({ orders: [{ quantity: 0 }] })).toThrow('quantity')
    expect(() => createTestKit({ quotes: [{ status: 'PENDING' }], retries: -1 })).toThrow('retries')
    expect([snapshotCaches().length, vi.getTimerCount()]).toEqual([openCaches, 0])
    vi.useRealTimers()
    const kit = createTestKit({ orders: [{ id: 'ord_1' }] })
    kit.fleet(3)
    await kit.sdk.mes.orders.get('ord_1')
    expect(snapshotCaches()).toHaveLength(openCaches + 4)
    await kit.close()
    expect(snapshotCaches()).toHaveLength(openCaches)
  })

  test('lists with filters and cursors', async () => {
    await using kit = createTestKit({
      orders: Array.from(
        { length: 5 },
        (_, index) => ({ id: `ord_${index}`, status: index < 3 ? 'PACKAGING' : 'SHIPPED' }) as const,
      ),
    })
    const seen: string[] = []
    for await (const { id } of kit.sdk.mes.orders.list({ status: ['PACKAGING'], limit: 2 })) seen.push(id)
    expect(seen.toSorted()).toEqual(['ord_0', 'ord_1', 'ord_2'])
    expect(kit.calls('mes.orders.list').map(({ parameters }) => [parameters.status, parameters.limit])).toEqual([
      [['PACKAGING'], 2],
      [['PACKAGING'], 2],
    ])
    expect(build.page([build.mes.order()], { nextCursor: null }).items).toHaveLength(1)
  })
})
