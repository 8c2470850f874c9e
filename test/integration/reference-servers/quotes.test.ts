import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findMaterial } from '../../../reference/shared/catalogue/materials.ts'
import { modelsOf } from '../../../reference/shared/catalogue/models.ts'
import { priceOf } from '../../../reference/shared/catalogue/price.ts'
import type { Quote } from '../../../reference/mes/quote.ts'
import { send, type Answer } from './client.ts'
import { operator, partner } from './credentials.ts'
import { mesServer } from './servers.ts'

const [model] = modelsOf(3)
const request = { modelId: model.id, materialCode: 'AU585', quantity: 2, currency: 'EUR' }
const owner = partner('partner_03')
let keys = 0

const create = (url: string, body: object, key = `quotes-${(keys += 1)}`, headers = owner): Promise<Answer<Quote>> =>
  send(`${url}/v1/quotes`, { method: 'POST', headers: { ...headers, 'idempotency-key': key }, body })
const quoteAt = (url: string, id: string, headers = owner): Promise<Answer<Quote>> => send(`${url}/v1/quotes/${id}`, { headers })

const never = 3_600_000

describe('a quote', () => {
  it('is pending with a time to ask again, then has the price of its model, material, finish and quantity', async () => {
    await using mes = await mesServer()
    const created = await create(mes.url, { ...request, finishCode: 'MATTE' })
    expect(created.status).toBe(202)
    expect(created.body).toMatchObject({ status: 'PENDING', result: null, version: 1 })
    expect(Number(created.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(created.headers.get('location')).toBe(`/v1/quotes/${created.body.id}`)
    await expect.poll(async () => (await quoteAt(mes.url, created.body.id)).body.status).toBe('SUCCEEDED')
    const { body, headers } = await quoteAt(mes.url, created.body.id)
    const material = findMaterial('AU585')
    if (material === undefined) throw new Error('AU585 is gone')
    const price = priceOf({ material, geometry: model.geometry, finishCode: 'MATTE', quantity: 2, currency: 'EUR' })
    expect(body.result).toMatchObject(price)
    expect(body.result?.totalPrice.amountMinor).toBe((body.result?.unitPrice.amountMinor ?? 0) * 2)
    expect(headers.get('retry-after')).toBeNull()
    expect(headers.get('etag')).toBe('"3"')
  })

  it('asked for again with the same key is answered as before, though it has changed since', async () => {
    await using mes = await mesServer()
    const first = await create(mes.url, request, 'the-same-key')
    await expect.poll(async () => (await quoteAt(mes.url, first.body.id)).body.status).toBe('SUCCEEDED')
    const again = await create(mes.url, request, 'the-same-key')
    expect({ status: again.status, body: again.body }).toEqual({ status: first.status, body: first.body })
    expect(mes.stats().journal.filter(({ status }) => status === 'PENDING').length).toBe(1)
  })

  it('by twenty callers with one key is one quote', async () => {
    await using mes = await mesServer()
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(mes.url, request, 'shared-key')))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('with another key is found by its fingerprint while it lives, whatever the reference', async () => {
    await using mes = await mesServer({ quotes: { calculationMs: never } })
    const first = await create(mes.url, { ...request, externalRef: 'PO-1' })
    const second = await create(mes.url, { ...request, externalRef: 'PO-2' })
    expect([first.status, second.status]).toEqual([202, 200])
    expect(second.body.id).toBe(first.body.id)
  })

  it('is another one when anything that changes the price differs', async () => {
    await using mes = await mesServer({ quotes: { calculationMs: never } })
    const otherModel = { modelId: modelsOf(3)[1]?.id }
    const changes = [{}, { materialCode: 'AU750' }, { quantity: 3 }, { currency: 'USD' }, { finishCode: 'RAW' }, otherModel]
    const answers = await Promise.all(changes.map((change) => create(mes.url, { ...request, ...change })))
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 202))
    expect(new Set(answers.map(({ body }) => body.fingerprint)).size).toBe(changes.length)
  })

  it('is expired, and no longer live, when its price no longer holds', async () => {
    await using mes = await mesServer({ quotes: { calculationMs: 0, validityMs: 0 } })
    const first = await create(mes.url, request)
    await expect.poll(async () => (await quoteAt(mes.url, first.body.id)).body).toMatchObject({ status: 'EXPIRED', version: 4 })
    const second = await create(mes.url, request)
    expect([second.status, second.body.id === first.body.id]).toEqual([202, false])
  })

  it('belongs to its partner: another one neither sees nor shares it, staff see it', async () => {
    await using mes = await mesServer()
    const {
      body: { id },
    } = await create(mes.url, request)
    const answers = [await quoteAt(mes.url, id, partner('partner_04')), await quoteAt(mes.url, id, operator)]
    expect(answers.map(({ status }) => status)).toEqual([404, 200])
    const byStaff = await create(mes.url, request, 'by-an-operator', operator)
    expect([byStaff.status, byStaff.body.id === id]).toEqual([202, false])
  })

  it('that was running when the server ended is finished by the next one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quotes-'))
    const database = join(folder, 'mes.db')
    const first = await mesServer({ database, quotes: { calculationMs: never } })
    const {
      body: { id },
    } = await create(first.url, request)
    await expect.poll(async () => (await quoteAt(first.url, id)).body.status).toBe('RUNNING')
    await first.close()
    const second = await mesServer({ database })
    await expect.poll(async () => (await quoteAt(second.url, id)).body.status).toBe('SUCCEEDED')
    await second.close()
    await rm(folder, { recursive: true })
  })

  it('waits while every calculator is at work', async () => {
    await using mes = await mesServer({ quotes: { calculationMs: never, calculators: 1 } })
    const first = await create(mes.url, request)
    await expect.poll(async () => (await quoteAt(mes.url, first.body.id)).body.status).toBe('RUNNING')
    const second = await create(mes.url, { ...request, quantity: 5 })
    expect((await quoteAt(mes.url, second.body.id)).body.status).toBe('PENDING')
  })
})
