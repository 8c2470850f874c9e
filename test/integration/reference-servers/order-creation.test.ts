import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderHistory } from '../../../reference/mes/database/order-history.ts'
import type { OrderStats } from '../../../reference/mes/database/order-stats.ts'
import { clientSecret } from '../../../reference/shared/api/token.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { send, type Answer, type OrderBody, type PageBody } from './client.ts'
import { operator, partner, secret, seller, versionIs } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

const PARTNER = 'partner_03'
const owner = partner(PARTNER)
const shipTo = { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' }
let keys = 0
const newKey = (): Record<string, string> => ({ 'idempotency-key': `creation-${(keys += 1)}` })

const priced = async (url: string, quantity = 1): Promise<string> => {
  const request = { modelId: 'mod_003001', materialCode: 'AU585', quantity, currency: 'EUR' }
  const created = await send<{ readonly id: string }>(`${url}/v1/quotes`, {
    method: 'POST',
    headers: { ...owner, ...newKey() },
    body: request,
  })
  const { id } = created.body
  const status = async () => (await send<{ readonly status: string }>(`${url}/v1/quotes/${id}`, { headers: owner })).body.status
  await expect.poll(status).toBe('SUCCEEDED')
  return id
}
const create = (url: string, body: object, key = newKey()): Promise<Answer<OrderBody>> =>
  send(`${url}/v1/orders`, { method: 'POST', headers: { ...owner, ...key }, body })
const read = async <Body>(url: string, path: string, headers = operator): Promise<Body> =>
  (await send<Body>(`${url}/v1${path}`, { headers })).body

/** A server whose orders no test adds to. */
let quiet: RunningServer
beforeAll(async () => void (quiet = await mesServer()))
afterAll(() => quiet.close())

describe('an order by a quote', () => {
  let mes: RunningServer
  let crm: RunningServer
  beforeAll(async () => {
    mes = await mesServer()
    crm = await crmServer({ peer: mes.url })
  })
  afterAll(() => Promise.all([mes.close(), crm.close()]))

  it('is made once, however often it is asked for with one key', async () => {
    const body = { quoteId: await priced(mes.url), shipTo }
    const key = newKey()
    const answers = await Promise.all([create(mes.url, body, key), create(mes.url, body, key), create(mes.url, body, key)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1)
    expect(mes.stats().journal.filter(({ kind }) => kind === 'order')).toHaveLength(1)
  })

  it('asked for with the members of its address in another order is the same', async () => {
    const quoteId = await priced(mes.url)
    const key = newKey()
    const first = await create(mes.url, { quoteId, shipTo }, key)
    const turned = Object.fromEntries(Object.entries(shipTo).toReversed())
    expect((await create(mes.url, { shipTo: turned, quoteId }, key)).body.id).toBe(first.body.id)
  })

  it('is heard of in CRM, approved there, and cannot be taken before', async () => {
    const { body: order } = await create(mes.url, { quoteId: await priced(mes.url), shipTo, externalRef: 'PO-77' })
    const claim = (version: number): Promise<Answer> =>
      send(`${mes.url}/v1/orders/${order.id}/claim`, { method: 'POST', headers: { ...operator, ...versionIs(version) } })
    expect((await claim(1)).status).toBe(409)
    await expect
      .poll(() => read<OrderBody>(crm.url, `/orders/${order.id}`, seller))
      .toMatchObject({ version: 1, partnerId: PARTNER, externalRef: 'PO-77' })
    const approved = await send(`${crm.url}/v1/orders/${order.id}/approve`, {
      method: 'POST',
      headers: { ...seller, ...versionIs(1) },
    })
    expect(approved.status).toBe(200)
    await expect.poll(async () => (await read<OrderBody>(mes.url, `/orders/${order.id}`)).status).toBe('MANUFACTURING_APPROVED')
    expect((await claim(2)).status).toBe(200)
  })

  it('that waits for its price is refused', async () => {
    await using slow = await mesServer({ quotes: { calculationMs: 3_600_000 } })
    const request = { modelId: 'mod_003001', materialCode: 'AU585', quantity: 1, currency: 'EUR' }
    const {
      body: { id },
    } = await send<{ readonly id: string }>(`${slow.url}/v1/quotes`, {
      method: 'POST',
      headers: { ...owner, ...newKey() },
      body: request,
    })
    expect(await create(slow.url, { quoteId: id, shipTo })).toMatchObject({ status: 409, body: { code: 'quote-not-succeeded' } })
  })

  it('shows its address nowhere', async () => {
    const { text, body } = await create(mes.url, { quoteId: await priced(mes.url), shipTo })
    const texts = await Promise.all(
      ['', '/history', '/status'].map(
        async (path) => (await send(`${mes.url}/v1/orders/${body.id}${path}`, { headers: operator })).text,
      ),
    )
    expect([text, ...texts].filter((shown) => shown.includes(shipTo.street))).toEqual([])
  })
})

describe('the history of an order', () => {
  it.each(['PRICE_CALCULATED', 'MANUFACTURING_STARTED', 'CLOSED'])(
    'in %s has every status from the price to the present one, in order',
    async (status) => {
      const {
        items: [order],
      } = await read<PageBody>(quiet.url, `/orders?status=${status}&limit=1`)
      const history = await read<OrderHistory>(quiet.url, `/orders/${order?.id}/history`)
      expect(history).toMatchObject({ orderId: order?.id, status, version: order?.version })
      expect(history.items[0]).toMatchObject({ status: 'PRICE_CALCULATED', operatorId: null })
      expect(history.items.at(-1)).toMatchObject({ status, changedAt: order?.statusChangedAt, version: order?.version })
      const [times, versions] = [history.items.map(({ changedAt }) => changedAt), history.items.map(({ version }) => version)]
      expect(times).toEqual(times.toSorted())
      expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) + index))
    },
  )

  it('keeps what it said before a step, and adds the step', async () => {
    const {
      items: [order],
    } = await read<PageBody>(quiet.url, '/orders?status=MANUFACTURING_COMPLETED&limit=1')
    const path = `/orders/${order?.id}/history`
    const before = await read<OrderHistory>(quiet.url, path)
    const url = `${quiet.url}/v1/orders/${order?.id}/startPackaging`
    expect((await send(url, { method: 'POST', headers: { ...operator, ...versionIs(order?.version ?? 0) } })).status).toBe(200)
    const after = await read<OrderHistory>(quiet.url, path)
    expect(after.items.slice(0, -1).map(({ status, version }) => `${version} ${status}`)).toEqual(
      before.items.map(({ status, version }) => `${version} ${status}`),
    )
    expect(after.items.at(-2)).toEqual(before.items.at(-1))
    expect(after.items.at(-1)).toMatchObject({ status: 'PACKAGING', version: after.version })
  })
})

