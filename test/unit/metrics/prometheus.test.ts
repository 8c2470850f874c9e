import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { AggregatorRegistry, Counter, type OpenMetricsContentType, register, Registry } from 'prom-client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { channels } from '../../../src/foundation/channels.ts'
import { createMetrics, type MetricsOptions } from '../../../src/metrics.ts'
import { metricTable, PREFIX } from '../../../src/metrics/table.ts'

const metricsOn = (options: MetricsOptions) => {
  const metrics = createMetrics(options)
  onTestFinished(() => metrics.close())
  return metrics
}

const cacheWithReads = async (operations: readonly string[] = ['orders.get']) => {
  const cache = createCache({ namespace: 'prod' })
  onTestFinished(() => void cache.close())
  await cache.ready()
  for (const operation of operations) {
    const request = { key: operation, ttl: '1m', tags: ['t'], operation } as const
    await cache.getOrLoad(request, () => 'value')
    await cache.getOrLoad(request, () => 'value')
  }
  return cache
}

const READS = 'mescrm_cache_reads_total{namespace="prod",api="",operation="orders.get"'

describe('metrics of a registry', () => {
  test('count reads, loads and the state of the cache', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    await cacheWithReads()
    const text = await metrics.text()
    expect(metrics.contentType).toMatch(/^text\/plain/)
    expect(text).toContain(`${READS},source="origin",state="fresh"} 1`)
    expect(text).toContain(`${READS},source="memory",state="fresh"} 1`)
    expect(text).toContain(
      'mescrm_cache_loads_total{namespace="prod",api="",operation="orders.get",cause="absent",outcome="loaded"} 1',
    )
    expect(text).toContain('mescrm_cache_entries{namespace="prod"} 1')
    expect(text).toContain('mescrm_incidents_total{namespace="prod",kind="clear"} 0')
    expect(text).toContain('mescrm_cache_answer_age_seconds_bucket{le="+Inf",namespace="prod"} 1')
    expect(text).not.toMatch(/^mescrm_redis_up\{/m)
  })

  test('are all of the table, and have its labels', async () => {
    const registry = new Registry()
    metricsOn({ registry })
    await cacheWithReads()
    const names = registry.getMetricsAsArray().map(({ name }) => name)
    expect(names).toEqual(Object.keys(metricTable).map((name) => `${PREFIX}${name}`))
  })

  test('are counted once by two on one registry, and stay until both are closed', async () => {
    const registry = new Registry()
    const [first, second] = [metricsOn({ registry }), metricsOn({ registry })]
    await cacheWithReads()
    expect(await second.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
    first.close()
    expect(await second.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
    second.close()
    expect(registry.getMetricsAsArray()).toEqual([])
  })

  test('come back after the registry was cleared', async () => {
    const registry = new Registry()
    const metrics = metricsOn({ registry })
    await cacheWithReads()
    registry.clear()
    expect(await metrics.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
  })

  test('are the same on several registries', async () => {
    const [one, other] = [metricsOn({ registry: new Registry() }), metricsOn({ registry: new Registry() })]
    await cacheWithReads()
    expect(await one.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
    one.close()
    expect(await other.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
  })

  test('begin anew on a registry that was reset, and on no other', async () => {
    const [registry, kept] = [new Registry(), new Registry()]
    const [reset, other] = [metricsOn({ registry }), metricsOn({ registry: kept })]
    const cache = await cacheWithReads()
    registry.resetMetrics()
    expect(await reset.text()).toContain(`${READS},source="memory",state="fresh"} 0`)
    await cache.getOrLoad({ key: 'orders.get', ttl: '1m', tags: ['t'], operation: 'orders.get' }, () => 'value')
    expect(await reset.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
    expect(await reset.text()).toContain('mescrm_cache_answer_age_seconds_count{namespace="prod"} 1')
    expect(await reset.text()).toContain('mescrm_cache_entries{namespace="prod"} 1')
    expect(await other.text()).toContain(`${READS},source="memory",state="fresh"} 2`)
    expect(await other.text()).toContain('mescrm_cache_answer_age_seconds_count{namespace="prod"} 2')
  })

  test('have the duration of reads that waited, of failed ones too', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    const cache = await cacheWithReads()
    const failed = cache.getOrLoad({ key: 'other', ttl: '1m', tags: ['t'], operation: 'orders.get' }, () =>
      Promise.reject(new Error('down')),
    )
    await expect(failed).rejects.toThrow('down')
    expect(await metrics.text()).toContain(
      'mescrm_cache_read_duration_seconds_count{namespace="prod",api="",operation="orders.get"} 2',
    )
    expect(await metrics.text()).toContain(
      'mescrm_cache_read_errors_total{namespace="prod",api="",operation="orders.get",error="other"} 1',
    )
  })

  test('count the evictions of caches that were closed', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    const evictions = async () =>
      Number(/^mescrm_cache_evictions_total\{namespace="full"\} (\d+)$/m.exec(await metrics.text())?.[1] ?? 'NaN')
    const fill = async () => {
      const cache = createCache({ namespace: 'full', memory: { maxBytes: 2_000 } })
      await cache.ready()
      for (let key = 0; key < 20; key++) await cache.getOrLoad({ key, ttl: '1m', tags: ['t'] }, () => 'value')
      return cache
    }
    const first = await fill()
    const before = await evictions()
    expect(before).toBeGreaterThan(0)
    await first.close()
    expect(await evictions()).toBe(before)
    const second = await fill()
    expect(await evictions()).toBe(2 * before)
    await second.close()
  })

  test('take the default registry of prom-client, next to metrics of the application', async () => {
    const counter = new Counter({ name: 'own_total', help: 'own' })
    onTestFinished(() => register.removeSingleMetric('own_total'))
    counter.inc()
    const metrics = metricsOn({})
    expect(await metrics.text()).toMatch(/own_total 1[^]*mescrm_caches/)
    metrics.close()
    expect(await metrics.text()).not.toContain('mescrm_')
  })

  test('leave a metric of the same name alone, with an error', () => {
    const registry = new Registry()
    registry.registerMetric(new Counter({ name: 'mescrm_cache_reads_total', help: 'foreign', registers: [] }))
    expect(() => createMetrics({ registry })).toThrow('already been registered')
  })

  test('are united by the cluster of prom-client: sums, maxima and minima', async () => {
    const registry = new Registry()
    metricsOn({ registry })
    await cacheWithReads()
    const one = await registry.getMetricsAsJSON()
    const united = await AggregatorRegistry.aggregate([structuredClone(one), structuredClone(one)]).metrics()
    expect(united).toContain(`${READS},source="memory",state="fresh"} 2`)
    expect(united).toContain('mescrm_max_staleness_seconds{namespace="prod"} 1')
    expect(united).toContain('mescrm_caches{namespace="prod"} 2')
  })

  test('take the OpenMetrics format', async () => {
    const registry: Registry<OpenMetricsContentType> = new Registry()
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
    const metrics = metricsOn({ registry })
    await cacheWithReads()
    expect(await metrics.text()).toContain(`${READS},source="memory",state="fresh"} 1`)
    expect(await metrics.text()).toMatch(/# EOF\n$/)
  })
})

describe('a hit is counted', () => {
  const request = { key: 'shared', ttl: '1m', tags: ['t'] } as const

  test('for the operation of its read, where several operations read one entry', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    const cache = await cacheWithReads([])
    for (const operation of ['one', 'one', 'other', 'one', undefined])
      await cache.getOrLoad({ ...request, ...(operation && { operation }) }, () => 'value')
    const text = await metrics.text()
    const hitsOf = (operation: string) =>
      Number(new RegExp(`operation="${operation}",source="memory",state="fresh"\\} (\\d+)`).exec(text)?.[1])
    expect([hitsOf('one'), hitsOf('other'), hitsOf('')]).toEqual([2, 1, 1])
  })

  test('by those who count now, whoever counted before', async () => {
    const cache = await cacheWithReads([])
    const before = metricsOn({ registry: new Registry() })
    for (let times = 0; times < 3; times++) await cache.getOrLoad(request, () => 'value')
    before.close()
    const metrics = metricsOn({ registry: new Registry() })
    await cache.getOrLoad(request, () => 'value')
    expect(await metrics.text()).toContain(
      'mescrm_cache_reads_total{namespace="prod",api="",operation="",source="memory",state="fresh"} 1',
    )
  })

  test('and is an event for each listener, next to the metrics', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    const cache = await cacheWithReads([])
    await cache.getOrLoad(request, () => 'value')
    const heard: unknown[] = []
    const listener = (event: unknown) => void heard.push(event)
    subscribe('mes-crm-sdk:read', listener)
    onTestFinished(() => void unsubscribe('mes-crm-sdk:read', listener))
    onTestFinished(channels.read.subscribe(listener))
    await cache.getOrLoad(request, () => 'value')
    expect(heard).toHaveLength(2)
    expect(heard[0]).toBe(heard[1])
    expect(heard[0]).toMatchObject({
      namespace: 'prod',
      outcome: 'answered',
      source: 'memory',
      state: 'fresh',
      durationMs: undefined,
      maxStalenessMs: 1_000,
    })
    expect(await metrics.text()).toContain('source="memory",state="fresh"} 1')
  })
})

describe('series are bounded', () => {
  test('by values: another one than those of the table is counted as other', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    for (const command of ['get', 'flushall', 'debug'])
      channels.redis.publish({ namespace: 'prod', command, outcome: 'answered', durationMs: 1 })
    const counts = (await metrics.text()).match(/^mescrm_redis_command_duration_seconds_count.*$/gm)
    expect(counts).toEqual([
      'mescrm_redis_command_duration_seconds_count{namespace="prod",command="get",outcome="answered"} 1',
      'mescrm_redis_command_duration_seconds_count{namespace="prod",command="other",outcome="answered"} 2',
    ])
  })

  test('by operations, of which those beyond 200 are one', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    await cacheWithReads(Array.from({ length: 250 }, (_, index) => `op.${index}`))
    const text = await metrics.text()
    const operations = new Set([...text.matchAll(/operation="([^"]*)"/g)].map(([, name]) => name))
    expect(operations.size).toBe(201)
    expect(text).toContain('mescrm_cache_reads_total{namespace="prod",api="",operation="other",source="memory",state="fresh"} 50')
  })

  test('to 1,500 for 40 operations of an API', async () => {
    const metrics = metricsOn({ registry: new Registry() })
    const cache = createCache({ namespace: 'prod' })
    onTestFinished(() => void cache.close())
    for (let index = 0; index < 40; index++) {
      const of = { namespace: 'prod', api: 'mes', operation: `op.${index}` }
      for (const source of ['memory', 'redis', 'origin'] as const) {
        channels.read.publish({
          ...of,
          outcome: 'answered',
          error: undefined,
          source,
          state: 'fresh',
          ageMs: 1,
          durationMs: 1,
          knowledgeAgeMs: 1,
          maxStalenessMs: 1_000,
        })
      }
      for (const cause of ['absent', 'expired'] as const)
        channels.load.publish({ ...of, cause, outcome: 'loaded', durationMs: 1, bytes: 1 })
      channels.request.publish({ ...of, status: 200, error: undefined, attempts: 1, durationMs: 1 })
    }
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('mescrm_'))
    expect(lines.length).toBeGreaterThan(1_000)
    expect(lines.length).toBeLessThanOrEqual(1_500)
  })
})
