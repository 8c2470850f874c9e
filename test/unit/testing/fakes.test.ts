import { describe, expect, test } from 'vitest'
import { createAnswerCheck } from '../../../reference/shared/api/described-answer.ts'
import { readDescription } from '../../../reference/shared/api/description.ts'
import type { Middleware } from '../../../src/index.ts'
import { createTestKit, type TestKit } from '../../../src/testing.ts'
import { operationsOf } from '../../../src/testing/routes.ts'
import { binaryStl, box } from '../../support/solids.ts'

const model = binaryStl(box([4, 2, 3], [0, 0, 0]))
const shipTo = { name: 'A. Person', street: 'Main Street 1', postalCode: '10115', city: 'Berlin', countryCode: 'DE' }

const priced = async (kit: TestKit) => {
  kit.mes.prices({ AU585: 64_250 })
  const call = kit.sdk.mes.quotes.calculate({ model, materialCode: 'AU585', quantity: 2, currency: 'EUR' }, { timeout: '20m' })
  await kit.clock.advance('10m')
  return call
}

/** Holds every answer to the documents by ajv: status, headers and body. */
const judging = () => {
  const checks = { mes: createAnswerCheck(readDescription('mes')), crm: createAnswerCheck(readDescription('crm')) }
  const judged = { answers: 0, offences: [] as string[] }
  const middleware: Middleware = async ({ api, operation }, next) => {
    const response = await next()
    const answer = {
      status: response.status,
      text: await response.clone().text(),
      header: (name: string) => response.headers.get(name) ?? undefined,
    }
    judged.answers++
    if (api === 'mes' || api === 'crm')
      judged.offences.push(
        ...checks[api].offences(operation, answer).map((offence) => `${api}.${operation} ${response.status}: ${offence}`),
      )
    return response
  }
  return Object.assign(judged, { middleware })
}

