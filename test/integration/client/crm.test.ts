import { createSdk, isApiError, type Sdk } from 'mes-crm-sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { clientSecret, mintToken } from '../../../reference/shared/api/token.ts'
import { secret } from '../reference-servers/credentials.ts'
import { crmServer, mesServer } from '../reference-servers/servers.ts'

const bearer = mintToken({ sub: 'seller_01', roles: ['crm_seller'] }, secret)

describe('a seller', () => {
  const namespace = uniqueName('crm')
  let redis: TestRedis
  let mes: RunningServer
  let crm: RunningServer

  beforeAll(async () => {
    redis = await startRedis()
    const cache = { redis: redis.url, namespace, redisDeadline: '2s' } as const
    mes = await mesServer({ cache })
    crm = await crmServer({ cache, peer: mes.url })
  })
  afterAll(async () => {
    await Promise.all([crm.close(), mes.close()])
    await redis.stop()
  })

  const connect = async (server = crm, invalidates: 'client' | 'server' = 'client'): Promise<Sdk & AsyncDisposable> => {
    const sdk = createSdk({
      mes: { baseUrl: `${mes.url}/v1`, auth: { bearer }, invalidates },
      crm: { baseUrl: `${server.url}/v1`, auth: { bearer }, invalidates },
      cache: { redis: redis.url, namespace, principal: 'staff:seller', redisDeadline: '2s', maxStaleness: '1h' },
    })
    await sdk.ready()
    return sdk
  }
  const orderIn = async (sdk: Sdk, status: 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED' | 'SHIPPED') => {
    const { items } = await sdk.crm.orders.list({ status: [status], limit: 20 }, { cache: 'bypass' })
    const order = items.find(({ cancellation }) => cancellation === null)
    if (order === undefined) throw new Error(`the seed has an order in ${status}`)
    return order
  }

  test('reads customers and partners, one by one and page by page, each customer once', async () => {
    await using sdk = await connect()
    const { items, nextCursor } = await sdk.crm.customers.list({ limit: 3 })
    const more = await sdk.crm.customers.list({ limit: 3, cursor: nextCursor ?? '' })
    const ids = [...items, ...more.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(6)
    expect(ids).toEqual(ids.toSorted())
    expect(await sdk.crm.customers.get(ids[0] ?? '')).toEqual(items[0])
    const partners: string[] = []
    for await (const { id } of sdk.crm.partners.list({ limit: 15 })) partners.push(id)
    expect(partners).toHaveLength(40)
    expect(await sdk.crm.partners.get('partner_20')).toMatchObject({ id: 'partner_20', status: 'SUSPENDED' })
    const recent = await sdk.crm.customers.list({ updatedSince: '2025-06-01T00:00:00Z', limit: 5 })
    expect(recent.items.every(({ updatedAt }) => updatedAt >= '2025-06-01')).toBe(true)
  })

  test('keeps customers in the memory of the process: no value and no key of them reaches Redis, those of partners do', async () => {
    await using sdk = await connect()
    await using monitor = await redis.monitor()
    const [customer] = (await sdk.crm.customers.list({ limit: 1 })).items
    if (customer === undefined) throw new Error('the seed has customers')
    await sdk.crm.customers.get(customer.id)
    const ofCustomers = await monitor.collect()
    expect((await sdk.crm.customers.get(customer.id).withMeta()).cache.source).toBe('memory')
    expect((await sdk.crm.customers.list({ limit: 1 }).withMeta()).cache.source).toBe('memory')
    const personal = [customer.name, customer.email, customer.phone, ...(customer.address?.lines ?? []), customer.id].filter(
      (text) => text !== null,
    )
    const spoken = ofCustomers.map(({ args }) => args.join(' ')).join('\n')
    expect(personal.filter((text) => spoken.includes(text))).toEqual([])
    expect(entries(ofCustomers)).toEqual([])

    await monitor.clear()
    await sdk.crm.partners.list({ limit: 7 })
    await expect.poll(async () => entries(await monitor.collect()).length).toBeGreaterThan(0)
    const values = entries(await monitor.collect()).join('\n')
    expect(values).toContain('partner_01')
  })

  test.each(['client', 'server'] as const)(
    'who updates a customer makes the customer and every list new at once, here and in another process, when only the %s invalidates',
    async (invalidates) => {
      await using alone = await crmServer()
      const server = invalidates === 'client' ? alone : crm
      await using sdk = await connect(server, invalidates)
      await using other = await connect(server, invalidates)
      const [customer] = (await sdk.crm.customers.list({ limit: 4 })).items
      if (customer === undefined) throw new Error('the seed has customers')
      const recent = { updatedSince: new Date().toISOString() }
      await Promise.all([
        other.crm.customers.list({ limit: 4 }),
        sdk.crm.customers.get(customer.id),
        other.crm.customers.get(customer.id),
      ])
      expect(
        (await Promise.all([sdk.crm.customers.list(recent), other.crm.customers.list(recent)])).map(({ items }) => items),
      ).toEqual([[], []])
      const change = { phone: '+4972310000', address: null }
      const update = await sdk.crm.customers.update(customer.id, change, { ifMatch: customer.version }).withMeta()
      expect(update.value).toEqual({ ...customer, ...change, version: customer.version + 1, updatedAt: update.value.updatedAt })
      const appended = server.stats().journal.find(({ id }) => id === customer.id)?.append?.position
      const atLeast = invalidates === 'client' ? update.cache.position : appended
      if (typeof atLeast !== 'string') throw new Error('the invalidation was appended')
      for (const reader of [sdk, other]) {
        expect(await reader.crm.customers.get(customer.id, { atLeast })).toEqual(update.value)
        expect((await reader.crm.customers.list({ limit: 4 }, { atLeast })).items[0]).toEqual(update.value)
        expect((await reader.crm.customers.list(recent, { atLeast })).items).toEqual([update.value])
      }
      const refused = await sdk.crm.customers
        .update(customer.id, { phone: null }, { ifMatch: customer.version })
        .catch((error: unknown) => error)
      expect(isApiError(refused) && refused.code).toBe('version-mismatch')
    },
  )

  test.each([
    ['PRICE_CALCULATED', 'client'],
    ['MANUFACTURING_APPROVED', 'server'],
  ] as const)(
    'who cancels an order in %s makes the lists of that status stale in both APIs, also those that do not show it, when only the %s invalidates',
    async (status, invalidates) => {
      await using alone = await crmServer()
      const server = invalidates === 'client' ? alone : crm
      await using sdk = await connect(server, invalidates)
      const order = await orderIn(sdk, status)
      const query = { status: [status], limit: 1, updatedSince: new Date(Date.parse(order.statusChangedAt) + 1).toISOString() }
      const elsewhere = { status: ['PACKAGING' as const], limit: 11 }
      const before = await Promise.all([sdk.mes.orders.list(query), sdk.crm.orders.list(query), sdk.mes.orders.list(elsewhere)])
      expect(before.map(({ items }) => items.some(({ id }) => id === order.id))).toEqual([false, false, false])
      await sdk.crm.orders.get(order.id)
      const cancel = await sdk.crm.orders
        .cancel(order.id, { reason: 'Changed their mind' }, { ifMatch: order.version })
        .withMeta()
      expect(cancel.value).toMatchObject({
        status,
        previousStatus: status,
        version: order.version + 1,
        cancellation: { reason: 'Changed their mind' },
      })
      const appended = server.stats().journal.find(({ id }) => id === order.id)?.append?.position
      const atLeast = invalidates === 'client' ? cancel.cache.position : appended
      if (typeof atLeast !== 'string') throw new Error('the invalidation was appended')
      const reads = await Promise.all([
        sdk.mes.orders.list(query, { atLeast }).withMeta(),
        sdk.crm.orders.list(query, { atLeast }).withMeta(),
        sdk.crm.orders.get(order.id, { atLeast }).withMeta(),
      ])
      expect(reads.map(({ cache }) => cache.source)).toEqual(['origin', 'origin', 'origin'])
      expect(reads[2].value.cancellation).toEqual(cancel.value.cancellation)
      expect((await sdk.mes.orders.list(elsewhere, { atLeast }).withMeta()).cache.source).toBe('memory')
    },
  )

  test('who approves an order does so once, and never after its cancellation', async () => {
    await using sdk = await connect()
    const order = await orderIn(sdk, 'PRICE_CALCULATED')
    const approved = await sdk.crm.orders.approve(order.id, { ifMatch: order.version })
    expect(approved).toMatchObject({ status: 'MANUFACTURING_APPROVED', previousStatus: 'PRICE_CALCULATED', cancellation: null })
    const other = await orderIn(sdk, 'PRICE_CALCULATED')
    const { version } = await sdk.crm.orders.cancel(other.id, { reason: 'Not payable' }, { ifMatch: other.version })
    for (const [id, ifMatch] of [
      [order.id, approved.version],
      [other.id, version],
    ] as const) {
      const refused = await sdk.crm.orders.approve(id, { ifMatch }).catch((error: unknown) => error)
      expect(isApiError(refused) && refused.code).toBe('invalid-transition')
    }
  })

  test('who cancels an order keeps operators from taking it, as soon as MES has heard', async () => {
    await using sdk = await connect()
    const operator = sdk.as({
      principal: 'staff:operator',
      auth: { mes: { bearer: mintToken({ sub: 'op_07', roles: ['operator'] }, secret) } },
    })
    const order = await orderIn(sdk, 'MANUFACTURING_APPROVED')
    await sdk.crm.orders.cancel(order.id, { reason: 'Not payable' }, { ifMatch: order.version })
    await expect
      .poll(async () => (await operator.mes.orders.get(order.id, { cache: 'bypass' })).cancellation)
      .toMatchObject({ reason: 'Not payable' })
    const claim = await operator.mes.orders.claim(order.id, { ifMatch: order.version + 1 }).catch((error: unknown) => error)
    expect(isApiError(claim) && claim.code).toBe('invalid-transition')
  })

  test('who closes an order moves it from SHIPPED to CLOSED with the reason, in CRM and then in MES', async () => {
    await using sdk = await connect()
    const order = await orderIn(sdk, 'SHIPPED')
    const closed = await sdk.crm.orders.close(order.id, { reason: 'Delivered' }, { ifMatch: order.version })
    expect(closed).toMatchObject({
      status: 'CLOSED',
      previousStatus: 'SHIPPED',
      version: order.version + 1,
      closure: { reason: 'Delivered' },
    })
    expect(await sdk.crm.orders.get(order.id)).toMatchObject({
      status: 'CLOSED',
      closure: { reason: 'Delivered', closedAt: closed.statusChangedAt },
    })
    await expect.poll(async () => (await sdk.mes.orders.status(order.id, { cache: 'bypass' })).status).toBe('CLOSED')
  })

  test('and a partner with an access token instead of a key: the partner sees its own orders, and neither customers nor partners', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'partner_03',
      client_secret: clientSecret('partner_03', secret),
    })
    const granted = (await (await fetch(`${crm.url}/oauth/token`, { method: 'POST', body: form })).json()) as {
      readonly access_token: string
    }
    await using partner = createSdk({ crm: { baseUrl: `${crm.url}/v1`, auth: { bearer: granted.access_token } } })
    const { items } = await partner.crm.orders.list({ limit: 50 })
    expect(new Set(items.map(({ partnerId }) => partnerId))).toEqual(new Set(['partner_03']))
    const calls = [
      partner.crm.customers.list(),
      partner.crm.customers.get('cus_000001'),
      partner.crm.partners.list(),
      partner.crm.partners.get('partner_03'),
    ]
    const outcomes = await Promise.all(
      calls.map((call) =>
        call.then(
          () => 'answered',
          (error: unknown) => isApiError(error) && error.code,
        ),
      ),
    )
    expect(outcomes).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
  })
})

/** Values that somebody stored, by the commands that store entries. */
const entries = (commands: readonly { readonly name: string; readonly args: readonly string[] }[]): readonly string[] =>
  commands.filter(({ name }) => ['SET', 'PSETEX', 'SETEX', 'MSET'].includes(name)).map(({ args }) => args.join(' '))
