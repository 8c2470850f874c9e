import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { send, type Answer, type OrderBody, type PageBody, type ProblemBody } from './client.ts'
import { operator, partner, versionIs } from './credentials.ts'
import { mesServer } from './servers.ts'

let mes: RunningServer
beforeAll(async () => void (mes = await mesServer()))
afterAll(() => mes.close())

const list = (query: string, headers = operator): Promise<Answer<PageBody>> => send(`${mes.url}/v1/orders?${query}`, { headers })

const everyRow = async (query: string, headers = operator): Promise<readonly OrderBody[]> => {
  const rows: OrderBody[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: Answer<PageBody> = await list(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, headers)
    rows.push(...body.items)
    cursor = body.nextCursor
  }
  return rows
}

const sorted = (rows: readonly OrderBody[], by: (row: OrderBody) => string, direction: 1 | -1): readonly string[] =>
  rows.map((row) => `${by(row)} ${row.id}`).toSorted((left, right) => (left < right ? -direction : direction))

describe('pages of orders', () => {
  it.each([
    ['-createdAt', (row: OrderBody) => row.createdAt, -1],
    ['createdAt', (row: OrderBody) => row.createdAt, 1],
    ['-statusChangedAt', (row: OrderBody) => row.statusChangedAt, -1],
  ] as const)('sorted by %s have every order once, in that order', async (sort, by, direction) => {
    const rows = await everyRow(`limit=73&sort=${sort}`)
    expect(rows.length).toBe(800)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(800)
    expect(rows.map((row) => `${by(row)} ${row.id}`)).toEqual(sorted(rows, by, direction))
  })

  it('of several statuses are one list, merged', async () => {
    const rows = await everyRow('limit=7&status=PACKAGING&status=SHIPPED&status=MANUFACTURING_COMPLETED')
    const asked = new Set(['PACKAGING', 'SHIPPED', 'MANUFACTURING_COMPLETED'])
    const expected = (await everyRow('limit=100')).filter(({ status }) => asked.has(status))
    expect(rows).toEqual(expected)
    expect(new Set(rows.map(({ status }) => status)).size).toBe(3)
  })

  it.each([
    ['assignee=op_07', ({ assignee }: OrderBody) => assignee?.operatorId === 'op_07'],
    ['partnerId=partner_11', ({ partnerId }: OrderBody) => partnerId === 'partner_11'],
    ['channel=PARTNER', ({ channel }: OrderBody) => channel === 'PARTNER'],
    ['updatedSince=2026-01-02T00:00:00Z', ({ statusChangedAt }: OrderBody) => statusChangedAt >= '2026-01-02T00:00:00.000Z'],
    ['status=CLOSED&channel=SHOP', ({ status, channel }: OrderBody) => status === 'CLOSED' && channel === 'SHOP'],
  ])('kept to %s are the orders that meet it', async (query, meets) => {
    const expected = (await everyRow('limit=100')).filter(meets)
    expect(await everyRow(`limit=9&${query}`)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(0)
  })

  it('stay whole while orders behind the cursor change', async () => {
    const [first] = (await list('status=MANUFACTURING_APPROVED&limit=1')).body.items
    const page = await list('status=MANUFACTURING_APPROVED&limit=5')
    const claim = { method: 'POST', headers: { ...operator, ...versionIs(first?.version ?? 0) } }
    expect((await send(`${mes.url}/v1/orders/${first?.id}/claim`, claim)).status).toBe(200)
    const rest = await list(`status=MANUFACTURING_APPROVED&limit=50&cursor=${page.body.nextCursor}`)
    const now = await list('status=MANUFACTURING_APPROVED&limit=54')
    expect([...page.body.items.slice(1), ...rest.body.items]).toEqual(now.body.items)
  })

  it('of a partner show its own orders only', async () => {
    const rows = await everyRow('limit=100', partner('partner_05'))
    const own = (await everyRow('limit=100')).filter(({ partnerId }) => partnerId === 'partner_05')
    expect(rows).toEqual(own)
    expect(own.length).toBeGreaterThan(0)
  })

  it('take no cursor of another order', async () => {
    const { body } = await list('limit=1&sort=createdAt')
    const answer: Answer = await list(`limit=1&sort=-createdAt&cursor=${body.nextCursor}`)
    expect(answer.status).toBe(400)
    expect((answer.body as ProblemBody).errors).toEqual([{ pointer: 'cursor', detail: expect.any(String) }])
  })
})

describe('entity tags', () => {
  it('of a list hold until one of its rows changes', async () => {
    const query = 'status=MANUFACTURING_APPROVED&limit=3'
    const before = await list(query)
    const tag = before.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\//)
    expect((await list(query, { ...operator, 'if-none-match': tag })).status).toBe(304)
    const [order] = before.body.items
    const claim = { method: 'POST', headers: { ...operator, ...versionIs(order?.version ?? 0) } }
    expect((await send(`${mes.url}/v1/orders/${order?.id}/claim`, claim)).status).toBe(200)
    expect((await list(query, { ...operator, 'if-none-match': tag })).status).toBe(200)
  })
})

describe('requests', () => {
  it('keep their id, and a problem names it', async () => {
    const headers = { ...operator, 'x-request-id': 'my-request-7' }
    const answer = await send<ProblemBody>(`${mes.url}/v1/orders/ord_999999`, { headers })
    expect(answer.headers.get('x-request-id')).toBe('my-request-7')
    expect(answer.body.traceId).toBe('my-request-7')
  })

  it('with an id that could break a log line get a new one', async () => {
    const answer = await send(`${mes.url}/v1/materials`, { headers: { ...operator, 'x-request-id': 'a b' } })
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  })

  it('are told every offence at once', async () => {
    const answer = await send<ProblemBody>(`${mes.url}/v1/orders?limit=0&stauts=CLOSED&channel=MAIL`, { headers: operator })
    expect(answer.body.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(['channel', 'limit', 'stauts'])
  })
})
