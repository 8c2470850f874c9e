import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatCachePosition, type CacheOptions } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { send, type Answer, type OrderBody, type PageBody } from './client.ts'
import { operator, partner, seller, versionIs } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

let redis: TestRedis
beforeAll(async () => void (redis = await startRedis()))
afterAll(() => redis[Symbol.asyncDispose]())

const shared = (): CacheOptions => ({ redis: redis.url, namespace: uniqueName('servers'), redisDeadline: '5s' })

const APPROVED = '/v1/orders?status=MANUFACTURING_APPROVED&limit=5'
const list = (url: string): Promise<Answer<PageBody>> => send(`${url}${APPROVED}`, { headers: operator })
const orderAt = (url: string, id: string, headers: Record<string, string> = operator): Promise<Answer<OrderBody>> =>
  send(`${url}/v1/orders/${id}`, { headers })
const firstOf = async (url: string): Promise<OrderBody> => {
  const [order] = (await list(url)).body.items
  if (order === undefined) throw new Error('No order can be claimed')
  return order
}
const claim = async (url: string, { id, version }: OrderBody): Promise<void> => {
  const headers = { ...operator, ...versionIs(version) }
  const { status } = await send(`${url}/v1/orders/${id}/claim`, { method: 'POST', headers })
  expect(status).toBe(200)
}

describe("a server's cache", () => {
  it('answers equal requests of equal views with one query', async () => {
    await using mes = await mesServer({ cache: shared() })
    // Until its cache has reached Redis, each request is a query.
    await expect
      .poll(
        async () => {
          await list(mes.url)
          return mes.stats().reads['memory'] ?? 0
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0)
    const before = mes.stats()
    const answers = [await list(mes.url), await list(mes.url), await list(mes.url)]
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1)
    expect(mes.stats().queries['listOrders']).toBe(before.queries['listOrders'])
    expect(mes.stats().reads).toMatchObject({ memory: (before.reads['memory'] ?? 0) + 3 })
  })

  it('that is off leaves every request a query', async () => {
    await using mes = await mesServer({ cache: 'off' })
    for (let index = 0; index < 3; index++) await list(mes.url)
    expect(mes.stats().queries['listOrders']).toBe(3)
  })

  it('shares values with another process of the server through Redis', async () => {
    const cache = shared()
    await using first = await mesServer({ cache })
    await using second = await mesServer({ cache })
    await list(first.url)
    await expect
      .poll(async () => {
        await list(second.url)
        return second.stats().reads['redis'] ?? 0
      })
      .toBeGreaterThan(0)
  })

  it('never shows one principal what another one may see', async () => {
    await using mes = await mesServer({ cache: shared() })
    const all = await send<PageBody>(`${mes.url}/v1/orders?channel=PARTNER&limit=100`, { headers: operator })
    const order = all.body.items[0]
    expect((await orderAt(mes.url, order?.id ?? '')).status).toBe(200)
    const stranger = partner(order?.partnerId === 'partner_01' ? 'partner_02' : 'partner_01')
    expect((await orderAt(mes.url, order?.id ?? '', stranger)).status).toBe(404)
    const own = await send<PageBody>(`${mes.url}/v1/orders?channel=PARTNER&limit=100`, { headers: stranger })
    expect(own.body.items.every(({ partnerId }) => partnerId !== order?.partnerId)).toBe(true)
  })

  it('forgets a list, an order and its status as soon as a claim is answered', async () => {
    await using mes = await mesServer({ cache: shared() })
    const order = await firstOf(mes.url)
    await orderAt(mes.url, order.id)
    await send(`${mes.url}/v1/orders/${order.id}/status`, { headers: operator })
    await claim(mes.url, order)
    expect((await list(mes.url)).body.items.map(({ id }) => id)).not.toContain(order.id)
    expect((await orderAt(mes.url, order.id)).body.status).toBe('MANUFACTURING_STARTED')
    const { body } = await send<OrderBody>(`${mes.url}/v1/orders/${order.id}/status`, { headers: operator })
    expect(body.status).toBe('MANUFACTURING_STARTED')
  })

  it('never keeps a list that was being read while an order was claimed', async () => {
    await using mes = await mesServer({ cache: shared(), listCost: { latencyMs: 300, perSecond: 1_000 } })
    const order = await firstOf(mes.url)
    const query = `${mes.url}/v1/orders?status=MANUFACTURING_APPROVED&limit=6`
    const slow = send<PageBody>(query, { headers: operator })
    await expect.poll(() => mes.stats().queries['listOrders']).toBe(2)
    await claim(mes.url, order)
    const rowsFromBefore = (await slow).body.items.map(({ id }) => id)
    expect(rowsFromBefore).toContain(order.id)
    const { body } = await send<PageBody>(query, { headers: operator })
    expect(body.items.map(({ id }) => id)).not.toContain(order.id)
  })

  it('forgets what CRM approves when MES has applied it, and not before', async () => {
    const cache = shared()
    await using mes = await mesServer({ cache })
    await using crm = await crmServer({ cache, peer: mes.url })
    const { body } = await send<PageBody>(`${crm.url}/v1/orders?status=PRICE_CALCULATED&limit=1`, { headers: seller })
    const order = body.items[0]
    if (order === undefined) throw new Error('No order can be approved')
    await orderAt(mes.url, order.id)
    const headers = { ...seller, ...versionIs(order.version) }
    await send(`${crm.url}/v1/orders/${order.id}/approve`, { method: 'POST', headers })
    await expect.poll(async () => (await orderAt(mes.url, order.id)).body.status).toBe('MANUFACTURING_APPROVED')
    expect(mes.stats().journal.map(({ id, status }) => `${id} ${status}`)).toEqual([`${order.id} MANUFACTURING_APPROVED`])
  })

  it('enters every write into the journal: committed first, then acknowledged', async () => {
    await using mes = await mesServer({ cache: shared() })
    const order = await firstOf(mes.url)
    await claim(mes.url, order)
    const { journal, lastSequence } = mes.stats()
    const version = order.version + 1
    const append = { position: expect.any(String) }
    expect(journal).toMatchObject([{ sequence: 1, kind: 'order', id: order.id, version, append }])
    expect(journal[0]?.append?.acknowledged.monotonic).toBeGreaterThan(journal[0]?.commit.monotonic ?? Infinity)
    expect(mes.stats(lastSequence).journal).toEqual([])
  })
})

