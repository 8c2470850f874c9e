import { expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
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
  const cache = { redis: redis.url, namespace: uniqueName('leaks'), redisDeadline: '5s' } as const
  await using mes = await startTestMes({ cache, quotes: { calculationMs: 5, calculators: 20 } })
  const options = {
    mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) } },
    // Prices that are kept are no leak.
    cache: { ...cache, principal: 'partner:07', memory: { maxBytes: 100_000 } },
    pricing: { spoolFolder: scratch.path },
  }
  await using child = await startChild(new URL('leaking-child.ts', import.meta.url), {
    args: [JSON.stringify(options)],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    build: 'none',
  })
  await child.call('ready')
  const request = { materialCode: 'AU585', finishCode: 'POLISHED', currency: 'EUR' }
  const model = Buffer.from(newBody()).toString('base64')
  const price = (first: number): Promise<void> =>
    child.call('price', { request, model, quantities: Array.from({ length: ROUND }, (_, index) => first + index) })
  /** Kinds of objects of which each calculation has left one, or every other. */
  const leftBy = async (first: number): Promise<readonly string[]> => {
    const before = await child.call<Holding>('holding')
    await price(first)
    let held: Holding['objects'] = {}
    // A confirmation or a command that is under way has a timer of its own: the one who looks may meet it, before or behind.
    await expect
      .poll(
        async () => {
          const { objects, resources, ...others } = await child.call<Holding>('holding')
          held = objects
          return {
            ...others,
            more: Object.keys(resources).filter((kind) => (resources[kind] ?? 0) > (before.resources[kind] ?? 0)),
          }
        },
        { timeout: 120_000 },
      )
      .toEqual({ more: [], signalListeners: 0, spooled: 0 })
    return Object.keys(held).filter((kind) => (held[kind] ?? 0) - (before.objects[kind] ?? 0) > ROUND / 2)
  }
  await price(1)
  // A leak shows in every round; what nobody holds and was not collected in time does not.
  let left = await leftBy(ROUND + 1)
  for (let round = 2; round <= 4 && left.length > 0; round++) left = await leftBy(round * ROUND + 1)
  expect(left).toEqual([])
  expect(child.output).toBe('')
})
