import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { knownValues } from '../../../src/operation/open-enum.ts'
import { operations as crm } from '../../../src/generated/crm/operations.ts'
import { operations as mes, ordersClaim, ordersList, quotesCreate, quotesGet } from '../../../src/generated/mes/operations.ts'
import { moneySchema, orderSchema, orderStatusSchema } from '../../../src/generated/mes/schemas.ts'
import { recordOf } from '../../../generator/json.ts'
import { lookUp } from '../../../generator/read/reference.ts'

const example = (name: string): unknown => {
  const root: unknown = parse(readFileSync(new URL('../../../openapi/mes.yaml', import.meta.url), 'utf8'))
  return lookUp(root, ['components', 'examples', name, 'value'])
}
const order = recordOf(example('ApprovedOrder'))
const request = recordOf(example('QuoteRequest'))

const isIfMatch = (value: unknown): boolean =>
  ordersClaim.request.safeParse({ path: { orderId: 'ord_1' }, header: { 'If-Match': value } }).success
const isAmount = (amountMinor: number): boolean => moneySchema.safeParse({ amountMinor, currency: 'EUR' }).success

describe('a request is closed', () => {
  test('what the document names is accepted', () => {
    expect(ordersList.request.safeParse({ query: { status: ['SHIPPED'], limit: 100 } }).success).toBe(true)
    expect(ordersList.request.safeParse({}).success).toBe(true)
    expect(ordersList.request.safeParse({ query: { status: undefined } }).success).toBe(true)
    expect(quotesCreate.request.safeParse({ body: request }).success).toBe(true)
    expect(quotesCreate.request.safeParse({ body: request, header: { 'Idempotency-Key': 'a-key-of-mine' } }).success).toBe(true)
  })

  test.each([
    ['an unknown parameter', { query: { stauts: ['SHIPPED'] } }],
    ['an unknown status', { query: { status: ['SHIPED'] } }],
    ['an empty list of statuses, which no URL could tell from none', { query: { status: [] } }],
    ['a repeated status', { query: { status: ['SHIPPED', 'SHIPPED'] } }],
    ['a limit out of its bounds', { query: { limit: 101 } }],
    ['an instant without a time zone', { query: { updatedSince: '2025-03-01T00:00:00' } }],
    ['an unknown part', { cookie: {} }],
    ['a body where none is taken', { body: {} }],
  ])('%s is refused', (_what, args) => {
    expect(ordersList.request.safeParse(args).success).toBe(false)
  })

  test('an unknown field of a body is refused', () => {
    expect(quotesCreate.request.safeParse({ body: { ...request, quantitiy: 2 } }).success).toBe(false)
  })

  test('a version and a strong entity tag are accepted as If-Match, nothing else is', () => {
    expect([7, '7', '"7"'].filter(isIfMatch)).toEqual([7, '7', '"7"'])
    expect(['W/"7"', '*', -1, 7.5, undefined, ''].filter(isIfMatch)).toEqual([])
  })
})

describe('a response is open', () => {
  test('unknown fields are kept', () => {
    expect(orderSchema.parse({ ...order, engraving: 'A & B', price: { amountMinor: 1, currency: 'EUR', net: 1 } })).toMatchObject(
      { engraving: 'A & B', price: { net: 1 } },
    )
  })

  test('unknown enumeration values pass, and the schema tells which are known', () => {
    expect(orderSchema.parse({ ...order, status: 'POLISHING' }).status).toBe('POLISHING')
    expect(knownValues(orderStatusSchema)).toContain('MANUFACTURING_APPROVED')
    expect(knownValues(orderStatusSchema)).not.toContain('POLISHING')
    expect(knownValues(orderSchema)).toBeUndefined()
  })

  test.each([
    ['a missing field', { ...order, version: undefined }],
    ['a field of another type', { ...order, quantity: '2' }],
    ['null where there is always a value', { ...order, price: null }],
    ['a status that is no text', { ...order, status: 4 }],
  ])('%s is refused', (_what, value) => {
    expect(orderSchema.safeParse(value).success).toBe(false)
  })

  test('an amount beyond 2^53 is refused, since a number cannot hold it', () => {
    expect([2 ** 53 - 1, -(2 ** 53 - 1)].filter(isAmount)).toHaveLength(2)
    expect([2 ** 53, -(2 ** 53), 0.5].filter(isAmount)).toEqual([])
  })

  test('every success code has a schema of its own', () => {
    expect(Object.keys(quotesCreate.responses)).toEqual(['200', '202'])
    expect(quotesCreate.responses[202]?.safeParse(example('PendingQuote')).success).toBe(true)
  })

  test('the examples of the document are accepted', () => {
    for (const name of ['SucceededQuote', 'PendingQuote', 'FailedQuote']) {
      expect(quotesGet.responses[200]?.safeParse(example(name)).success).toBe(true)
    }
    expect(ordersList.responses[200]?.safeParse(example('OrderPage')).success).toBe(true)
    expect(ordersClaim.responses[200]?.safeParse(example('ClaimedOrder')).success).toBe(true)
    expect(ordersClaim.responses[200]?.safeParse(example('ApprovedOrder')).success).toBe(false)
  })
})

describe('the operation table', () => {
  test('holds every operation of both documents, each with its effect or its policy', () => {
    expect(mes.map(({ id }) => id)).toEqual([
      'materials.list',
      'models.complete',
      'models.create',
      'models.get',
      'models.list',
      'orders.claim',
      'orders.complete',
      'orders.create',
      'orders.get',
      'orders.history',
      'orders.list',
      'orders.ship',
      'orders.startPackaging',
      'orders.stats',
      'orders.status',
      'quotes.create',
      'quotes.get',
      'quotes.list',
      'webhooks.create',
      'webhooks.delete',
      'webhooks.list',
    ])
    expect(crm.map(({ id }) => id)).toEqual([
      'customers.get',
      'customers.list',
      'customers.update',
      'orders.approve',
      'orders.cancel',
      'orders.close',
      'orders.get',
      'orders.list',
      'partners.get',
      'partners.list',
    ])
    for (const { method, cache, invalidates } of [...mes, ...crm]) expect(method === 'GET' ? cache : invalidates).toBeDefined()
  })

  test('says that a status which is not asked for stands for every status', () => {
    expect(ordersList.cache?.tags[1]).toEqual({
      template: 'orders:status:{$request.query.status}',
      absent: { '$request.query.status': knownValues(orderStatusSchema) },
    })
  })

  test('fills in the defaults of a policy, and keeps the order of its rules', () => {
    expect(ordersList.cache?.tiers).toEqual(['memory', 'redis'])
    expect(quotesGet.cache?.ttl.map(({ ttl, notAfter }) => [ttl, notAfter])).toEqual([
      ['30s', ['$response.header.Retry-After']],
      ['10m', ['$response.body#/result/validUntil']],
      ['30s', undefined],
      ['30s', undefined],
    ])
  })

  test('tells two shapes of an answer apart by their fingerprints', () => {
    const fingerprints = new Map([...mes, ...crm].map(({ api, id, schemaFingerprint }) => [`${api} ${id}`, schemaFingerprint]))
    expect(fingerprints.get('mes orders.claim')).toBe(fingerprints.get('mes orders.complete'))
    expect(fingerprints.get('mes orders.get')).not.toBe(fingerprints.get('crm orders.get'))
    expect(fingerprints.get('mes orders.get')).not.toBe(fingerprints.get('mes orders.list'))
  })
})
