import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type CalculateRequest,
  type CalculationProgress,
  isCalculationError,
  isRequestValidationError,
  type Middleware,
  type Sdk,
} from 'mes-crm-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { makeScratch } from '../../support/scratch.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { secret } from '../reference-servers/credentials.ts'
import { failureOf } from './faulty-mes.ts'
import { newBody, priced, putPriceList, startTestMes, type TestMes } from './mes.ts'

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Requests that are made meanwhile. */
const requestsDuring = async (mes: TestMes, work: () => PromiseLike<unknown>): Promise<Readonly<Record<string, number>>> => {
  const before = mes.requests()
  await work()
  return Object.fromEntries(
    Object.entries(mes.requests())
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  )
}

describe.concurrent('a calculation', () => {
  it('uploads the model, has it measured and priced, and needs nothing the second time', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const body = newBody()
    const seen: CalculationProgress[] = []
    const quote = await sdk.mes.quotes.calculate(priced(body), { onProgress: (progress) => void seen.push(progress) })
    expect(quote).toMatchObject({
      status: 'SUCCEEDED',
      request: { materialCode: 'AU585', finishCode: 'POLISHED', quantity: 2, currency: 'EUR' },
    })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['hashing', 'waiting', 'uploading', 'analyzing', 'calculating'])
    expect(seen.findLast(({ phase }) => phase === 'uploading')).toMatchObject({ bytes: body.length, totalBytes: body.length })
    const again = () => sdk.mes.quotes.calculate(priced(body)).withMeta()
    expect(await again()).toMatchObject({ value: { id: quote.id }, cache: { source: 'memory', state: 'fresh' } })
    expect(await requestsDuring(mes, again)).toEqual({})
  })

  it('sends the model by the fetch of its API', async () => {
    await using mes = await startTestMes()
    const sent: string[] = []
    const ownFetch: typeof fetch = (input, init) => {
      sent.push(`${init?.method} ${new URL(input instanceof Request ? input.url : input).pathname.replace(/\/[a-z]+_.*/, '')}`)
      return fetch(input, init)
    }
    await using sdk = mes.sdk({
      mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) }, fetch: ownFetch },
    })
    await sdk.mes.quotes.calculate(priced(newBody()))
    expect(sent).toContain('PUT /uploads')
    expect(sent).toContain('POST /v1/quotes')
  })

  it('of a stream tells that it is under way before anything has come', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const told = Promise.withResolvers<CalculationProgress>()
    const late = (async function* () {
      await told.promise
      yield newBody()
    })()
    await sdk.mes.quotes.calculate(priced(late), { onProgress: (progress) => told.resolve(progress) })
    expect(await told.promise).toMatchObject({ phase: 'hashing', bytes: 0, totalBytes: 0 })
  })

  it('of one model by many callers at once is one upload and one quote, the same object for all', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const body = newBody()
    const quotes = await Promise.all(Array.from({ length: 20 }, () => sdk.mes.quotes.calculate(priced(body))))
    expect(new Set(quotes).size).toBe(1)
    expect(mes.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'quotes.create': 1 })
  })

  it('of one model in several quantities at once uploads it once', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const body = newBody()
    const quotes = await Promise.all([1, 2, 3, 4].map((quantity) => sdk.mes.quotes.calculate(priced(body, { quantity }))))
    expect(quotes.map(({ request }) => request.quantity)).toEqual([1, 2, 3, 4])
    expect(mes.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'quotes.create': 4 })
  })

  it('knows a model by its content, however it is given', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    await using scratch = await makeScratch()
    const body = Buffer.from(newBody())
    const path = join(scratch.path, 'another-name.stl')
    await writeFile(path, body)
    const { id, request } = await sdk.mes.quotes.calculate(priced(body))
    const givenAs: readonly CalculateRequest['model'][] = [
      path,
      pathToFileURL(path),
      new Uint8Array(body),
      body.buffer.slice(body.byteOffset, body.byteOffset + body.length),
      new Blob([body]),
      new File([body], 'x.stl'),
      createReadStream(path),
      new Blob([body]).stream(),
      { modelId: request.modelId },
      { sha256: sha256Of(body) },
    ]
    const requests = await requestsDuring(mes, async () => {
      for (const model of givenAs) expect((await sdk.mes.quotes.calculate(priced(model))).id).toBe(id)
    })
    // Whose model an id is has to be asked.
    expect(requests).toEqual({ 'models.get': 1 })
  })

  it('of a model that the MES has uploads nothing, by its bytes, its id or its digest', async () => {
    await using mes = await startTestMes()
    const body = newBody()
    const first = await withSdk(mes.sdk(), (sdk) => sdk.mes.quotes.calculate(priced(body)))
    const { modelId } = first.request
    for (const [quantity, model] of [
      [5, body],
      [6, { modelId }],
      [7, { sha256: sha256Of(body) }],
    ] as const) {
      const requests = await requestsDuring(mes, () =>
        withSdk(mes.sdk(), async (sdk) => {
          expect(await sdk.mes.quotes.calculate(priced(model, { quantity }))).toMatchObject({ request: { modelId, quantity } })
        }),
      )
      expect(requests).not.toHaveProperty('uploads.put')
      expect(requests['quotes.create']).toBe(1)
    }
  })

  it('of a digest that the MES does not have says so', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    expect(await failureOf(sdk.mes.quotes.calculate(priced({ sha256: sha256Of(newBody()) })))).toMatchObject({
      kind: 'model',
      code: 'unknown',
    })
  })

  it('shares nothing with another principal of the same process', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk({ cache: { principal: 'partner:07' } })
    const other = sdk.as({ principal: 'partner:08', auth: { mes: { apiKey: partnerApiKey('partner_08', secret) } } })
    const body = newBody()
    const [one, two] = await Promise.all([sdk, other].map((view) => view.mes.quotes.calculate(priced(body))))
    expect(one?.id).not.toBe(two?.id)
    expect(mes.requests()).toMatchObject({ 'uploads.put': 2, 'quotes.create': 2 })
  })
})

