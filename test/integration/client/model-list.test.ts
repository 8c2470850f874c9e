import { createHash } from 'node:crypto'
import { createSdk, isRequestValidationError, type Sdk } from 'mes-crm-sdk'
import type { CacheOptions } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMes } from '../../../reference/mes/start.ts'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

const PARTNER = 'partner_07'
const seed = { orders: 8 }

let redis: TestRedis
let mes: RunningServer
const shared = { namespace: uniqueName('models'), redisDeadline: '2s' } as const

beforeAll(async () => {
  redis = await startRedis()
  mes = await startMes({ seed, cache: { ...shared, redis: redis.url } })
})
afterAll(async () => {
  await mes.close()
  await redis.stop()
})

const sdkOf = (url: string, partner: string, cache: CacheOptions, invalidates: 'client' | 'server'): Sdk =>
  createSdk({
    mes: { baseUrl: `${url}/v1`, auth: { apiKey: partnerApiKey(partner, DEMO_SECRET) }, invalidates },
    cache: { ...cache, principal: `partner:${partner}`, maxStaleness: 0 },
  })
const fileOf = (content: string) =>
  ({
    fileName: 'ring.stl',
    format: 'STL',
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }) as const

/** Asks until the answer comes from a cache, announces the model, and asks again. */
const expectFoundAtOnce = async (sdk: Sdk, content: string): Promise<void> => {
  const file = fileOf(content)
  const found = () => sdk.mes.models.list({ sha256: file.sha256 }).withMeta()
  expect((await found()).value.items).toEqual([])
  expect((await found()).cache.source).not.toBe('origin')
  const { id } = await sdk.mes.models.create(file)
  const { value, cache } = await found()
  expect([cache.source, value.items.map((model) => model.id)]).toEqual(['origin', [id]])
}

test("a model is found by its content as soon as it is announced, by the client's record alone", async () => {
  const silent = await startMes({ seed, cache: 'off' })
  try {
    await using sdk = sdkOf(silent.url, PARTNER, {}, 'client')
    await sdk.ready()
    await expectFoundAtOnce(sdk, 'by the client')
  } finally {
    await silent.close()
  }
})

test("a model is found by its content as soon as it is announced, by MES's record alone", async () => {
  await using sdk = sdkOf(mes.url, PARTNER, { ...shared, redis: redis.url }, 'server')
  await sdk.ready()
  await expectFoundAtOnce(sdk, 'by the server')
})

test('two partners find their own models of one content, through one Redis', async () => {
  await using one = sdkOf(mes.url, 'partner_08', { ...shared, redis: redis.url }, 'client')
  await using other = sdkOf(mes.url, 'partner_09', { ...shared, redis: redis.url }, 'client')
  await Promise.all([one.ready(), other.ready()])
  const file = fileOf('by both')
  const ids = [(await one.mes.models.create(file)).id, (await other.mes.models.create(file)).id]
  const found = async (sdk: Sdk): Promise<readonly string[]> =>
    (await sdk.mes.models.list({ sha256: file.sha256 })).items.map(({ id }) => id)
  for (let reads = 0; reads < 2; reads += 1) expect([await found(one), await found(other)]).toEqual(ids.map((id) => [id]))
})

test('every model is iterated once, over several pages', async () => {
  await using sdk = sdkOf(mes.url, 'partner_10', { ...shared, redis: redis.url }, 'client')
  await sdk.ready()
  const created: string[] = []
  for (let count = 0; count < 3; count += 1) created.push((await sdk.mes.models.create(fileOf(`iterated ${count}`))).id)
  const ids: string[] = []
  for await (const { id } of sdk.mes.models.list({ limit: 2 })) ids.push(id)
  expect(ids).toEqual((await sdk.mes.models.list({ limit: 100 })).items.map(({ id }) => id))
  expect(ids.slice(0, 3).toSorted()).toEqual(created.toSorted())
  expect(ids.length).toBeGreaterThan(4)
})

test('what is no digest is refused before the network, by its name', async () => {
  await using sdk = sdkOf(mes.url, PARTNER, { ...shared, redis: redis.url }, 'client')
  const asked = (): number => mes.stats().requests['models.list'] ?? 0
  const before = asked()
  const refused = await sdk.mes.models.list({ sha256: fileOf('capitals').sha256.toUpperCase() }).catch((error: unknown) => error)
  expect(isRequestValidationError(refused)).toBe(true)
  expect(String(refused)).toContain('query.sha256')
  expect(asked()).toBe(before)
})
