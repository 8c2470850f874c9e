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
    expect(text).toContain('mescrm_cache_loads_total{namespace="prod",api="",operation="orders.get",cause="absent",outcome="loaded"} 1')
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

describe('series are bounded', () => {
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
        channels.read.publish({ ...of, outcome: 'answered', error: undefined, source, state: 'fresh', ageMs: 1, durationMs: 1, knowledgeAgeMs: 1, maxStalenessMs: 1_000 })
      }
      for (const cause of ['absent', 'expired'] as const) channels.load.publish({ ...of, cause, outcome: 'loaded', durationMs: 1, bytes: 1 })
      channels.request.publish({ ...of, status: 200, error: undefined, attempts: 1, durationMs: 1 })
    }
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('mescrm_'))
    expect(lines.length).toBeGreaterThan(1_000)
    expect(lines.length).toBeLessThanOrEqual(1_500)
  })
})
