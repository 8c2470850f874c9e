import { expect, test } from 'vitest'
import { blueprints as crmBlueprints } from '../../../../src/generated/crm/blueprints.ts'
import { blueprints as mesBlueprints } from '../../../../src/generated/mes/blueprints.ts'
import { createBuilders } from '../../../../src/testing/build/builders.ts'

const now = (): Date => new Date('2026-03-01T10:00:00.000Z')
const builders = (seed = 1) => createBuilders({ seed, now })

/** Every builder of both APIs, by its name. */
const all = ({ mes, crm }: ReturnType<typeof createBuilders>) =>
  Object.entries({ mes, crm }).flatMap(([api, group]) =>
    Object.entries(group).map(([name, build]) => [`${api}.${name}`, build as (override?: object) => unknown] as const),
  )

test('every schema with fields has a builder that needs no override', () => {
  const built = all(builders()).map(([name, build]) => [name, build()])
  expect(built).toHaveLength(Object.keys(mesBlueprints).length + Object.keys(crmBlueprints).length)
  expect(built.every(([, value]) => typeof value === 'object' && value !== null)).toBe(true)
})

test('an override is completed at every depth', () => {
  const order = builders().mes.order({ status: 'SHIPPED', price: { amountMinor: 100 }, assignee: { operatorId: 'op_3' } })
  expect(order).toEqual({
    id: 'ord_000001',
    number: 'M-2025-000001',
    channel: 'PARTNER',
    partnerId: 'partner_01',
    status: 'SHIPPED',
    version: 7,
    modelId: 'mod_000001',
    quoteId: 'quo_000001',
    materialCode: 'AU585',
    quantity: 2,
    price: { amountMinor: 100, currency: 'EUR' },
    assignee: { operatorId: 'op_3', claimedAt: '2026-03-01T10:00:00.000Z' },
    promisedAt: '2026-03-22T10:00:00.000Z',
    createdAt: '2026-03-01T10:00:00.000Z',
    statusChangedAt: '2026-03-01T10:00:00.000Z',
    cancellation: null,
    tracking: { carrier: 'DHL', number: '00340434161094042557' },
  })
})

test('an override is not changed, and what is built shares nothing with it', () => {
  const override = { price: { amountMinor: 100 }, note: { lines: ['a'] } }
  const order = builders().mes.order(override)
  expect(override).toEqual({ price: { amountMinor: 100 }, note: { lines: ['a'] } })
  expect(Reflect.get(order, 'note')).toEqual(override.note)
  expect(Reflect.get(order, 'note')).not.toBe(override.note)
})

test('ids count up, and pass over those that an override has given', () => {
  const { mes, crm } = builders()
  expect([mes.order().id, mes.order({ id: 'ord_000003' }).id, mes.order().id, mes.order().id]).toEqual([
    'ord_000001',
    'ord_000003',
    'ord_000004',
    'ord_000005',
  ])
  expect(mes.orderPage({ items: [{}, {}] }).items.map(({ id }) => id)).toEqual(['ord_000006', 'ord_000007'])
  expect([crm.order().id, crm.partner().id, crm.partner().id]).toEqual(['ord_000001', 'partner_01', 'partner_02'])
})

test('builders of one seed build the same, builders of another seed other ids and digests', () => {
  const buildAll = (seed: number): unknown => all(builders(seed)).map(([, build]) => build())
  expect(buildAll(7)).toEqual(buildAll(7))
  const [one, other] = [builders(1).mes.model(), builders(2).mes.model()]
  expect(other.id).toBe('mod_001001')
  expect(other.sha256).not.toBe(one.sha256)
  const sameStart = builders(1_001).mes.model()
  expect([sameStart.id, sameStart.sha256 === one.sha256]).toEqual([one.id, false])
})

test('instants are the present, and promises lie ahead of it', () => {
  const { mes } = builders()
  expect(mes.quote.succeeded().result.validUntil).toBe('2026-03-08T10:00:00.000Z')
  expect(mes.modelUpload().expiresAt).toBe('2026-03-01T11:00:00.000Z')
  expect(mes.cancellation().cancelledAt).toBe('2026-03-01T10:00:00.000Z')
})

test('a value that is open in the document is kept as the client keeps it', () => {
  const later = { status: 'ENGRAVING', engraving: { text: 'A & B' } }
  const order = builders().mes.order(later)
  expect(order).toMatchObject({ status: 'ENGRAVING', engraving: { text: 'A & B' } })
})

