import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type OrderBody, type PageBody, type ProblemBody, send } from '../reference-servers/client.ts'
import { newKey, post, quote, requester, stranger } from '../reference-servers/contract-cases.ts'
import { operator, partner, seller, versionIs } from '../reference-servers/credentials.ts'
import { crmServer, mesServer } from '../reference-servers/servers.ts'
import { startKitServer } from './kit-server.ts'

/** What a contract case cannot say: laws over several requests. They hold of the reference servers and of the fakes alike. */
const servers = [
  ['the reference server', { mes: () => mesServer(), crm: () => crmServer() }],
  ['the fake', { mes: () => startKitServer('mes'), crm: () => startKitServer('crm') }],
] as const

const get = async <Body = PageBody>(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = operator,
): Promise<Answer<Body>> => send<Body>(`${url}/v1${path}`, { headers })

interface Listed {
  readonly id: string
}

/** Every page of a list, from the first to the last. */
const walk = async <Row extends Listed = OrderBody>(
  url: string,
  path: string,
  limit: number,
  headers = operator,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { body } = await get<{ readonly items: readonly Row[]; readonly nextCursor: string | null }>(
      url,
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${next}`,
      headers,
    )
    rows.push(...body.items)
    cursor = body.nextCursor
  }
  return rows
}

const ids = (rows: readonly Listed[]): readonly string[] => rows.map(({ id }) => id)

type Sort = readonly [name: string, field: 'createdAt' | 'statusChangedAt', direction: number]
const BY_CHANGE: Sort = ['-statusChangedAt', 'statusChangedAt', -1]
const SORTS: readonly Sort[] = [['-createdAt', 'createdAt', -1], ['createdAt', 'createdAt', 1], BY_CHANGE]
const TWO_STATUSES = '/orders?status=PACKAGING&status=SHIPPED'

const sorted = (rows: readonly OrderBody[], [, field, direction]: Sort): readonly OrderBody[] =>
  rows.toSorted((one, other) => direction * (Date.parse(one[field]) - Date.parse(other[field]) || (one.id < other.id ? -1 : 1)))

describe.each(servers)('%s of MES', (_name, start) => {
  let running: { readonly url: string; close(): Promise<void> }
  beforeAll(async () => void (running = await start.mes()))
  afterAll(() => running.close())

  test.each(SORTS)('lists by %s, rows of one instant by id, each row once however long a page is', async (...sort) => {
    const whole = await walk(running.url, `${TWO_STATUSES}&sort=${sort[0]}`, 100)
    expect(whole.length).toBeGreaterThan(10)
    expect(ids(whole)).toEqual(ids(sorted(whole, sort)))
    expect(ids(await walk(running.url, `${TWO_STATUSES}&sort=${sort[0]}`, 7))).toEqual(ids(whole))
  })

  test('goes on behind the last row of a page, though rows of the page have left the list', async () => {
    const path = '/orders?status=MANUFACTURING_APPROVED'
    const before = await walk(running.url, path, 100)
    const {
      body: { items, nextCursor },
    } = await get(running.url, `${path}&limit=3`)
    for (const { id, version } of items) {
      expect((await send(`${running.url}/v1/orders/${id}/claim`, post({ ...operator, ...versionIs(version) }))).status).toBe(200)
    }
    const { body: second } = await get(running.url, `${path}&limit=3&cursor=${nextCursor}`)
    expect(ids(second.items)).toEqual(ids(before).slice(3, 6))
  })

  test('refuses a cursor of another order of rows', async () => {
    const {
      body: { nextCursor },
    } = await get(running.url, '/orders?limit=2')
    expect((await get(running.url, `/orders?limit=2&cursor=${nextCursor}`)).status).toBe(200)
    expect(await get(running.url, `/orders?limit=2&sort=createdAt&cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { code: 'validation-failed', errors: [{ pointer: 'cursor' }] },
    })
  })

  test('keeps what a filter asks for, and all of it', async () => {
    const all = await walk(running.url, '/orders', 100)
    const middle = sorted(all, BY_CHANGE)[Math.floor(all.length / 2)]?.statusChangedAt ?? ''
    const assignee = all.find((order) => order.assignee)?.assignee?.operatorId ?? ''
    const filters: readonly (readonly [string, (order: OrderBody) => boolean])[] = [
      [`assignee=${assignee}`, (order) => order.assignee?.operatorId === assignee],
      ['partnerId=partner_03', ({ partnerId }) => partnerId === 'partner_03'],
      ['channel=SHOP', ({ channel }) => channel === 'SHOP'],
      [`updatedSince=${middle}`, ({ statusChangedAt }) => statusChangedAt >= middle],
      ['partnerId=partner_03&status=CLOSED', ({ partnerId, status }) => partnerId === 'partner_03' && status === 'CLOSED'],
    ]
    for (const [filter, isKept] of filters) {
      const kept = ids(all.filter(isKept))
      expect([filter, kept.length > 0 && kept.length < all.length]).toEqual([filter, true])
      expect([filter, ids(await walk(running.url, `/orders?${filter}`, 100))]).toEqual([filter, kept])
    }
  })

  test('counts every status, in the order of its life, those without orders too', async () => {
    const all = await walk(running.url, '/orders', 100)
    const { body } = await get<{
      readonly total: number
      readonly items: readonly { readonly status: string; readonly count: number }[]
    }>(running.url, '/orders/stats')
    expect(body.total).toBe(all.length)
    expect(body.items.map(({ status }) => status)).toEqual([
      'INITIATED',
      'FILE_UPLOADED',
      'SUBMITTED',
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      'MANUFACTURING_STARTED',
      'MANUFACTURING_COMPLETED',
      'PACKAGING',
      'SHIPPED',
      'CLOSED',
    ])
    expect(body.items.map(({ status, count }) => [status, count])).toEqual(
      body.items.map(({ status }) => [status, all.filter((order) => order.status === status).length]),
    )
  })

  test('answers 304 where one of several entity tags is the present one, weak or not', async () => {
    const [order] = (await get(running.url, '/orders?status=CLOSED&limit=1')).body.items
    for (const path of [`/orders/${order?.id}`, '/materials']) {
      const etag = (await get(running.url, path)).headers.get('etag') ?? ''
      const known = `"none", W/${etag.replace('W/', '')}`
      expect([path, (await get(running.url, path, { ...operator, 'if-none-match': known })).status]).toEqual([path, 304])
      expect([path, (await get(running.url, path, { ...operator, 'if-none-match': '"none"' })).status]).toEqual([path, 200])
    }
  })

  test('asks for a version before it looks at the order', async () => {
    const [closed] = (await get(running.url, '/orders?status=CLOSED&limit=1')).body.items
    for (const id of [closed?.id, 'ord_none']) {
      expect([id, (await send<ProblemBody>(`${running.url}/v1/orders/${id}/claim`, post(operator))).body.code]).toEqual([
        id,
        'precondition-required',
      ])
      expect([
        id,
        (await send<ProblemBody>(`${running.url}/v1/orders/${id}/claim`, post({ ...operator, 'if-match': '7' }))).body.code,
      ]).toEqual([id, 'validation-failed'])
    }
  })

  test('keeps idempotency keys of principals apart, and knows a body whatever the order of its members', async () => {
    const key = newKey()
    const create = (by: Readonly<Record<string, string>>, body: object) =>
      send<Listed>(`${running.url}/v1/webhook-subscriptions`, post({ ...by, ...key }, body))
    const first = await create(requester, { url: 'http://127.0.0.1:9/one', events: ['order.changed'] })
    const again = await create(requester, { events: ['order.changed'], url: 'http://127.0.0.1:9/one' })
    const other = await create(stranger, { url: 'http://127.0.0.1:9/two', events: ['quote.changed'] })
    expect([first.status, again.status, other.status]).toEqual([201, 201, 201])
    expect([again.body.id === first.body.id, other.body.id === first.body.id]).toEqual([true, false])
  })

  test('never gives the id of a subscription again, and takes 20 of a partner', async () => {
    const by = partner('partner_02')
    const create = () =>
      send<Listed & { readonly code?: string }>(
        `${running.url}/v1/webhook-subscriptions`,
        post({ ...by, ...newKey() }, { url: 'http://127.0.0.1:9/', events: ['order.changed'] }),
      )
    const [first, second] = [await create(), await create()]
    expect(
      (await send(`${running.url}/v1/webhook-subscriptions/${first.body.id}`, { method: 'DELETE', headers: by })).status,
    ).toBe(204)
    const third = await create()
    expect(new Set([first.body.id, second.body.id, third.body.id]).size).toBe(3)
    expect(ids((await get(running.url, '/webhook-subscriptions', by)).body.items)).toEqual([second.body.id, third.body.id])
    for (let count = 2; count < 20; count++) expect((await create()).status).toBe(201)
    expect((await create()).body.code).toBe('validation-failed')
  })

  test('answers a quote with the request as it was, and knows the usual finish by its name', async () => {
    const create = (change: object) =>
      send<Listed & { readonly request: object }>(
        `${running.url}/v1/quotes`,
        post({ ...requester, ...newKey() }, { ...quote, quantity: 411, ...change }),
      )
    const plain = await create({})
    expect(plain).toMatchObject({ status: 202, body: { request: { ...quote, quantity: 411 } } })
    expect('finishCode' in plain.body.request).toBe(false)
    const named = await create({ finishCode: 'POLISHED' })
    expect([named.status, named.body.id]).toEqual([200, plain.body.id])
  })

  test('lists quotes by status, model and owner, the newest first', async () => {
    const mine = await walk<Listed & { readonly createdAt: string; readonly request: { readonly modelId: string } }>(
      running.url,
      `/quotes?modelId=${quote.modelId}`,
      2,
      requester,
    )
    expect(mine.length).toBeGreaterThan(0)
    expect(new Set(mine.map(({ request }) => request.modelId))).toEqual(new Set([quote.modelId]))
    expect(ids(mine)).toEqual(
      ids(mine.toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt) || (one.id < other.id ? 1 : -1))),
    )
    expect((await get(running.url, `/quotes?modelId=${quote.modelId}`, stranger)).body.items).toEqual([])
  })

  test('keeps models of staff from partners, and knows a file again for its owner alone', async () => {
    const file = { fileName: 'ring.stl', format: 'STL', sizeBytes: 684, sha256: 'c1'.repeat(32) }
    const create = (by: Readonly<Record<string, string>>) =>
      send<Listed>(`${running.url}/v1/models`, post({ ...by, ...newKey() }, file))
    const [ofStaff, ofPartner, again] = [await create(operator), await create(requester), await create(requester)]
    expect([ofStaff.status, ofPartner.status]).toEqual([201, 201])
    expect(again.body.id === ofPartner.body.id).toBe(again.status === 200)
    expect(ofPartner.body.id).not.toBe(ofStaff.body.id)
    const seen = async (id: string, by: Readonly<Record<string, string>>) => (await get(running.url, `/models/${id}`, by)).status
    expect([
      await seen(ofStaff.body.id, requester),
      await seen(ofPartner.body.id, operator),
      await seen(ofPartner.body.id, stranger),
    ]).toEqual([404, 200, 404])
  })

  test('names the place of what it refuses', async () => {
    const { quantity: _left, ...incomplete } = quote
    const tries: readonly (readonly [string, Promise<Answer<ProblemBody>>])[] = [
      ['limit', get(running.url, '/orders?limit=0')],
      ['stauts', get(running.url, '/orders?stauts=CLOSED')],
      ['/quantity', send(`${running.url}/v1/quotes`, post({ ...requester, ...newKey() }, incomplete))],
      ['/quantity', send(`${running.url}/v1/quotes`, post({ ...requester, ...newKey() }, { ...quote, quantity: 0 }))],
      ['/qty', send(`${running.url}/v1/quotes`, post({ ...requester, ...newKey() }, { ...quote, qty: 1 }))],
      [
        '/materialCode',
        send(`${running.url}/v1/quotes`, post({ ...requester, ...newKey() }, { ...quote, materialCode: 'FE000' })),
      ],
      ['Idempotency-Key', send(`${running.url}/v1/quotes`, post({ ...requester, 'idempotency-key': 'short' }, quote))],
      ['If-Match', send(`${running.url}/v1/orders/ord_000001/claim`, post({ ...operator, 'if-match': '7' }))],
    ]
    for (const [pointer, attempt] of tries) {
      const { status, body } = await attempt
      expect([pointer, status, body.errors?.map((each) => each.pointer)]).toEqual([pointer, 400, [pointer]])
    }
  })
})

