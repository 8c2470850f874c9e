import { isCalculationError, isModelError, isRequestValidationError, type CalculationProgress } from 'mes-crm-sdk'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binaryStl, box } from '../../support/solids.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

describe('a calculation', () => {
  let mes: TestMes
  beforeAll(async () => void (mes = await startTestMes()))
  afterAll(() => mes.close())

  it('uploads the model, has it measured and priced, and needs nothing the second time', async () => {
    await using sdk = mes.sdk()
    const body = newBody()
    const seen: CalculationProgress[] = []
    const quote = await sdk.mes.quotes.calculate(priced(body), { onProgress: (progress) => void seen.push(progress) })
    expect(quote).toMatchObject({ status: 'SUCCEEDED', request: { materialCode: 'AU585', finishCode: 'POLISHED', quantity: 2, currency: 'EUR' } })
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['hashing', 'waiting', 'uploading', 'analyzing', 'calculating'])
    expect(seen.filter(({ phase }) => phase === 'uploading').at(-1)).toMatchObject({ bytes: body.length, totalBytes: body.length })
    const before = mes.requests()
    const again = await sdk.mes.quotes.calculate(priced(body)).withMeta()
    expect(again).toMatchObject({ value: { id: quote.id }, cache: { source: 'memory', state: 'fresh' } })
    expect(mes.requests()).toEqual(before)
  })
})
