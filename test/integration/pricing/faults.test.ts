import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../support/faulty-proxy.ts'
import { failureOf, type Partner, startPartner } from './faulty-mes.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => {
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const STEPS = ['models.create', 'uploads.put', 'models.complete', 'models.get', 'quotes.create', 'quotes.get'] as const

const TOO_MANY: Fault = { kind: 'answer', status: 429, headers: { 'retry-after': '1' }, problem: { code: 'rate-limited' } }
const BROKEN: Fault = { kind: 'answer', status: 500, problem: { code: 'internal-error' } }

interface Priced {
  readonly id: string
  readonly request: { readonly modelId: string }
}

/** Whatever the client had to do for it, the MES has one whole model and one quote. */
const expectOnce = async ({ sdk }: Partner, body: Uint8Array, quote: Priced): Promise<void> => {
  const models = await sdk.mes.models.list({ sha256: createHash('sha256').update(body).digest('hex') })
  expect(models.items.map(({ id, status }) => ({ id, status }))).toEqual([{ id: quote.request.modelId, status: 'READY' }])
  const quotes = await sdk.mes.quotes.list({ modelId: quote.request.modelId })
  expect(quotes.items.map(({ id }) => id)).toEqual([quote.id])
}

describe.concurrent.each(STEPS)('%s', (step) => {
  it.each<readonly [string, Fault]>([
    ['429 with Retry-After, once', TOO_MANY],
    ['500, once', BROKEN],
    ['a connection that is cut before the MES hears of it', { kind: 'cut', when: 'before' }],
    ['a connection that is cut after the MES did its work', { kind: 'cut', when: 'after' }],
    ['an answer that breaks off', { kind: 'cut', when: 'in-answer' }],
  ])('%s: is made again, and comes to one model and one quote', async (_fault, fault) => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play(step, fault)
    const body = newBody()
    const { signal } = new AbortController()
    const call = sdk.mes.quotes.calculate(priced(new Blob([Buffer.from(body)]).stream()), { signal })
    await expect(call).resolves.toMatchObject({ status: 'SUCCEEDED' })
    const quote = await call
    expect(proxy.seen(step)[0]).toMatchObject({ status: fault.kind === 'answer' ? fault.status : undefined })
    await partner.settled(signal)
    const before = proxy.counts()
    expect((await sdk.mes.quotes.calculate(priced(body))).id).toBe(quote.id)
    expect(proxy.counts()).toEqual(before)
    await expectOnce(partner, body, quote)
  })
})

describe.concurrent.each(STEPS.filter((step) => !step.endsWith('.get')))('%s', (step) => {
  it('500 for ever: ends with the error after 3 attempts, and the next call succeeds', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.always(step, BROKEN)
    const body = newBody()
    const { signal } = new AbortController()
    const error = await failureOf(sdk.mes.quotes.calculate(priced(new Blob([body]).stream()), { signal }))
    expect(error).toMatchObject({ kind: 'api', status: 500, operation: step === 'uploads.put' ? 'models.upload' : step })
    expect(proxy.seen(step)).toHaveLength(3)
    await partner.settled(signal)
    proxy.always(step, 'through')
    const quote = await sdk.mes.quotes.calculate(priced(body))
    expect(quote.status).toBe('SUCCEEDED')
  })
})