describe.each(servers)('%s of CRM', (_name, start) => {
  let running: { readonly url: string; close(): Promise<void> }
  beforeAll(async () => void (running = await start.crm()))
  afterAll(() => running.close())

  test('keeps orders of a customer or of a partner, and all of them', async () => {
    const all = await walk(running.url, '/orders', 100)
    const customerId = all.find((order) => order.customerId !== undefined)?.customerId ?? ''
    for (const [filter, isKept] of [
      [`customerId=${customerId}`, (order: OrderBody) => order.customerId === customerId],
      ['partnerId=partner_03', (order: OrderBody) => order.partnerId === 'partner_03'],
    ] as const) {
      const kept = ids(all.filter(isKept))
      expect([filter, kept.length > 0 && kept.length < all.length]).toEqual([filter, true])
      expect([filter, ids(await walk(running.url, `/orders?${filter}`, 100))]).toEqual([filter, kept])
    }
  })

  test('lists customers and partners by id, each once, and refuses the cursor of the other list', async () => {
    for (const list of ['/customers', '/partners']) {
      const whole = ids(await walk<Listed>(running.url, list, 100, seller))
      expect(whole).toEqual(whole.toSorted())
      expect(whole.length).toBeGreaterThan(2)
      expect(ids(await walk<Listed>(running.url, list, 2, seller)).length).toBe(whole.length)
    }
    const {
      body: { nextCursor },
    } = await get(running.url, '/customers?limit=1', seller)
    expect((await get(running.url, `/customers?limit=1&cursor=${nextCursor}`, seller)).status).toBe(200)
    expect((await get(running.url, `/partners?limit=1&cursor=${nextCursor}`, seller)).status).toBe(400)
  })

  test('keeps partners of a status', async () => {
    const all = await walk<Listed & { readonly status: string }>(running.url, '/partners', 100, seller)
    for (const status of ['ACTIVE', 'SUSPENDED']) {
      const kept = ids(all.filter((one) => one.status === status))
      expect([status, kept.length > 0 && kept.length < all.length]).toEqual([status, true])
      expect([status, ids(await walk<Listed>(running.url, `/partners?status=${status}`, 100, seller))]).toEqual([status, kept])
    }
  })

  test('keeps customers that changed since, and leaves a field alone that an update does not name', async () => {
    const before = await walk<Listed & { readonly updatedAt: string; readonly version: number; readonly email: string }>(
      running.url,
      '/customers',
      100,
      seller,
    )
    const [first] = before
    const path = `${running.url}/v1/customers/${first?.id}`
    const { status, body } = await send<{ readonly updatedAt: string; readonly email: string; readonly phone: null }>(path, {
      method: 'PATCH',
      headers: { ...seller, ...versionIs(first?.version ?? 0) },
      body: { phone: null },
    })
    expect({ status, email: body.email, phone: body.phone }).toEqual({ status: 200, email: first?.email, phone: null })
    expect(ids(await walk<Listed>(running.url, `/customers?updatedSince=${body.updatedAt}`, 100, seller))).toEqual([first?.id])
  })
})
