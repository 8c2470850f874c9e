import { inspect } from 'node:util'
import { type Cache, createCache, type CacheOptions, type ReadRequest } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectIncidents, type SeenIncident } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { createSdk } from 'mes-crm-sdk'
import { startRedis } from '../../support/redis-server.ts'
import { order } from '../../unit/client/orders.ts'
import { json, startApi } from '../../unit/transport/support/api-server.ts'
import type { TcpProxy } from '../../support/tcp-proxy.ts'
import { type Fault, faults, startStage } from './faults.ts'

const rejections: unknown[] = []
const note = (reason: unknown): void => void rejections.push(reason)
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

let cold = 0
/** A read of what is in no tier; it fails where Redis makes it fail. */
const readCold = async (cache: Cache): Promise<void> => {
  const name = `value ${cold++}`
  expect(await cache.read({ key: name, ttl: '1h', tags: [name] }, () => name)).toMatchObject({ value: name, source: 'origin' })
}

const statusOf = async (cache: Cache): Promise<string> => (await cache.invalidate(['order:1'])).status

/** Two caches on one Redis find each other's values there, and hear of each other's invalidations. */
const expectService = async (cache: Cache, options: CacheOptions): Promise<void> => {
  await using other = createCache(options)
  const request = (): ReadRequest<string> => ({ key: `shared ${cold}`, ttl: '1h', tags: ['shared'] })
  await expect.poll(() => statusOf(cache)).toBe('applied')
  await expect
    .poll(async () => {
      cold++
      await cache.read(request(), () => 'value')
      return (await other.read(request(), () => 'another')).value
    })
    .toBe('value')
  await cache.invalidate(['shared'])
  await expect.poll(async () => (await other.read(request(), () => 'newer')).value).toBe('newer')
}

/** The cause of an outage that is slowness. */
const OVERDUE = 'no reply within 100 ms'

/** What an outage entails, each told once: the fill that was under way when it began, and invalidations that are queued. */
const CONSEQUENCES = ['fill-failed', 'append-failed']

const textOf = ({ kind, cause }: SeenIncident): string => `${kind}: ${String(cause)}`

/** Reads and invalidations go on until the fault has been told and enough connections were tried, and then a little longer. */
const play = async (cache: Cache, fault: Fault, proxy: TcpProxy, seen: readonly SeenIncident[]): Promise<void> => {
  const last = proxy.accepted + (fault.attempts ?? 0)
  const untold = (): readonly string[] =>
    Object.keys(fault.told).filter((kind) => seen.every((incident) => incident.kind !== kind))
  await expect
    .poll(async () => {
      await readCold(cache)
      await cache.invalidate([`order:${cold}`])
      return [...untold(), ...(proxy.accepted < last ? ['attempts'] : [])]
    })
    .toEqual([])
  for (let round = 0; round < 12; round++) {
    await readCold(cache)
    expect(await statusOf(cache)).toBe(fault.invalidation ?? 'queued')
  }
}

const expectTold = (fault: Fault, seen: readonly SeenIncident[]): void => {
  for (const [kind, pattern] of Object.entries(fault.told))
    expect(
      seen
        .filter((incident) => incident.kind === kind)
        .map(textOf)
        .join('\n'),
    ).toMatch(pattern)
  const foreseen = new Set([
    ...Object.keys(fault.told),
    ...(fault.also ?? []),
    'redis-up',
    ...('redis-down' in fault.told ? CONSEQUENCES : []),
  ])
  const others = seen.filter(({ kind }) => !foreseen.has(kind))
  expect(others).toEqual([])
  const told = seen.filter(({ kind }) => !fault.also?.includes(kind)).map(textOf)
  expect(told).toEqual([...new Set(told)])
  expect(seen.filter(({ kind }) => kind === 'redis-down').length).toBeLessThanOrEqual(1)
  expect(inspect(seen, { depth: 12 })).not.toMatch(/secret|order:|value \d/)
}

describe('reads are answered by the origin, the cause is told once, invalidations are kept, and service returns by itself with a Redis that', () => {
  test.each(Object.entries(faults))('%s', async (_name, fault) => {
    await using stage = await startStage(fault)
    const namespace = uniqueName('faults')
    using incidents = collectIncidents(namespace)
    // Beside load an answer may take longer than by default, which is told only where it is what goes wrong.
    const redisDeadline = fault.told['redis-down']?.test(OVERDUE) === true ? '100ms' : '5s'
    const options = { redis: fault.source?.(stage) ?? stage.proxy.url, namespace, maxStaleness: '200ms', redisDeadline } as const
    const end = fault.from === 'start' ? await fault.strike(stage) : undefined
    await using cache = createCache(options)
    if (fault.from === 'later') {
      await cache.ready()
      await expectService(cache, options)
    }
    const begun = incidents.seen.length
    const endLater = end ?? (await fault.strike(stage))
    await play(cache, fault, stage.proxy, incidents.seen)
    expectTold(fault, incidents.seen.slice(begun))
    await endLater()
    await expectService(cache, options)
    expect(await cache.close()).toBe(0)
    expect(rejections).toEqual([])
  })
})

test('an SDK reads, and changes things, while Redis is frozen, and appends what it owes when Redis goes on', async () => {
  await using redis = await startRedis()
  await using api = await startApi((response) =>
    json(response, 200, { ...order({ version: 8 }), previousStatus: 'MANUFACTURING_APPROVED' }),
  )
  const namespace = uniqueName('faults')
  await using sdk = createSdk({
    mes: { baseUrl: `${api.url}/v1` },
    cache: { redis: redis.url, namespace, principal: 'staff:operator' },
  })
  await using other = createCache({ redis: redis.url, namespace, maxStaleness: '100ms' })
  await Promise.all([sdk.ready(), other.ready()])
  const request = { key: 'order', ttl: '1h', tags: ['order:ord_1'] } as const
  await other.getOrLoad(request, () => 7)
  redis.pause()
  expect((await sdk.mes.orders.get('ord_1').withMeta()).cache.source).toBe('origin')
  expect((await sdk.mes.orders.claim('ord_1', { ifMatch: 7 }).withMeta()).invalidation?.status).toBe('queued')
  redis.resume()
  await expect.poll(() => other.getOrLoad(request, () => 8)).toBe(8)
  expect(await sdk.close()).toBe(0)
  expect(rejections).toEqual([])
})