describe('two processes of a server on one database', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'servers-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('a read that names a position gets at least that, though no message told of it; without, the old value', async () => {
    await using silent = await startRedis()
    await silent.command('ACL', 'SETUSER', 'default', '-publish')
    const database = join(folder, `${uniqueName('position')}.db`)
    const cache = { redis: silent.url, namespace: uniqueName('servers'), maxStaleness: '10m', redisDeadline: '5s' } as const
    await using first = await mesServer({ database, cache })
    await using second = await mesServer({ database, cache })
    const order = await firstOf(first.url)
    await orderAt(second.url, order.id)
    await claim(first.url, order)
    expect((await orderAt(second.url, order.id)).body.version).toBe(order.version)
    const position = first.stats().journal.at(-1)?.append?.position
    const header = { 'cache-position': formatCachePosition({ atLeast: [position ?? ''], maxStaleness: 600_000 }) }
    const { body } = await orderAt(second.url, order.id, { ...operator, ...header })
    expect(body).toMatchObject({ status: 'MANUFACTURING_STARTED', version: order.version + 1 })
  })

  it('hear of each other: what one commits, the other shows', async () => {
    const database = join(folder, `${uniqueName('hearing')}.db`)
    const cache = shared()
    await using first = await mesServer({ database, cache })
    await using second = await mesServer({ database, cache })
    const order = await firstOf(first.url)
    await orderAt(second.url, order.id)
    await claim(first.url, order)
    await expect.poll(async () => (await orderAt(second.url, order.id)).body.status).toBe('MANUFACTURING_STARTED')
  })
})
