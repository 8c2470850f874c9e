import { metrics } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, onTestFinished, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { createMeters } from '../../../src/metrics.ts'
import { metricTable, PREFIX } from '../../../src/metrics/table.ts'

test('instruments of OpenTelemetry have the names and the numbers of the table', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  onTestFinished(() => provider.shutdown())
  const meters = createMeters({ meter: provider.getMeter('test') })
  const cache = createCache({ namespace: 'prod' })
  onTestFinished(() => void cache.close())
  await cache.ready()
  for (let count = 0; count < 3; count++)
    await cache.getOrLoad({ key: 'k', ttl: '1m', tags: ['t'], operation: 'orders.get' }, () => 'value')

  await provider.forceFlush()
  const exported = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  const pointsOf = (name: string) => exported.find(({ descriptor }) => descriptor.name === `${PREFIX}${name}`)?.dataPoints ?? []
  expect(pointsOf('cache_reads_total').map(({ attributes, value }) => [attributes['source'], value])).toEqual([
    ['origin', 1],
    ['memory', 2],
  ])
  expect(pointsOf('caches')).toMatchObject([{ attributes: { namespace: 'prod' }, value: 1 }])
  expect(pointsOf('cache_answer_age_seconds')).toMatchObject([
    { value: { count: 2, buckets: { boundaries: [0.1, 1, 5, 15, 60, 300, 900, 3_600] } } },
  ])
  const known = new Set(Object.keys(metricTable).map((name) => `${PREFIX}${name}`))
  expect(exported.filter(({ descriptor }) => !known.has(descriptor.name))).toEqual([])

  meters.close()
  exporter.reset()
  await cache.getOrLoad({ key: 'k', ttl: '1m', tags: ['t'], operation: 'orders.get' }, () => 'value')
  createMeters({ meter: metrics.getMeter('none') }).close()
})
