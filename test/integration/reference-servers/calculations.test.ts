import { describe, expect, it } from 'vitest'
import type { Quote } from '../../../reference/mes/quote.ts'
import { modelsOf } from '../../../reference/shared/catalogue/models.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { send, type Answer } from './client.ts'
import { partner } from './credentials.ts'
import { mesServer } from './servers.ts'
import { analysed } from './uploading.ts'

const [model] = modelsOf(8)
const owner = partner('partner_08')
const never = 3_600_000
let keys = 0

const create = (url: string, change: object = {}): Promise<Answer<Quote>> =>
  send(`${url}/v1/quotes`, {
    method: 'POST',
    headers: { ...owner, 'idempotency-key': `calculations-${(keys += 1)}` },
    body: { modelId: model.id, materialCode: 'AU585', quantity: 1, currency: 'EUR', ...change },
  })
const quoteAt = (url: string, id: string): Promise<Answer<Quote>> => send(`${url}/v1/quotes/${id}`, { headers: owner })
const ended = async (url: string, id: string): Promise<Quote> => {
  await expect.poll(async () => (await quoteAt(url, id)).body.status).toMatch(/SUCCEEDED|FAILED/)
  return (await quoteAt(url, id)).body
}

describe('a calculation of a piece that cannot be cast', () => {
  it.each([
    ['too-small-to-cast', [0.5, 0.5, 0.5], 'A piece has 0.125 mm³; at least 1 mm³ can be cast.'],
    ['too-large-to-cast', [210, 1, 1], 'A piece is 210 mm long; at most 200 mm can be cast.'],
    ['too-heavy-to-cast', [100, 100, 100], 'A piece has 13100 g of metal; at most 2000 g can be cast.'],
  ] as const)('FAILS as %s at once, however long the others take', async (code, edges, detail) => {
    await using mes = await mesServer({ quotes: { calculationMs: never } })
    const { id: modelId } = await analysed(mes.url, owner, binaryStl(box(edges, [0, 0, 0])))
    const {
      body: { id },
    } = await create(mes.url, { modelId })
    const quote = await ended(mes.url, id)
    expect(quote).toMatchObject({ status: 'FAILED', version: 3, result: null, failure: { code, detail } })
    expect(quote.completedAt).toBeDefined()
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 1, 'calculations.failed': 1, 'calculations.succeeded': 0 })
  })

  it('is made anew when it is asked for again, and may succeed in a lighter material', async () => {
    await using mes = await mesServer()
    const { id: modelId } = await analysed(mes.url, owner, binaryStl(box([54, 54, 54], [0, 0, 0])))
    const first = await create(mes.url, { modelId })
    expect((await ended(mes.url, first.body.id)).status).toBe('FAILED')
    const second = await create(mes.url, { modelId })
    expect([second.status, second.body.id === first.body.id]).toEqual([202, false])
    const silver = await create(mes.url, { modelId, materialCode: 'AG925' })
    expect((await ended(mes.url, silver.body.id)).status).toBe('SUCCEEDED')
  })
})

describe('the calculators', () => {
  it('are two unless said otherwise, and count what they have begun and ended', async () => {
    await using mes = await mesServer({ quotes: { calculationMs: never } })
    const quotes = await Promise.all([1, 2, 3].map((quantity) => create(mes.url, { quantity })))
    const statuses = async (): Promise<readonly string[]> =>
      (await Promise.all(quotes.map(({ body: { id } }) => quoteAt(mes.url, id)))).map(({ body }) => body.status).toSorted()
    await expect.poll(statuses).toEqual(['PENDING', 'RUNNING', 'RUNNING'])
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 2, 'calculations.succeeded': 0 })
  })

  it('calculate an identical quote once, however many ask for it', async () => {
    await using mes = await mesServer()
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(mes.url)))
    await ended(mes.url, answers[0]?.body.id ?? '')
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 1, 'calculations.succeeded': 1, 'calculations.failed': 0 })
  })

  it('say when to ask again: half a minute at most, a second at least, and later for whoever waits', async () => {
    await using slow = await mesServer({ quotes: { calculationMs: never, calculators: 1 } })
    const long = await create(slow.url)
    expect(long.headers.get('retry-after')).toBe('30')
    expect((await quoteAt(slow.url, long.body.id)).headers.get('retry-after')).toBe('30')
    await using busy = await mesServer({ quotes: { medianMs: 8_000, spread: 0, calculators: 1 } })
    const [first, second] = [await create(busy.url), await create(busy.url, { quantity: 2 })]
    const seconds = [first, second].map(({ headers }) => Number(headers.get('retry-after')))
    expect(seconds[0]).toBeGreaterThanOrEqual(1)
    expect(seconds[1]).toBeGreaterThan(seconds[0] ?? 0)
  })

  it('take as long as in the company, by a median', async () => {
    await using mes = await mesServer({ quotes: { medianMs: 40, calculators: 4 } })
    const quotes = await Promise.all(Array.from({ length: 20 }, (_, index) => create(mes.url, { quantity: index + 1 })))
    await Promise.all(quotes.map(({ body: { id } }) => ended(mes.url, id)))
    expect(mes.stats().work['calculations.succeeded']).toBe(20)
    await expect(mesServer({ quotes: { medianMs: 1, calculationMs: 1 } })).rejects.toThrow(
      'expected calculationMs or medianMs, got both',
    )
  })
})