describe('the fakes of a kit', () => {
  test('answer every operation of both documents, each with what its schema describes', async () => {
    const judge = judging()
    await using kit = createTestKit({ customers: [{ id: 'cus_1' }], partners: [{ id: 'par_1' }], middleware: [judge.middleware] })
    const { mes, crm } = kit.sdk
    const quote = await priced(kit)
    await mes.quotes.list({ status: ['SUCCEEDED'] })
    await mes.materials.list()
    const { id, version } = await mes.orders.create({ quoteId: quote.id, shipTo })
    const approved = await crm.orders.approve(id, { ifMatch: (await crm.orders.get(id)).version })
    expect(approved).toMatchObject({ status: 'MANUFACTURING_APPROVED', previousStatus: 'PRICE_CALCULATED' })
    const claimed = await mes.orders.claim(id, { ifMatch: version + 1 })
    const completed = await mes.orders.complete(id, { ifMatch: claimed.version })
    const packaged = await mes.orders.startPackaging(id, { ifMatch: completed.version })
    await mes.orders.ship(id, { carrier: 'DHL', number: '1' }, { ifMatch: packaged.version })
    const closed = await crm.orders.close(id, { reason: 'delivered' }, { ifMatch: (await crm.orders.get(id)).version })
    expect(closed.closure?.reason).toBe('delivered')
    expect(await mes.orders.status(id)).toMatchObject({ status: 'CLOSED' })
    expect((await mes.orders.history(id)).items.map(({ status }) => status)).toEqual([
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      'MANUFACTURING_STARTED',
      'MANUFACTURING_COMPLETED',
      'PACKAGING',
      'SHIPPED',
      'CLOSED',
    ])
    const other = await mes.orders.create({ quoteId: quote.id, shipTo })
    const cancelled = await crm.orders.cancel(other.id, { reason: 'changed mind' }, { ifMatch: other.version })
    expect(cancelled.cancellation?.reason).toBe('changed mind')
    expect((await mes.orders.get(other.id)).cancellation?.reason).toBe('changed mind')
    await expect(crm.orders.cancel(other.id, { reason: 'again' }, { ifMatch: other.version + 1 })).rejects.toMatchObject({
      code: 'invalid-transition',
    })
    expect(await mes.orders.stats()).toMatchObject({ total: 2 })
    expect([
      (await mes.orders.list()).items.length,
      (await crm.orders.list()).items.length,
      (await mes.models.list()).items.length,
    ]).toEqual([2, 2, 1])
    const customer = await crm.customers.update(
      'cus_1',
      { name: 'B. Person' },
      { ifMatch: (await crm.customers.get('cus_1')).version },
    )
    expect((await crm.customers.list()).items).toEqual([customer])
    expect((await crm.partners.list()).items).toEqual([await crm.partners.get('par_1')])
    const subscription = await mes.webhooks.create({ url: 'https://partner.example/hook', events: ['order.changed'] })
    expect((await mes.webhooks.list()).items).toMatchObject([{ id: subscription.id }])
    await mes.webhooks.delete(subscription.id)
    expect(judge.offences).toEqual([])
    expect(judge.answers).toBeGreaterThan(35)
    const called = new Set(kit.calls().map(({ name }) => name))
    const known = Object.entries(operationsOf).flatMap(([api, operations]) =>
      operations.map((operation) => `${api}.${operation.id}`),
    )
    expect(known.filter((name) => !called.has(name as never))).toEqual([])
  })

  test('answer with every code that a test asks for as the documents describe it', async () => {
    const judge = judging()
    await using kit = createTestKit({ middleware: [judge.middleware], retries: 0 })
    const codes = [
      'unauthenticated',
      'not-found',
      'order-already-claimed',
      'invalid-transition',
      'version-mismatch',
      'precondition-required',
      'validation-failed',
      'internal-error',
    ] as const
    for (const code of codes) {
      kit.mes.on('orders.claim').fails(code, { times: 1 })
      await expect(kit.sdk.mes.orders.claim('ord_1', { ifMatch: 1 })).rejects.toMatchObject({ code })
    }
    kit.mes.on('orders.claim').rateLimited({ retryAfter: '7s', times: 1 })
    await expect(kit.sdk.mes.orders.claim('ord_1', { ifMatch: 1 })).rejects.toMatchObject({ status: 429, retryAfterMs: 7_000 })
    expect(judge.offences).toEqual([])
    expect(judge.answers).toBe(codes.length + 1)
  })

  test('create once for one idempotency key, and refuse it for another request', async () => {
    const judge = judging()
    await using kit = createTestKit({ middleware: [judge.middleware] })
    const quote = await priced(kit)
    const order = { quoteId: quote.id, shipTo }
    const first = await kit.sdk.mes.orders.create(order, { idempotencyKey: 'key-00001' })
    expect((await kit.sdk.mes.orders.create(order, { idempotencyKey: 'key-00001' })).id).toBe(first.id)
    await expect(
      kit.sdk.mes.orders.create({ ...order, externalRef: 'x' }, { idempotencyKey: 'key-00001' }),
    ).rejects.toMatchObject({ status: 409, code: 'idempotency-key-reused' })
    expect(judge.offences).toEqual([])
  })

  test("let a step of CRM reach MES by the kit's time", async () => {
    await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PRICE_CALCULATED' }], crmReachesMesAfter: '2s' })
    const { mes, crm } = kit.sdk
    await crm.orders.approve('ord_1', { ifMatch: (await crm.orders.get('ord_1')).version })
    expect((await crm.orders.get('ord_1')).status).toBe('MANUFACTURING_APPROVED')
    expect((await mes.orders.status('ord_1')).status).toBe('PRICE_CALCULATED')
    await kit.clock.advance('2s')
    expect((await mes.orders.status('ord_1')).status).toBe('MANUFACTURING_APPROVED')
  })

  test('take the credentials that identities name alone, and keep partners apart', async () => {
    const judge = judging()
    const identities = { 'partner_01.secret': { partner: 'partner_01' }, 'op.secret': {} }
    await using kit = createTestKit({
      identities,
      middleware: [judge.middleware],
      mes: { auth: { apiKey: 'partner_01.secret' } },
      cache: { principal: 'partner:01' },
      orders: [
        { id: 'ord_1', partnerId: 'partner_01', channel: 'PARTNER' },
        { id: 'ord_2', partnerId: 'partner_02', channel: 'PARTNER' },
      ],
    })
    const { mes } = kit.sdk
    expect((await mes.orders.list()).items.map(({ id }) => id)).toEqual(['ord_1'])
    await expect(mes.orders.get('ord_2')).rejects.toMatchObject({ status: 404 })
    await expect(mes.orders.list({ partnerId: 'partner_02' })).rejects.toMatchObject({ status: 403, code: 'forbidden' })
    await expect(mes.orders.claim('ord_1', { ifMatch: 1 })).rejects.toMatchObject({ status: 403 })
    await using staff = kit.sdk.as({
      principal: 'staff:operator',
      auth: { mes: { oauth2: { tokenUrl: 'https://login.example/token', clientId: 'op', clientSecret: 'secret' } } },
    })
    expect((await staff.mes.orders.list()).items).toHaveLength(2)
    await using nobody = kit.sdk.as({ principal: 'nobody', auth: { mes: { apiKey: 'wrong' } } })
    await expect(nobody.mes.orders.list()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(judge.offences).toEqual([])
  })

  test('answer a read that has the newest version with 304', async () => {
    await using kit = createTestKit({ orders: [{ id: 'ord_1', version: 7 }] })
    const found = await kit.sdk.request({ api: 'mes', path: '/orders/ord_1', headers: { 'If-None-Match': '"7"' } }).withMeta()
    expect(found.response?.status).toBe(304)
  })

  test('refuse what the document does not describe, and versions that are none, each by its code', async () => {
    await using kit = createTestKit({ orders: [{ id: 'ord_1', status: 'MANUFACTURING_APPROVED', version: 7, assignee: null }] })
    const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method: 'GET' | 'POST' = 'GET') =>
      kit.sdk
        .request({ api: 'mes', path, method, headers })
        .withMeta()
        .then(
          ({ response }) => response?.status,
          (error: { readonly code?: string }) => error.code,
        )
    expect(await ask('/orders')).toBe(200)
    expect(
      await kit.sdk
        .request({ api: 'mes', path: '/orders', query: { limit: 0 } })
        .catch((error: { readonly code?: string }) => error.code),
    ).toBe('validation-failed')
    expect(
      await kit.sdk
        .request({ api: 'mes', path: '/orders', query: { status: 'LOST' } })
        .catch((error: { readonly code?: string }) => error.code),
    ).toBe('validation-failed')
    expect(await ask('/orders/ord_1', { 'If-None-Match': '*' })).toBe(304)
    expect(await ask('/orders', { 'If-None-Match': '*' })).toBe(304)
    expect(await ask('/orders/ord_1/claim', {}, 'POST')).toBe('precondition-required')
    expect(await ask('/orders/ord_1/claim', { 'If-Match': '7' }, 'POST')).toBe('validation-failed')
    expect(await ask('/orders/ord_1/claim', { 'If-Match': 'W/"7"' }, 'POST')).toBe('version-mismatch')
    expect(await ask('/orders/ord_1/claim', { 'If-Match': '"6", "7"' }, 'POST')).toBe(200)
  })

  test('refuse a seed that the document does not allow, by its place', () => {
    expect(() => createTestKit({ orders: [{ quantity: 0 }] })).toThrow('quantity')
    // @ts-expect-error a misspelt option
    expect(() => createTestKit({ ordres: [] })).toThrow('ordres')
  })
})
