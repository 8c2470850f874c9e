import { createCache } from 'mes-crm-sdk/cache'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Quote } from '../../../reference/mes/quote.ts'
import { modelsOf } from '../../../reference/shared/catalogue/models.ts'
import { FIRST_TARIFF } from '../../../reference/shared/catalogue/tariff.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { send, type Answer, type ProblemBody } from './client.ts'
import { operator, partner, service } from './credentials.ts'
import { mesServer } from './servers.ts'

const [model] = modelsOf(9)
const owner = partner('partner_09')
const request = { modelId: model.id, materialCode: 'AU585', quantity: 1, currency: 'EUR' }
const never = 3_600_000
let keys = 0

const create = (url: string, body: object = request): Promise<Answer<Quote>> =>
  send(`${url}/v1/quotes`, { method: 'POST', headers: { ...owner, 'idempotency-key': `tariff-${(keys += 1)}` }, body })
const ended = async (url: string, id: string): Promise<Quote> => {
  const read = async (): Promise<Quote> => (await send<Quote>(`${url}/v1/quotes/${id}`, { headers: owner })).body
  await expect.poll(async () => (await read()).status).toMatch(/SUCCEEDED|FAILED/)
  return read()
}
const put = (
  url: string,
  what: 'pricelist' | 'pricing-algorithm',
  body: object,
  headers = service,
): Promise<Answer<ProblemBody>> => send(`${url}/internal/${what}`, { method: 'PUT', headers, body })
const doubled = { version: '2027-01', factor: 2 }

describe('a new price list', () => {
  it('makes an equal request another quote, at its prices; the quote before keeps its own', async () => {
    await using mes = await mesServer()
    const before = await ended(mes.url, (await create(mes.url)).body.id)
    expect((await put(mes.url, 'pricelist', doubled)).status).toBe(204)
    const created = await create(mes.url)
    expect([created.status, created.body.fingerprint === before.fingerprint]).toEqual([202, false])
    const after = await ended(mes.url, created.body.id)
    expect(before.result?.priceListVersion).toBe(FIRST_TARIFF.priceList.version)
    expect(after.result?.priceListVersion).toBe('2027-01')
    expect((after.result?.unitPrice.amountMinor ?? 0) / (before.result?.unitPrice.amountMinor ?? 0)).toBeCloseTo(2, 3)
    expect(await ended(mes.url, before.id)).toEqual(before)
    expect((await create(mes.url)).body.id).toBe(after.id)
  })

  it('that is put back makes the live quotes of before identical again', async () => {
    await using mes = await mesServer()
    const {
      body: { id },
    } = await create(mes.url)
    await put(mes.url, 'pricelist', doubled)
    await put(mes.url, 'pricelist', FIRST_TARIFF.priceList)
    const again = await create(mes.url)
    expect([again.status, again.body.id]).toEqual([200, id])
  })

  it('is in force for every process of the database, and after a restart', async () => {
    await using scratch = await makeScratch()
    const database = join(scratch.path, 'mes.db')
    await using one = await mesServer({ database })
    await using two = await mesServer({ database })
    await put(one.url, 'pricelist', doubled)
    expect((await ended(two.url, (await create(two.url)).body.id)).result?.priceListVersion).toBe('2027-01')
    await one.close()
    await two.close()
    await using three = await mesServer({ database })
    expect((await send(`${three.url}/internal/tariff`, { headers: service })).body).toEqual({
      ...FIRST_TARIFF,
      priceList: doubled,
    })
  })

  it('does not reach quotes that wait or run: each is priced by the list that its fingerprint is of', async () => {
    await using scratch = await makeScratch()
    const database = join(scratch.path, 'mes.db')
    await using slow = await mesServer({ database, quotes: { calculationMs: never, calculators: 1 } })
    const old = await Promise.all([1, 2].map((quantity) => create(slow.url, { ...request, quantity })))
    await put(slow.url, 'pricelist', doubled)
    const fresh = await create(slow.url)
    expect(fresh.status).toBe(202)
    await slow.close()
    await using mes = await mesServer({ database })
    const versions = await Promise.all(
      [...old, fresh].map(async ({ body: { id } }) => (await ended(mes.url, id)).result?.priceListVersion),
    )
    expect(versions).toEqual(['2026-01', '2026-01', '2027-01'])
    const prices = await Promise.all(
      [old[0]?.body.id ?? '', fresh.body.id].map(async (id) => (await ended(mes.url, id)).result?.unitPrice.amountMinor),
    )
    expect((prices[1] ?? 0) / (prices[0] ?? 0)).toBeCloseTo(2, 3)
  })

  it('that changes all the time leaves each quote with the price of the version that it names', async () => {
    await using mes = await mesServer()
    const factors = new Map([
      [FIRST_TARIFF.priceList.version, 1],
      ['l2', 2],
      ['l3', 3],
      ['l4', 4],
    ])
    const factorOf = ({ result }: Quote): number => factors.get(result?.priceListVersion ?? '') ?? 0
    const changing = (async () => {
      for (let turn = 0; turn < 10; turn++) {
        for (const [version, factor] of factors) await put(mes.url, 'pricelist', { version, factor })
      }
    })()
    const asking = Array.from({ length: 4 }, async () => {
      const quotes: Quote[] = []
      for (let turn = 0; turn < 10; turn++) quotes.push(await ended(mes.url, (await create(mes.url)).body.id))
      return quotes
    })
    const quotes = (await Promise.all(asking)).flat()
    await changing
    expect(new Set(quotes.map(factorOf)).size).toBeGreaterThan(1)
    const prices = quotes.map((quote) => (quote.result?.unitPrice.amountMinor ?? 0) / factorOf(quote))
    for (const price of prices) expect(price / (prices[0] ?? 0)).toBeCloseTo(1, 3)
    const byFingerprint = Map.groupBy(quotes, ({ fingerprint }) => fingerprint)
    for (const same of byFingerprint.values()) expect(new Set(same.map(factorOf)).size).toBe(1)
  })

  it.each([
    ['a version that has stood for another factor', { version: '2026-01', factor: 2 }, '/version'],
    ['a factor that is none', { version: 'x', factor: 0 }, '/factor'],
    ['no version', { factor: 1 }, '/version'],
    ['a version that is none', { version: 'a b', factor: 1 }, '/version'],
    ['a misspelt field', { version: 'x', factor: 1, faktor: 2 }, '/faktor'],
  ])('is refused with %s, and nothing changes', async (_why, body, pointer) => {
    await using mes = await mesServer()
    const answer = await put(mes.url, 'pricelist', body)
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer])
    expect((await send(`${mes.url}/internal/tariff`, { headers: service })).body).toEqual(FIRST_TARIFF)
    expect(mes.stats().journal).toEqual([])
  })

  it('is put by services alone', async () => {
    await using mes = await mesServer()
    for (const headers of [operator, owner]) expect((await put(mes.url, 'pricelist', doubled, headers)).status).toBe(403)
  })
})