describe.concurrent('a price', () => {
  it('is not kept past its validity', async ({ expect }) => {
    await using mes = await startTestMes({ quotes: { validityMs: 2_500 } })
    await using sdk = mes.sdk()
    const body = newBody()
    const first = await sdk.mes.quotes.calculate(priced(body))
    const outlived: string[] = []
    await expect
      .poll(
        async () => {
          const askedAt = Date.now()
          const { id, result } = await sdk.mes.quotes.calculate(priced(body))
          if (Date.parse(result?.validUntil ?? '') <= askedAt) outlived.push(id)
          return id
        },
        { interval: 5 },
      )
      .not.toBe(first.id)
    expect(outlived).toEqual([])
  })

  it('of a price list that is replaced while it is calculated is calculated again', async ({ expect }) => {
    await using mes = await startTestMes({ quotes: { calculationMs: 1_500 } })
    await using sdk = mes.sdk()
    // Beside load a calculation may be over before its list is replaced; then another one is tried.
    for (let list = 1, isInTime = false; !isInTime; list++) {
      const body = newBody()
      const before = mes.stats().work
      const pending = sdk.mes.quotes.calculate(priced(body))
      await expect.poll(() => mes.stats().work['calculations.begun']).toBe((before['calculations.begun'] ?? 0) + 1)
      await putPriceList(mes, `summer-${list}`)
      await sdk.invalidate(['pricelist'])
      isInTime = mes.stats().work['calculations.succeeded'] === before['calculations.succeeded']
      const { result } = await pending
      if (!isInTime) continue
      expect(result.priceListVersion).toBe(`summer-${list}`)
      expect(await requestsDuring(mes, () => sdk.mes.quotes.calculate(priced(body)))).toEqual({})
    }
  })

  it('that the MES calls calculated, and leaves out, is no answer and is not kept', async () => {
    await using mes = await startTestMes()
    let isLeftOut = true
    const withoutResult: Middleware = async ({ operation }, next) => {
      const response = await next()
      if (!isLeftOut || operation !== 'quotes.get') return response
      return Response.json({ ...((await response.json()) as object), result: null }, { headers: response.headers })
    }
    await using sdk = mes.sdk({ middleware: [withoutResult] })
    const body = newBody()
    expect(await failureOf(sdk.mes.quotes.calculate(priced(body)))).toMatchObject({
      kind: 'response-validation',
      operation: 'quotes.calculate',
      issues: [{ path: 'body.result' }],
    })
    isLeftOut = false
    expect((await sdk.mes.quotes.calculate(priced(body))).result.totalPrice.amountMinor).toBeGreaterThan(0)
  })

  it('that failed is remembered with its reason, and asked for nowhere', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const open = Buffer.from(newBody().subarray(0, -50))
    open.writeUInt32LE(11, 80)
    const failed = await failureOf(sdk.mes.quotes.calculate(priced(open)))
    if (!isCalculationError(failed)) throw failed
    expect(failed).toMatchObject({ code: 'model-rejected', detail: 'The surface is not closed' })
    const requests = await requestsDuring(mes, async () => {
      expect(await failureOf(sdk.mes.quotes.calculate(priced(open)))).toMatchObject({
        kind: 'calculation',
        detail: failed.detail,
      })
    })
    expect(requests).toEqual({})
  })

  it('of what cannot be cast fails with the reason of its quote', async () => {
    await using mes = await startTestMes()
    await using sdk = mes.sdk()
    const speck = binaryStl(box([0.01, 0.01, 0.01], [0, 0, 0]))
    const failed = await failureOf(sdk.mes.quotes.calculate(priced(speck)))
    expect(failed).toMatchObject({ kind: 'calculation', quoteId: expect.stringMatching(/^quo_/) })
  })
})

