import { createHash } from 'node:crypto'
import type { CalculateOptions } from 'mes-crm-sdk'
import { createCache } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../support/faulty-proxy.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { failureOf, startPartner, succeeded, until } from './faulty-mes.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const refusal = (status: number, code: string, detail: string): Fault => ({ kind: 'answer', status, problem: { code, detail } })

const UNKNOWN = refusal(404, 'not-found', 'There is no such model')

describe.concurrent('a calculation whose model the API', () => {
  it('refuses with 422 is a CalculationError with the reason of the API, for 30 s without another request', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.always('quotes.create', refusal(422, 'model-rejected', 'A wall is thinner than 0.6 mm'))
    const body = newBody()
    const { signal } = new AbortController()
    const call = () => failureOf(sdk.mes.quotes.calculate(priced(body), { signal }))
    const expected = {
      kind: 'calculation',
      code: 'model-rejected',
      detail: 'A wall is thinner than 0.6 mm',
      modelId: expect.stringMatching(/^mod_/) as string,
    }
    expect(await call()).toMatchObject(expected)
    const before = proxy.counts()
    expect(before['quotes.create']).toBe(1)
    expect(await call()).toMatchObject(expected)
    expect(proxy.counts()).toEqual(before)
    await partner.settled(signal)
  })

  it('finds invalid for another reason is an ApiError, which is not remembered', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('quotes.create', refusal(422, 'validation-failed', 'No such finish'))
    const body = newBody()
    expect(await failureOf(sdk.mes.quotes.calculate(priced(body)))).toMatchObject({
      kind: 'api',
      status: 422,
      operation: 'quotes.create',
      attempts: 1,
    })
    await succeeded(sdk.mes.quotes.calculate(priced(body)))
  })

  it('no longer has, having been set up anew, is uploaded again, once for all prices that are asked for', async () => {
    await using other = await startTestMes()
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const body = newBody()
    await sdk.mes.quotes.calculate(priced(body))
    proxy.redirect(other.url)
    const quotes = await Promise.all(
      [3, 4, 5, 6].map((quantity) => succeeded(sdk.mes.quotes.calculate(priced(body, { quantity })))),
    )
    expect(quotes.map(({ request, status }) => [request.quantity, status])).toEqual(
      [3, 4, 5, 6].map((quantity) => [quantity, 'SUCCEEDED']),
    )
    expect(other.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'quotes.create': 8 })
    await partner.settled()
  })

  it('never knows ends with its error, in bounded attempts', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.always('quotes.create', UNKNOWN)
    expect(await failureOf(sdk.mes.quotes.calculate(priced(newBody())))).toMatchObject({
      kind: 'api',
      status: 404,
      operation: 'quotes.create',
    })
    expect(proxy.counts()).toMatchObject({ 'models.create': 3, 'uploads.put': 1, 'quotes.create': 3 })
    await partner.settled()
  })

  it('is given by its id, and is no longer ready: it is asked for again', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const {
      request: { modelId },
    } = await sdk.mes.quotes.calculate(priced(newBody()))
    const asked = proxy.counts()['models.get'] ?? 0
    proxy.play('quotes.create', refusal(409, 'model-not-ready', 'It is analysed anew'))
    await succeeded(sdk.mes.quotes.calculate(priced({ modelId }, { quantity: 7 })))
    expect(proxy.counts()['models.get']).toBeGreaterThanOrEqual(asked + 1)
    expect(proxy.counts()['quotes.create']).toBe(3)
  })
})

describe.concurrent('an option of a calculation', () => {
  it.each([
    ['onProgress', 'bar', 'onProgress'],
    ['timeout', 0, 'timeout'],
    ['signal', {}, 'signal'],
    ['cache', 'skip', 'cache'],
  ])('that is wrong is refused by its name, and nothing is sent: %s', async (name, value, path) => {
    await using partner = await startPartner(mes)
    const wrong = { [name]: value } as CalculateOptions
    expect(await failureOf(partner.sdk.mes.quotes.calculate(priced(newBody()), wrong))).toMatchObject({
      kind: 'request-validation',
      operation: 'quotes.calculate',
      issues: [{ path }],
    })
    expect(partner.proxy.counts()).toEqual({})
  })
})

describe.concurrent('a quote', () => {
  it('that the API forgets while it is calculated is created anew, under another idempotency key', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('quotes.get', refusal(404, 'not-found', 'There is no such quote'))
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    expect(proxy.counts()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'quotes.create': 2 })
    const keys = proxy.seen('quotes.create').map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
  })

  it('that has been asked for under a key which the API takes for another request is asked for under a new one', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('quotes.create', refusal(409, 'idempotency-key-reused', 'Another request had this key'))
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    expect(new Set(proxy.seen('quotes.create').map(({ headers }) => headers['idempotency-key'])).size).toBe(2)
  })
})

describe.concurrent('one price, asked for by the bytes of its model and by the digest', () => {
  it('uploads the bytes, whoever was first', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const body = newBody()
    const hold = Promise.withResolvers<void>()
    proxy.play('models.list', { kind: 'hold', until: hold.promise })
    const byDigest = sdk.mes.quotes.calculate(priced({ sha256: sha256Of(body) }))
    await until(() => expect(proxy.counts()).toEqual({ 'models.list': 1 }))
    const phases: string[] = []
    const byBytes = sdk.mes.quotes.calculate(priced(body), { onProgress: ({ phase }) => void phases.push(phase) })
    await until(() => expect(phases).toContain('waiting'))
    hold.resolve()
    await succeeded(byBytes)
    expect((await byDigest).id).toBe((await byBytes).id)
  })
})

describe('a price list that is held, being about to change', () => {
  let redis: TestRedis
  beforeAll(async () => void (redis = await startRedis()))
  afterAll(() => redis.stop())

  it('keeps nobody from a price, which is not kept', async () => {
    const shared = { redis: redis.url, namespace: uniqueName('held'), redisDeadline: '5s' } as const
    await using partner = await startPartner(mes, { cache: { ...shared, principal: 'partner:07' } })
    const { sdk, proxy } = partner
    await using cache = createCache(shared)
    await Promise.all([sdk.ready(), cache.ready()])
    const committed = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const change = cache.mutate(
      ['pricelist'],
      async () => {
        held.resolve()
        await committed.promise
      },
      { hold: '60s' },
    )
    await held.promise
    const body = newBody()
    await succeeded(sdk.mes.quotes.calculate(priced(body), { timeout: '60s' }))
    const before = proxy.counts()['quotes.create'] ?? 0
    await sdk.mes.quotes.calculate(priced(body), { timeout: '60s' })
    expect(proxy.counts()['quotes.create']).toBe(before + 1)
    committed.resolve()
    await change
  })
})
