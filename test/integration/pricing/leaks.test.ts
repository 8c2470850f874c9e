import { expect, it } from 'vitest'
import { partnerApiKey } from '../../../examples/shared/api/token.ts'
import { uniqueName } from '../../support/names.ts'
import { startChild } from '../../support/process.ts'
import { startRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { secret } from '../reference-servers/credentials.ts'
import type { Holding } from './leaking-child.ts'
import { newBody, startTestMes } from './mes.ts'

const ROUND = 100
it(`${ROUND} calculations, two of three with a caller who leaves, leave nothing behind`, async () => {
  await using scratch = await makeScratch()
  await using redis = await startRedis()
  const cache = { redis: redis.url, namespace: uniqueName('leaks') }
  await using mes = await startTestMes({ cache, quotes: { calculationMs: 5, calculators: 20 } })
  const options = {
    mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) } },
    // Prices that are kept are no leak.
    cache: { ...cache, principal: 'partner:07', memory: { maxBytes: 100_000 } },
    pricing: { spoolFolder: scratch.path },
  }
  await using child = await startChild(new URL('leaking-child.ts', import.meta.url), { args: [JSON.stringify(options)], execArgv: ['--disable-warning=ExperimentalWarning'], build: 'none' })
  await child.call('ready')
  const request = { materialCode: 'AU585', finishCode: 'POLISHED', currency: 'EUR' }
  const model = Buffer.from(newBody()).toString('base64')
  const price = (first: number): Promise<void> =>
    child.call('price', { request, model, quantities: Array.from({ length: ROUND }, (_, index) => first + index) })
  await price(1)
  const before = await child.call<Holding>('holding')
  await price(ROUND + 1)
  // Whatever stays of each calculation, a listener, a signal, a promise, there would be as many of. What nobody holds is collected bit by bit.
  await expect.poll(async () => {
    const { objects, ...others } = await child.call<Holding>('holding')
    return { ...others, grown: Object.keys(objects).filter((kind) => (objects[kind] ?? 0) - (before.objects[kind] ?? 0) > ROUND / 2) }
  }, { timeout: 10_000 }).toEqual({ resources: before.resources, signalListeners: 0, spooled: 0, grown: [] })
  expect(child.output).toBe('')
}, 60_000)
