import { createHash } from 'node:crypto'
import { createSdk, isApiError, type mes, type Sdk } from 'mes-crm-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCrm } from '../../../reference/crm/start.ts'
import { startMes } from '../../../reference/mes/start.ts'
import { mintToken, partnerApiKey, type Role } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { binaryStl, sphere } from '../../support/solids.ts'

const PARTNER = 'partner_07'
const shipTo = { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' }

let redis: TestRedis
let servers: { readonly mes: RunningServer; readonly crm: RunningServer }
const namespace = uniqueName('day')

beforeAll(async () => {
  redis = await startRedis()
  const options = {
    seed: { orders: 800 },
    noticeDelayMs: 0,
    cache: { redis: redis.url, namespace, redisDeadline: '2s' },
  } as const
  const mesServer = await startMes({ ...options, quotes: { calculationMs: 0 }, webhooks: { hosts: ['127.0.0.1'] } })
  servers = { mes: mesServer, crm: await startCrm({ ...options, peer: mesServer.url }) }
})
afterAll(async () => {
  await Promise.all([servers.mes.close(), servers.crm.close()])
  await redis.stop()
})

/** An SDK that asks for the newest at every read, as far as the log can tell it. */
const sdkOf = (
  principal: string,
  auth: { readonly apiKey: string } | { readonly bearer: string },
  invalidates: 'client' | 'server' = 'client',
): Sdk =>
  createSdk({
    mes: { baseUrl: `${servers.mes.url}/v1`, auth, invalidates },
    crm: { baseUrl: `${servers.crm.url}/v1`, auth },
    cache: { redis: redis.url, namespace, principal, maxStaleness: 0, redisDeadline: '2s' },
  })
const partner = (invalidates: 'client' | 'server' = 'client'): Sdk =>
  sdkOf(`partner:${PARTNER}`, { apiKey: partnerApiKey(PARTNER, DEMO_SECRET) }, invalidates)
const staff = (role: Role): Sdk => sdkOf(`staff:${role}`, { bearer: mintToken({ sub: 'op_01', roles: [role] }, DEMO_SECRET) })

const readyModel = async (sdk: Sdk, bytes: Uint8Array): Promise<mes.Model> => {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { id, version, upload } = await sdk.mes.models.create({
    fileName: 'bead.stl',
    format: 'STL',
    sizeBytes: bytes.length,
    sha256,
  })
  if (upload === null) throw new Error('a new model is to be uploaded')
  expect((await fetch(upload.url, { method: upload.method, body: Buffer.from(bytes) })).ok).toBe(true)
  expect(await sdk.mes.models.complete(id, { ifMatch: version })).toMatchObject({ status: 'ANALYZING' })
  await expect.poll(async () => (await sdk.mes.models.get(id)).status).toBe('READY')
  return sdk.mes.models.get(id)
}

const pricedQuote = async (sdk: Sdk, modelId: string, quantity: number): Promise<mes.Quote> => {
  const { id } = await sdk.mes.quotes.create({ modelId, materialCode: 'AU585', quantity, currency: 'EUR' })
  await expect.poll(async () => (await sdk.mes.quotes.get(id)).status).toBe('SUCCEEDED')
  return sdk.mes.quotes.get(id)
}

const countOf = ({ items }: mes.OrderStats, status: string): number =>
  items.find((item) => item.status === status)?.count ?? Number.NaN

test('a partner has a model made: from its file to the shipment, through every operation of the client', async () => {
  await using sdk = partner()
  await using operator = staff('operator')
  await using seller = staff('crm_seller')
  await Promise.all([sdk.ready(), operator.ready(), seller.ready()])

  const { items: materials } = await sdk.mes.materials.list()
  expect(materials.map(({ code }) => code)).toContain('AU585')
  const model = await readyModel(sdk, binaryStl(sphere(4, 24)))
  expect(model.geometry?.volumeMm3).toBeCloseTo((4 / 3) * Math.PI * 64, -1)

  const quote = await pricedQuote(sdk, model.id, 3)
  expect((await sdk.mes.quotes.list({ modelId: model.id })).items.map(({ id }) => id)).toEqual([quote.id])
  const before = await sdk.mes.orders.stats()
  const order = await sdk.mes.orders.create({ quoteId: quote.id, externalRef: 'PO-1', shipTo })
  expect(order).toMatchObject({
    status: 'PRICE_CALCULATED',
    version: 1,
    partnerId: PARTNER,
    quantity: 3,
    price: quote.result?.totalPrice,
  })
  expect(countOf(await sdk.mes.orders.stats(), 'PRICE_CALCULATED')).toBe(countOf(before, 'PRICE_CALCULATED') + 1)

  await expect.poll(async () => (await seller.crm.orders.list({ partnerId: PARTNER, limit: 1 })).items[0]?.id).toBe(order.id)
  await seller.crm.orders.approve(order.id, { ifMatch: order.version })
  await expect.poll(async () => (await operator.mes.orders.get(order.id)).status).toBe('MANUFACTURING_APPROVED')

  const claimed = await operator.mes.orders.claim(order.id, { ifMatch: 2 })
  const completed = await operator.mes.orders.complete(order.id, { ifMatch: claimed.version })
  const packing = await operator.mes.orders.startPackaging(order.id, { ifMatch: completed.version })
  expect(packing).toMatchObject({ previousStatus: 'MANUFACTURING_COMPLETED', status: 'PACKAGING' })
  const tracking = { carrier: 'DHL', number: '00340434161094042557' }
  const shipped = await operator.mes.orders.ship(order.id, tracking, { ifMatch: packing.version })
  expect(shipped).toMatchObject({ previousStatus: 'PACKAGING', status: 'SHIPPED', tracking })

  expect(await sdk.mes.orders.get(order.id)).toMatchObject({ status: 'SHIPPED', version: 6, tracking })
  expect(await sdk.mes.orders.status(order.id)).toMatchObject({ status: 'SHIPPED', version: 6 })
  const { items } = await sdk.mes.orders.history(order.id)
  expect(items.map(({ status, version, operatorId }) => `${version} ${status} ${operatorId}`)).toEqual([
    '1 PRICE_CALCULATED null',
    '2 MANUFACTURING_APPROVED null',
    '3 MANUFACTURING_STARTED op_01',
    '4 MANUFACTURING_COMPLETED op_01',
    '5 PACKAGING op_01',
    '6 SHIPPED op_01',
  ])
  await expect.poll(async () => (await seller.crm.orders.get(order.id)).tracking).toEqual(tracking)
})

test("an order makes its partner's lists new at once by MES's own record, and leaves what does not show it", async () => {
  await using sdk = partner('server')
  await sdk.ready()
  const quote = await pricedQuote(sdk, 'mod_007001', 2)
  const lists = [
    () => sdk.mes.orders.list({ limit: 3 }),
    () => sdk.mes.orders.list({ status: ['PRICE_CALCULATED'] }),
    () => sdk.mes.orders.stats(),
  ] as const
  const untouched = () => sdk.mes.materials.list()
  for (const read of [...lists, untouched]) await read()
  for (const read of [...lists, untouched]) expect((await read().withMeta()).cache.source).not.toBe('origin')
  const { id } = await sdk.mes.orders.create({ quoteId: quote.id, shipTo })
  const [all, priced] = [await lists[0]().withMeta(), await lists[1]().withMeta()]
  expect([all.cache.source, priced.cache.source, (await lists[2]().withMeta()).cache.source]).toEqual([
    'origin',
    'origin',
    'origin',
  ])
  expect([all.value.items[0]?.id, priced.value.items[0]?.id]).toEqual([id, id])
  expect((await untouched().withMeta()).cache.source).not.toBe('origin')
})

test('a model that is READY is read once', async () => {
  await using sdk = partner()
  await sdk.ready()
  const asked = () => servers.mes.stats().requests['models.get'] ?? 0
  const { id } = await readyModel(sdk, binaryStl(sphere(3, 8)))
  const before = asked()
  for (let reads = 0; reads < 5; reads += 1) expect((await sdk.mes.models.get(id)).status).toBe('READY')
  expect(asked() - before).toBe(0)
})

test('a subscription is in the list until it is deleted, without its secret', async () => {
  await using sdk = partner()
  await sdk.ready()
  expect((await sdk.mes.webhooks.list()).items).toEqual([])
  const { secret, ...shown } = await sdk.mes.webhooks.create({ url: 'http://127.0.0.1:9/events', events: ['order.changed'] })
  expect(secret).toMatch(/^whsec_/)
  expect((await sdk.mes.webhooks.list()).items).toEqual([shown])
  expect(await sdk.mes.webhooks.delete(shown.id)).toBeUndefined()
  expect((await sdk.mes.webhooks.list()).items).toEqual([])
})

test('no address of an upload, no secret and no address of a person is in Redis', async () => {
  const keys = (await redis.command('KEYS', '*')) as readonly string[]
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = String(await redis.command('TYPE', key))
      if (type === 'string') return String(await redis.command('GET', key))
      return type === 'stream' ? JSON.stringify(await redis.command('XRANGE', key, '-', '+')) : ''
    }),
  )
  const text = values.join('\n')
  expect(text).toContain('READY')
  expect([/uploads\//, /signature=/, /whsec_/, /Goldgasse/].filter((sensitive) => sensitive.test(text))).toEqual([])
})

test('what a quote refuses is an error with its code', async () => {
  await using sdk = partner()
  await sdk.ready()
  const refused = await sdk.mes.orders.create({ quoteId: 'quo_none', shipTo }).catch((error: unknown) => error)
  expect(isApiError(refused) && { status: refused.status, code: refused.code }).toEqual({ status: 404, code: 'not-found' })
})