it('the counts are over what the principal may see', async () => {
  const [all, own] = [
    await read<OrderStats>(quiet.url, '/orders/stats'),
    await read<OrderStats>(quiet.url, '/orders/stats', owner),
  ]
  expect(all.total).toBe(800)
  expect(own.total).toBe((await read<PageBody>(quiet.url, `/orders?partnerId=${PARTNER}&limit=100`)).items.length)
  expect(all.items.reduce((sum, { count }) => sum + count, 0)).toBe(800)
})

describe('quotes in lists', () => {
  it('are every quote once, page by page, the newest first', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: {
        readonly items: readonly { readonly id: string; readonly createdAt: string }[]
        readonly nextCursor: string | null
      } = await read(quiet.url, `/quotes?limit=33${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ createdAt, id }) => `${createdAt} ${id}`))
      cursor = page.nextCursor
    }
    expect(seen.length).toBeGreaterThan(100)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted().toReversed())
  })

  it('are listed by the status that they have now, an expired price as expired', async () => {
    const id = await priced(quiet.url, 7)
    const ids = async (query: string, headers = owner): Promise<readonly string[]> =>
      (await read<{ readonly items: readonly { readonly id: string }[] }>(quiet.url, `/quotes?${query}`, headers)).items.map(
        (quote) => quote.id,
      )
    expect(await ids('status=SUCCEEDED')).toEqual([id])
    expect(await ids('status=EXPIRED')).not.toContain(id)
    expect((await ids('status=EXPIRED', operator)).length).toBeGreaterThan(0)
    expect(await ids('status=SUCCEEDED', partner('partner_04'))).toEqual([])
    expect(await ids('modelId=mod_003002&status=SUCCEEDED')).toEqual([])
  })
})

describe('a client of a partner', () => {
  const token = (url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) })

  it('gets a token for its id and secret, by Basic or in the body, which is as good as the key', async () => {
    const own = clientSecret(PARTNER, secret)
    const basic = { authorization: `Basic ${Buffer.from(`${PARTNER}:${encodeURIComponent(own)}`).toString('base64')}` }
    const answers = [
      await token(quiet.url, { grant_type: 'client_credentials' }, basic),
      await token(quiet.url, { grant_type: 'client_credentials', client_id: PARTNER, client_secret: own }),
    ]
    for (const answer of answers) {
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const { access_token: bearer } = (await answer.json()) as { readonly access_token: string }
      const orders = await read<PageBody>(quiet.url, '/orders?limit=5', { authorization: `Bearer ${bearer}` })
      expect(orders.items.every(({ partnerId }) => partnerId === PARTNER)).toBe(true)
    }
  })

  it('gets none for another secret, or another grant', async () => {
    const answers = [
      await token(quiet.url, { grant_type: 'client_credentials', client_id: PARTNER, client_secret: 'guess' }),
      await token(quiet.url, {
        grant_type: 'client_credentials',
        client_id: 'partner_04',
        client_secret: clientSecret(PARTNER, secret),
      }),
      await token(quiet.url, { grant_type: 'client_credentials' }),
      await token(quiet.url, { grant_type: 'password', client_id: PARTNER, client_secret: clientSecret(PARTNER, secret) }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400])
    for (const { body } of answers) await body?.cancel()
  })
})
