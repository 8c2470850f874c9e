import { describe, expect, test } from 'vitest'
import { createTestKit } from '../../../src/testing.ts'
import { binaryStl, box } from '../../support/solids.ts'

const model = binaryStl(box([4, 2, 3], [0, 0, 0]))

describe('an order of a kit', () => {
  test('is the same in CRM as in MES from its seed on: cancellation, shipment and date', async () => {
    const cancellation = { reason: 'changed mind', cancelledAt: '2026-01-02T03:04:05Z' }
    await using kit = createTestKit({
      orders: [
        { id: 'ord_1', status: 'PRICE_CALCULATED', cancellation },
        { id: 'ord_2', status: 'SHIPPED', tracking: { carrier: 'UPS', number: '1Z' } },
      ],
    })
    const { mes, crm } = kit.sdk
    for (const id of ['ord_1', 'ord_2']) {
      const { cancellation: ofMes, tracking, promisedAt } = await mes.orders.get(id)
      expect(await crm.orders.get(id)).toMatchObject({
        cancellation: ofMes,
        promisedAt,
        ...(tracking !== undefined && { tracking }),
      })
    }
    await expect(crm.orders.approve('ord_1', { ifMatch: (await crm.orders.get('ord_1')).version })).rejects.toMatchObject({
      code: 'invalid-transition',
    })
  })

  test('has in CRM the shipment that MES was given, and in MES the cancellation that CRM was', async () => {
    await using kit = createTestKit({
      orders: [
        { id: 'ord_1', status: 'PACKAGING', version: 3 },
        { id: 'ord_2', status: 'SUBMITTED' },
      ],
    })
    const { mes, crm } = kit.sdk
    await mes.orders.ship('ord_1', { carrier: 'UPS', number: '1Z' }, { ifMatch: 3 })
    expect((await crm.orders.get('ord_1')).tracking).toEqual({ carrier: 'UPS', number: '1Z' })
    const cancellation = { reason: 'lost', cancelledAt: '2026-01-02T03:04:05Z' }
    kit.crm.change('ord_2', { cancellation })
    expect((await mes.orders.get('ord_2')).cancellation).toEqual(cancellation)
    kit.mes.change('ord_2', { cancellation: null })
    expect((await crm.orders.get('ord_2')).cancellation).toBeNull()
  })

  test('comes into a cached list of CRM by a step of MES', async () => {
    await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    const shipped = () => kit.sdk.crm.orders.list({ status: ['SHIPPED'] })
    expect((await shipped()).items).toEqual([])
    expect((await shipped()).items).toEqual([])
    expect(kit.calls('crm.orders.list')).toHaveLength(1)
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    expect((await shipped()).items.map(({ id }) => id)).toEqual(['ord_1'])
  })

  test('changes without a word in both APIs where the API that changes it is silent', async () => {
    for (const api of ['mes', 'crm'] as const) {
      await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
      const { mes, crm } = kit.sdk
      const statuses = async () => [(await mes.orders.get('ord_1')).status, (await crm.orders.get('ord_1')).status]
      expect(await statuses()).toEqual(['PACKAGING', 'PACKAGING'])
      kit[api].changeSilently('ord_1', { status: 'SHIPPED' })
      expect([api, await statuses()]).toEqual([api, ['PACKAGING', 'PACKAGING']])
      await kit.sdk.invalidate(['order:ord_1'])
      expect([api, await statuses()]).toEqual([api, ['SHIPPED', 'SHIPPED']])
    }
  })
})

describe('a quote of a kit', () => {
  const ask = { model, materialCode: 'AU585', quantity: 2, currency: 'EUR' } as const

  test("expires by the kit's time, in reads, lists and orders, and is calculated anew", async () => {
    await using kit = createTestKit()
    kit.mes.prices({ AU585: 64_250 })
    const priced = async () => {
      const call = kit.sdk.mes.quotes.calculate(ask, { timeout: '20m' })
      await kit.clock.advance('10m')
      return call
    }
    const first = await priced()
    expect((await priced()).id).toBe(first.id)
    await kit.clock.advance(7 * 86_400_000)
    const { mes } = kit.sdk
    expect(await mes.quotes.get(first.id, { cache: 'reload' })).toMatchObject({ status: 'EXPIRED', version: first.version + 1 })
    expect((await mes.quotes.list({ status: ['EXPIRED'] })).items.map(({ id }) => id)).toEqual([first.id])
    expect((await mes.quotes.list({ status: ['SUCCEEDED'] })).items).toEqual([])
    const shipTo = { name: 'A. Person', street: 'Main Street 1', postalCode: '10115', city: 'Berlin', countryCode: 'DE' }
    await expect(mes.orders.create({ quoteId: first.id, shipTo })).rejects.toMatchObject({ code: 'quote-expired' })
    const second = await priced()
    expect(second.id).not.toBe(first.id)
    expect(await mes.orders.create({ quoteId: second.id, shipTo })).toMatchObject({ quoteId: second.id })
  })

  test('takes the first finish of a material where none is asked for', async () => {
    await using kit = createTestKit({ materials: [{ code: 'PT950', finishes: [{ code: 'RAW' }, { code: 'MATTE' }] }] })
    kit.mes.prices({ PT950: 90_000 })
    const call = kit.sdk.mes.quotes.calculate({ ...ask, materialCode: 'PT950' }, { timeout: '20m' })
    await kit.clock.advance('10m')
    expect((await call).result.totalPrice.amountMinor).toBe(180_000)
  })

  test('remembers an idempotency key for a day', async () => {
    await using kit = createTestKit()
    const subscribe = (url: string) =>
      kit.sdk.mes.webhooks.create({ url, events: ['order.changed'] }, { idempotencyKey: 'key-00001' })
    const first = await subscribe('https://partner.example/one')
    await kit.clock.advance('23h')
    expect((await subscribe('https://partner.example/one')).id).toBe(first.id)
    await kit.clock.advance('1h')
    expect((await subscribe('https://partner.example/two')).id).not.toBe(first.id)
  })
})