test('a field that may be absent is left out where the override says undefined', () => {
  expect(builders().mes.order({ partnerId: undefined })).not.toHaveProperty('partnerId')
})

test('orders have what their status and channel say', () => {
  const { mes, crm } = builders()
  expect(mes.order({ status: 'PRICE_CALCULATED' })).toMatchObject({ assignee: null })
  expect(mes.order({ status: 'PACKAGING' })).toMatchObject({ assignee: { operatorId: 'op_01' } })
  expect(mes.order({ status: 'PACKAGING' })).not.toHaveProperty('tracking')
  expect(mes.order({ channel: 'SHOP' })).not.toHaveProperty('partnerId')
  expect(mes.orderTransition({ status: 'SHIPPED' })).toMatchObject({ previousStatus: 'PACKAGING' })
  expect(crm.order({ channel: 'SHOP' })).toMatchObject({ customerId: 'cus_000001' })
  expect(crm.order({ customerId: 'cus_9' })).toMatchObject({ channel: 'SHOP', customerId: 'cus_9' })
  expect(crm.order({ status: 'FILE_UPLOADED' })).toMatchObject({ price: null, promisedAt: null })
  expect(crm.order({ status: 'CLOSED' })).toMatchObject({
    closure: { reason: 'Delivered on 2025-03-20' },
    tracking: { carrier: 'DHL' },
  })
})

test('the last event of a history is its status, and statistics are their sum', () => {
  const { mes } = builders()
  expect(mes.orderHistory({ items: [{}, { status: 'SHIPPED', version: 11 }] })).toMatchObject({ status: 'SHIPPED', version: 11 })
  expect(mes.orderHistory({ status: 'PACKAGING', version: 10 }).items).toMatchObject([{ status: 'PACKAGING', version: 10 }])
  expect(
    mes.orderStats({
      items: [
        { status: 'SHIPPED', count: 2 },
        { status: 'CLOSED', count: 3 },
      ],
    }).total,
  ).toBe(5)
  expect(mes.orderStats().items).toHaveLength(10)
})

test('models have what their status says', () => {
  const { mes } = builders()
  expect(mes.model()).toMatchObject({ status: 'READY', geometry: { polygonCount: 13684 } })
  expect(mes.model({ status: 'REJECTED' })).toMatchObject({ geometry: null, rejectedReason: 'The surface is not closed' })
  expect(mes.newModel({ status: 'UPLOADING' })).toMatchObject({ geometry: null, upload: { method: 'PUT' } })
})

test('problems have the status and the title of their code', () => {
  expect(builders().mes.problem({ code: 'order-already-claimed' })).toMatchObject({ status: 409, title: 'Order already claimed' })
})

test('quotes are built in a state, or have the state that their fields say', () => {
  const { quote } = builders().mes
  expect(quote.succeeded({ request: { quantity: 3 }, result: { unitPrice: { amountMinor: 1000 } } })).toMatchObject({
    status: 'SUCCEEDED',
    failure: null,
    completedAt: '2026-03-01T10:00:00.000Z',
    result: { unitPrice: { amountMinor: 1000, currency: 'EUR' }, totalPrice: { amountMinor: 3000, currency: 'EUR' } },
  })
  const failed = quote.failed('too-small-to-cast')
  expect(failed).toMatchObject({ status: 'FAILED', result: null, failure: { code: 'too-small-to-cast' } })
  expect(failed.failure.detail).toContain('1 mm³')
  const pending = quote.pending({ id: 'quo_7' })
  expect(pending).toMatchObject({ id: 'quo_7', status: 'PENDING', result: null, failure: null })
  expect(pending).not.toHaveProperty('completedAt')
  expect(quote({ failure: { code: 'model-rejected' } })).toMatchObject({ status: 'FAILED', result: null })
  expect(quote({ request: { currency: 'CHF' } }).result?.totalPrice.currency).toBe('CHF')
})

test('a message to a subscriber has the tags of what has changed', () => {
  const { orderChanged, quoteChanged } = builders().mes
  expect(orderChanged({ data: { id: 'ord_7', status: 'SHIPPED', previousStatus: 'PACKAGING' } }).data.tags).toEqual([
    'order:ord_7',
    'orders:status:PACKAGING',
    'orders:status:SHIPPED',
    'stats',
  ])
  expect(quoteChanged().data).toMatchObject({
    id: 'quo_000001',
    status: 'SUCCEEDED',
    tags: ['quote:quo_000001', 'quotes'],
  })
})
