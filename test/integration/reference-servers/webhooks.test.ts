import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSdk } from 'mes-crm-sdk'
import { describe, expect, it } from 'vitest'
import type { NewSubscription, WebhookMessage } from '../../../reference/mes/webhooks/subscription.ts'
import { refusalOfTarget } from '../../../reference/mes/webhooks/target.ts'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { send, type Answer, type PageBody } from './client.ts'
import { operator, partner, secret, versionIs } from './credentials.ts'
import { mesServer } from './servers.ts'

const PARTNER = 'partner_03'
const owner = partner(PARTNER)
let keys = 0

const subscribe = (mes: RunningServer, body: object): Promise<Answer<NewSubscription>> =>
  send(`${mes.url}/v1/webhook-subscriptions`, {
    method: 'POST',
    headers: { ...owner, 'idempotency-key': `webhooks-key-${(keys += 1)}` },
    body,
  })
const remove = (mes: RunningServer, id: string, by = owner): Promise<Answer> =>
  send(`${mes.url}/v1/webhook-subscriptions/${id}`, { method: 'DELETE', headers: by })

interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly message: WebhookMessage
}

/** A subscriber that answers with these statuses in turn, then with 204. */
const startSubscriber = async (...statuses: readonly number[]) => {
  const received: Received[] = []
  const read = async (request: IncomingMessage): Promise<void> => {
    const text = Buffer.concat((await request.toArray()) as Buffer[]).toString()
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    received.push({ path: request.url ?? '', headers, text, message: JSON.parse(text) as WebhookMessage })
  }
  const server = createServer((request, response) => {
    void read(request).then(() => response.writeHead(statuses[received.length - 1] ?? 204, { location: '/elsewhere' }).end())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events?partner=3`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

/** An operator takes an order of the partner, or of another one. */
const claim = async (mes: RunningServer, by = PARTNER): Promise<{ readonly id: string; readonly version: number }> => {
  const query = `status=MANUFACTURING_APPROVED&partnerId=${by}&limit=1`
  const {
    body: {
      items: [order],
    },
  } = await send<PageBody>(`${mes.url}/v1/orders?${query}`, { headers: operator })
  if (order === undefined) throw new Error('The seed has no approved order of the partner')
  const { status } = await send(`${mes.url}/v1/orders/${order.id}/claim`, {
    method: 'POST',
    headers: { ...operator, ...versionIs(order.version) },
  })
  expect(status).toBe(200)
  return { id: order.id, version: order.version + 1 }
}

const seed = { orders: 4_000 }

describe('a subscriber', () => {
  it('is told of a change in a message that its secret proves', async () => {
    await using mes = await mesServer({ seed })
    await using subscriber = await startSubscriber()
    const { body: subscription } = await subscribe(mes, { url: subscriber.url, events: ['order.changed'] })
    const order = await claim(mes)
    await expect.poll(() => subscriber.received.length).toBe(1)
    const [first] = subscriber.received
    if (first === undefined) throw new Error('A message was received')
    const { headers, text, message } = first
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
    const key = Buffer.from(subscription.secret.slice('whsec_'.length), 'base64')
    expect(key).toHaveLength(32)
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(Math.abs(Number(headers['webhook-timestamp']) * 1000 - Date.now())).toBeLessThan(300_000)
    expect(message).toMatchObject({
      type: 'order.changed',
      data: { ...order, status: 'MANUFACTURING_STARTED', previousStatus: 'MANUFACTURING_APPROVED' },
    })
    expect(message.data.tags).toEqual([
      `order:${order.id}`,
      'orders:status:MANUFACTURING_APPROVED',
      'orders:status:MANUFACTURING_STARTED',
      'stats',
    ])
  })

  it('that fails, or leads elsewhere, gets the same message again, signed anew, until it takes it', async () => {
    await using mes = await mesServer({ seed, webhooks: { firstRetryMs: 1 } })
    await using subscriber = await startSubscriber(500, 307)
    await subscribe(mes, { url: subscriber.url, events: ['order.changed'] })
    await claim(mes)
    await expect.poll(() => subscriber.received.length).toBe(3)
    expect(new Set(subscriber.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(subscriber.received.map(({ text }) => text)).size).toBe(1)
    expect(new Set(subscriber.received.map(({ path }) => path))).toEqual(new Set(['/events?partner=3']))
    const other = await claim(mes)
    await expect.poll(() => subscriber.received.at(-1)?.message.data.id).toBe(other.id)
    expect(subscriber.received).toHaveLength(4)
  })

  it('is told of what it asked for, of its own orders, and for as long as it wants', async () => {
    await using mes = await mesServer({ seed })
    await using subscriber = await startSubscriber()
    await using quotes = await startSubscriber()
    const {
      body: { id },
    } = await subscribe(mes, { url: subscriber.url, events: ['order.changed'] })
    await subscribe(mes, { url: quotes.url, events: ['quote.changed'] })
    await claim(mes, 'partner_04')
    const own = await claim(mes)
    await expect.poll(() => subscriber.received.length).toBe(1)
    expect((await remove(mes, id, partner('partner_04'))).status).toBe(404)
    expect((await remove(mes, id)).status).toBe(204)
    await claim(mes)
    await send(`${mes.url}/v1/quotes`, {
      method: 'POST',
      headers: { ...owner, 'idempotency-key': 'a-quote-to-hear-of' },
      body: { modelId: 'mod_003001', materialCode: 'AU585', quantity: 1, currency: 'EUR' },
    })
    await expect
      .poll(() => quotes.received.map(({ message }) => message.data.status).toSorted())
      .toEqual(['PENDING', 'RUNNING', 'SUCCEEDED'])
    expect(subscriber.received.map(({ message }) => message.data.id)).toEqual([own.id])
  })

  it('that is not there does not hold up the end of the server', async () => {
    const mes = await mesServer({ seed, webhooks: { firstRetryMs: 3_600_000 } })
    const gone = await startSubscriber()
    await gone[Symbol.asyncDispose]()
    await subscribe(mes, { url: gone.url, events: ['order.changed'] })
    await claim(mes)
    await expect.poll(() => mes.stats().queries['getWebhookTarget']).toBe(1)
    await mes.close()
  })
})

it('a partner who appends the tags of a message to its own log reads what has changed at once', async () => {
  await using mes = await mesServer({ seed })
  await using subscriber = await startSubscriber()
  await using sdk = createSdk({ mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey(PARTNER, secret) } } })
  await sdk.ready()
  await sdk.mes.webhooks.create({ url: subscriber.url, events: ['order.changed'] })
  const { items } = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 100 })
  const before = await Promise.all(items.map(({ id }) => sdk.mes.orders.status(id)))
  const { id, version } = await claim(mes)
  await expect.poll(() => subscriber.received.length).toBe(1)
  // MES does not append to the log of a partner outside: until the partner does, the lifetime of ten minutes counts.
  expect(before).toContainEqual(await sdk.mes.orders.status(id))
  await sdk.invalidate(subscriber.received[0]?.message.data.tags ?? [])
  expect(await sdk.mes.orders.status(id)).toMatchObject({ version, status: 'MANUFACTURING_STARTED' })
  expect(
    (await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 100 })).items.map((order) => order.id),
  ).not.toContain(id)
})

it('a partner has at most twenty subscriptions, and sees them without their secrets', async () => {
  await using mes = await mesServer()
  const wanted = { url: 'http://127.0.0.1:9/events', events: ['order.changed'] }
  const answers = await Promise.all(Array.from({ length: 21 }, () => subscribe(mes, wanted)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(1)
  const { body } = await send<{ readonly items: readonly object[] }>(`${mes.url}/v1/webhook-subscriptions`, { headers: owner })
  expect(body.items).toHaveLength(20)
  expect(body.items.filter((item) => 'secret' in item)).toEqual([])
})

it.each([
  ['ftp://partner.example/', 'must be an https address'],
  ['http://partner.example/', 'must be an https address'],
  ['https://user@partner.example/', 'must have neither a user name nor a fragment'],
  ['https://partner.example/#a', 'must have neither a user name nor a fragment'],
  ['https://169.254.169.254/', 'must be on a host that the operator of MES has allowed'],
  ['http://127.1:6379/', 'must name its host as 127.0.0.1'],
  ['http://2130706433/', 'must name its host as 127.0.0.1'],
  ['http://0x7f.1:6379/', 'must name its host as 127.0.0.1'],
  ['http://127.0.0.1.:6379/', 'must name its host as 127.0.0.1'],
  ['http://%31%32%37.0.0.1:6379/', 'must name its host as 127.0.0.1'],
  ['http:\\\\127.0.0.1:6379/', 'must name its host as 127.0.0.1'],
  ['http://[0:0:0:0:0:0:0:1]:8080/', 'must name its host as [::1]'],
  ['http://0.0.0.0:6379/', 'must be an https address'],
  ['https://[::ffff:7f00:1]/', 'must be on a host that the operator of MES has allowed'],
  ['http://localhost:8080/events', 'must be on a host that the operator of MES has allowed'],
  ['https://PARTNER.example/events', null],
  ['https://partner.example/events', null],
  ['http://127.0.0.1:8080/events', null],
  ['http://[::1]:8080/events', null],
])('of %s a subscriber is told: %s', (url, refusal) => {
  expect(refusalOfTarget(url, ['partner.example', '127.0.0.1', '[::1]'])).toBe(refusal)
})

it.each(['http://127.0.0.1:8080/events', 'http://[::1]:8080/events'])(
  'of %s a subscriber is told that the operator has not allowed loopback',
  (url) => {
    expect(refusalOfTarget(url, ['partner.example'])).toBe('must be on a host that the operator of MES has allowed')
  },
)
