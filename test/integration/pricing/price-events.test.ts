import { expect, onTestFinished, test } from 'vitest'
import { type CalculationEvent, channels, type UploadEvent } from '../../../src/foundation/channels.ts'
import { uniqueName } from '../../support/names.ts'
import { failureOf } from './faulty-mes.ts'
import { newBody, priced, startTestMes } from './mes.ts'

test('a calculation and an upload are announced once for all callers, with their outcome, and a price from the cache is not', async () => {
  await using mes = await startTestMes()
  const namespace = uniqueName('price-events')
  await using sdk = mes.sdk({ cache: { namespace } })
  const calculations: CalculationEvent[] = []
  const uploads: UploadEvent[] = []
  onTestFinished(channels.calculation.subscribe((event) => void (event.namespace === namespace && calculations.push(event))))
  onTestFinished(channels.upload.subscribe((event) => void (event.namespace === namespace && uploads.push(event))))
  const body = newBody()
  await Promise.all(Array.from({ length: 5 }, () => sdk.mes.quotes.calculate(priced(body))))
  await sdk.mes.quotes.calculate(priced(body))
  expect(calculations).toEqual([{ namespace, outcome: 'priced', durationMs: expect.any(Number) }])
  expect(uploads).toEqual([{ namespace, outcome: 'uploaded', bytes: body.length, durationMs: expect.any(Number) }])

  const open = Buffer.from(newBody().subarray(0, -50))
  open.writeUInt32LE(11, 80)
  await failureOf(sdk.mes.quotes.calculate(priced(open)))
  await mes.close()
  await failureOf(sdk.mes.quotes.calculate(priced(newBody()), { timeout: '200ms' }))
  await expect.poll(() => calculations.map(({ outcome }) => outcome)).toEqual(['priced', 'rejected', 'aborted'])
})
