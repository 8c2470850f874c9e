import { createSdk, type Sdk } from 'mes-crm-sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMes } from '../../../reference/mes/start.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

describe('two principals on one Redis', () => {
  let redis: TestRedis
  let mes: RunningServer
  const namespace = uniqueName('principals')

  beforeAll(async () => {
    redis = await startRedis()
    mes = await startMes({
      seed: { orders: 4_000 },
      readCost: { latencyMs: 50, perSecond: 1_000 },
      listCost: { latencyMs: 50, perSecond: 1_000 },
    })
  })
  afterAll(async () => {
    await mes.close()
    await redis.stop()
  })

  const sdkOf = (partner: string): Sdk =>
    createSdk({
      mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey(partner, DEMO_SECRET) } },
      cache: { redis: redis.url, namespace, principal: `partner:${partner}`, redisDeadline: '2s' },
    })
  const requests = (): number => mes.stats().requests['orders.list'] ?? 0

  test('ask the same question at the same time and get an answer each, from a load each', async () => {
    await using one = sdkOf('partner_01')
    await using other = sdkOf('partner_02')
    await Promise.all([one.ready(), other.ready()])
    const before = requests()
    const [ofOne, ofOther] = await Promise.all([one.mes.orders.list({ limit: 20 }), other.mes.orders.list({ limit: 20 })])
    expect(requests() - before).toBe(2)
    expect(new Set(ofOne.items.map(({ partnerId }) => partnerId))).toEqual(new Set(['partner_01']))
    expect(new Set(ofOther.items.map(({ partnerId }) => partnerId))).toEqual(new Set(['partner_02']))
  })

  test("find their own values in Redis, in another process or SDK, and never the other one's", async () => {
    await using again = sdkOf('partner_01')
    await using view = sdkOf('partner_03')
    await Promise.all([again.ready(), view.ready()])
    const owners = ['partner_01', 'partner_02']
    // What the test before has read may be past its lifetime.
    for (const owner of owners) {
      await using reader = sdkOf(owner)
      await reader.ready()
      await reader.mes.orders.list({ limit: 20 }, { cache: 'reload' })
    }
    const before = requests()
    const found = await again.mes.orders.list({ limit: 20 }).withMeta()
    expect(found.cache.source).toBe('redis')
    expect(requests() - before).toBe(0)
    const as = view.as({ principal: 'partner:partner_02', auth: { mes: { apiKey: partnerApiKey('partner_02', DEMO_SECRET) } } })
    const own = await as.mes.orders.list({ limit: 20 }).withMeta()
    expect(own.cache.source).toBe('redis')
    expect(new Set(own.value.items.map(({ partnerId }) => partnerId))).toEqual(new Set(['partner_02']))
    expect((await view.mes.orders.list({ limit: 20 }).withMeta()).cache.source).toBe('origin')
  })

  test('leave no principal, key or credential in the names of entries', async () => {
    const keys = (await redis.command('KEYS', '*')) as readonly string[]
    expect(keys.length).toBeGreaterThan(1)
    // Digests, which may spell anything, the log, and its holds.
    const DIGESTS = /^:[\w-]{22}:[\w-]{22}(?::2|:lease)$/
    expect(keys.filter((key) => !DIGESTS.test(key.replace(namespace, ''))).toSorted()).toEqual([
      `{${namespace}}:holds`,
      `{${namespace}}:log`,
    ])
  })
})
