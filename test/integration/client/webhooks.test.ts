import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSdk, isWebhookError, type mes, type Sdk } from 'mes-crm-sdk'
import { build, signTestMessage } from 'mes-crm-sdk/testing'
import { describe, expect, test } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { startRedis } from '../../support/redis-server.ts'
import { operator, secret as serverSecret, versionIs } from '../reference-servers/credentials.ts'
import { send } from '../reference-servers/client.ts'
import { mesServer } from '../reference-servers/servers.ts'

const PARTNER = 'partner_03'

/** A partner's service in a process of its own, as it would be: it keeps nothing but the secrets and its Redis. */
const openService = (url: string, redis: string, secrets: readonly string[]) => {
  const sdk = createSdk({
    mes: { baseUrl: `${url}/v1`, auth: { apiKey: partnerApiKey(PARTNER, serverSecret) }, invalidates: 'server' },
    cache: { redis, namespace: 'partner', principal: PARTNER },
  })
  const heard: string[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body = Buffer.concat((await request.toArray()) as Buffer[])
      await sdk.receive(body, request.headers, secrets, {
        handle: ({ data }) => void heard.push(`${data.id} ${data.version} ${data.status}`),
      })
      response.writeHead(204).end()
    } catch (error) {
      response.writeHead(isWebhookError(error) ? 401 : 503).end()
    }
  }
  return { sdk, heard, take }
}

/** One address that a service is behind; another one takes its place when it restarts. */
const startAddress = async () => {
  let take: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) =>
    response.writeHead(503).end()
  const bodies: { readonly body: string; readonly headers: Readonly<Record<string, string>> }[] = []
  const server = createServer((request, response) => void take(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    bodies,
    lead: (to: typeof take) => void (take = to),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

const statusOf = async (sdk: Sdk, id: string): Promise<string> => (await sdk.mes.orders.get(id)).status

describe("a partner's service whose cache follows MES by webhook", () => {
  test('reads what has changed through a restart, and takes each message once', async () => {
    await using redis = await startRedis()
    await using server = await mesServer({ seed: { orders: 4_000 }, webhooks: { firstRetryMs: 50 } })
    await using address = await startAddress()
    const first = openService(server.url, redis.url, [])
    await first.sdk.ready()
    const { secret } = await first.sdk.mes.webhooks.create({ url: address.url, events: ['order.changed'] })
    const { items } = await first.sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 2 })
    const [order] = items
    if (order === undefined) throw new Error('The seed has no approved order of the partner')
    expect(await statusOf(first.sdk, order.id)).toBe('MANUFACTURING_APPROVED')
    await first.sdk.close()

    // Nobody takes the message while the service restarts: MES sends it again.
    const path = `${server.url}/v1/orders/${order.id}/claim`
    await send(path, { method: 'POST', headers: { ...operator, ...versionIs(order.version) } })
    const second = openService(server.url, redis.url, [secret])
    await second.sdk.ready()
    address.lead(second.take)
    await expect.poll(() => second.heard, { timeout: 20_000 }).toEqual([`${order.id} ${order.version + 1} MANUFACTURING_STARTED`])
    expect(await statusOf(second.sdk, order.id)).toBe('MANUFACTURING_STARTED')
    await second.sdk.close()
  })

  test('drops repeated and older messages, also in another process, and refuses those of anybody else', async () => {
    await using redis = await startRedis()
    await using server = await mesServer()
    const rotated = ['whsec_b25lIHNlY3JldCBvZiAyNCBieXRlcw==', 'whsec_YW5vdGhlciBzZWNyZXQgb2YgMjQgYnl0ZXM=']
    const [one, two] = [openService(server.url, redis.url, rotated), openService(server.url, redis.url, rotated)]
    await Promise.all([one.sdk.ready(), two.sdk.ready()])
    const message = (version: number, status: mes.OrderStatus) =>
      build.mes.orderChanged({ data: { id: 'ord_000042', status, version } })
    const packaging = signTestMessage(message(7, 'PACKAGING'), { secret: rotated[0] ?? '' })
    const shipped = signTestMessage(message(8, 'SHIPPED'), { secret: rotated[1] ?? '' })
    const take = ({ body, headers }: typeof shipped, { sdk }: typeof one) => sdk.receive(body, headers, rotated)
    expect(await take(shipped, one)).toMatchObject({ type: 'order.changed', data: { version: 8 } })
    expect(await take(shipped, two)).toBeUndefined()
    expect(await take(packaging, two)).toBeUndefined()
    const forged = { ...shipped, body: shipped.body.replace('SHIPPED', 'CLOSED') }
    expect(await take(forged, one).catch((error: unknown) => isWebhookError(error) && error.code)).toBe('signature')
    await Promise.all([one.sdk.close(), two.sdk.close()])
  })

  test('takes no message while its Redis is away: MES has to send it again', async () => {
    await using redis = await startRedis()
    await using server = await mesServer()
    const { sdk } = openService(server.url, redis.url, [])
    await sdk.ready()
    await redis.stop()
    const secret = 'whsec_b25lIHNlY3JldCBvZiAyNCBieXRlcw=='
    const { body, headers } = signTestMessage(build.mes.quoteChanged(), { secret })
    await expect(sdk.receive(body, headers, secret)).rejects.toThrow('answer 503')
    await redis.restart({ empty: true })
    await expect
      .poll(() => sdk.receive(body, headers, secret).catch(() => 'refused'), { timeout: 20_000 })
      .toMatchObject({ type: 'quote.changed' })
    await sdk.close()
  })
})