describe('a wrong request', () => {
  let mes: TestMes
  let sdk: Sdk
  beforeAll(async () => {
    mes = await startTestMes()
    sdk = mes.sdk()
  })
  afterAll(async () => {
    await sdk.close()
    await mes.close()
  })

  it.each([
    ['a part of another name', { finish: 'RAW' }, 'finish'],
    ['no piece', { quantity: 0 }, 'quantity'],
    ['half a piece', { quantity: 1.5 }, 'quantity'],
    ['no number', { quantity: Number.NaN }, 'quantity'],
    ['no material', { materialCode: undefined }, 'materialCode'],
    ['no currency', { currency: 'euro' }, 'currency'],
    ['a digest that is none', { model: { sha256: 'abc' } }, 'model.sha256'],
    ['no model', { model: 42 }, 'model'],
    ['a format that is none', { format: 'PDF' }, 'format'],
    ['a name that is none', { fileName: '' }, 'fileName'],
    ['an empty finish', { finishCode: '' }, 'finishCode'],
  ])('with %s is refused by its name, and nothing is sent', async (_name, change, path) => {
    const request = { ...priced(newBody()), ...change } as CalculateRequest<'EUR'>
    const error = await failureOf(sdk.mes.quotes.calculate(request))
    if (!isRequestValidationError(error)) throw error
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
    expect(error.operation).toBe('quotes.calculate')
    expect(mes.requests()).toEqual({})
  })

  it.each([
    [
      'a promise of bytes',
      { model: Promise.resolve(newBody()) },
      /^mes\.quotes\.calculate: model: expected a path, .*, got an object \(Promise\)$/,
    ],
    ['a format in lower case', { format: 'stl' }, /^mes\.quotes\.calculate: format: expected 'STL', .*, got "stl"$/],
    ['a currency in lower case', { currency: 'eur' }, /^mes\.quotes\.calculate: currency: .*, got "eur"$/],
    ['a number as a text', { quantity: '2' }, /^mes\.quotes\.calculate: quantity: .*expected number, got "2"$/],
  ])('with %s is told what is allowed and what was given', async (_name, change, message) => {
    expect(
      await failureOf(sdk.mes.quotes.calculate({ ...priced(newBody()), ...change } as unknown as CalculateRequest<'EUR'>)),
    ).toMatchObject({ message: expect.stringMatching(message) as string })
  })

  it('of which everything is wrong is told all of it at once', async () => {
    const request = {
      ...priced(newBody()),
      model: 5,
      format: 'stl',
      quantity: 0,
      currency: 'eur',
    } as unknown as CalculateRequest<'EUR'>
    const error = await failureOf(sdk.mes.quotes.calculate(request))
    if (!isRequestValidationError(error)) throw error
    expect(error.issues.map(({ path }) => path)).toEqual(['model', 'format', 'quantity', 'currency'])
  })

  it.each([['calculate'], ['calculateMany']] as const)('to %s with a listener that is no function is refused', async (method) => {
    const options = { onProgress: 'log' } as unknown as object
    const call = async (): Promise<unknown> =>
      method === 'calculate' ? sdk.mes.quotes.calculate(priced(newBody()), options) : sdk.mes.quotes.calculateMany([], options)
    expect(await failureOf(call())).toMatchObject({
      kind: 'request-validation',
      issues: [{ path: 'onProgress', message: 'expected a function, got "log"' }],
    })
  })
})

const withSdk = async <T>(sdk: Sdk, work: (sdk: Sdk) => PromiseLike<T>): Promise<T> => {
  try {
    return await work(sdk)
  } finally {
    await sdk.close()
  }
}