describe('an algorithm', () => {
  it('with more loss in casting is another price under another fingerprint', async () => {
    await using mes = await mesServer()
    const before = await ended(mes.url, (await create(mes.url)).body.id)
    expect((await put(mes.url, 'pricing-algorithm', { version: '2.0', castingLoss: 1.2 })).status).toBe(204)
    const after = await ended(mes.url, (await create(mes.url)).body.id)
    expect([before.result?.algorithmVersion, after.result?.algorithmVersion]).toEqual(['1.0', '2.0'])
    expect(after.result?.unitPrice.amountMinor).toBeGreaterThan(before.result?.unitPrice.amountMinor ?? 0)
  })
})

describe('a change of the tariff', () => {
  let redis: TestRedis
  beforeAll(async () => void (redis = await startRedis()))
  afterAll(() => redis[Symbol.asyncDispose]())

  it.each([
    ['pricelist', doubled],
    ['pricing-algorithm', { version: '2.0', castingLoss: 1.2 }],
  ] as const)('invalidates %s after its commit, once, and everywhere', async (tag, body) => {
    const options = { redis: redis.url, namespace: uniqueName('tariff'), redisDeadline: '5s' } as const
    await using mes = await mesServer({ cache: options })
    await using cache = createCache({ ...options, principal: 'elsewhere' })
    const seen = (): Promise<string> =>
      cache.getOrLoad({ key: ['seen'], ttl: '10m', tags: [tag] }, async () =>
        JSON.stringify((await send(`${mes.url}/internal/tariff`, { headers: service })).body),
      )
    const before = await seen()
    expect(await seen()).toBe(before)
    expect((await put(mes.url, tag, body)).status).toBe(204)
    const [entry, ...more] = mes.stats().journal
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      kind: 'tariff',
      id: tag,
      version: 2,
      status: body.version,
      append: { position: expect.any(String) },
    })
    await expect.poll(seen).toContain(body.version)
    expect((await put(mes.url, tag, body)).status).toBe(204)
    expect(mes.stats().journal).toHaveLength(1)
  })
})
