import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCache } from 'mes-crm-sdk/cache'
import { createMetrics } from 'mes-crm-sdk/metrics'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import { findPrometheus } from '../../../scripts/ensure-prometheus.ts'
import { metricTable, type MetricRow, PREFIX } from '../../../src/metrics/table.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { newBody, priced, startTestMes } from '../pricing/mes.ts'

/** Two processes of a service, and all that makes events: reads of every source, loads, leases, prices, requests, failures and an outage. */
const workWithEverything = async (): Promise<void> => {
  await using redis = await startRedis()
  await using mes = await startTestMes()
  const options = { redis: redis.url, namespace: uniqueName('exported'), principal: 'partner:7', redisDeadline: '5s' } as const
  await using sdk = mes.sdk({ cache: options })
  await using cache = createCache(options)
  await Promise.all([sdk.ready(), cache.ready()])
  await sdk.mes.orders.list({ limit: 1 })
  await sdk.mes.orders.list({ limit: 1 })
  await sdk.mes.orders.get('ord_nosuch').catch(() => {})
  await sdk.mes.quotes.calculate(priced(newBody()))
  const request = { key: 'order', ttl: '1h', tags: ['order:1'], operation: 'orders.get', lease: true } as const
  await cache.getOrLoad(request, () => 'old')
  await cache.getOrLoad(request, () => 'old')
  await cache.getOrLoad({ ...request, cache: 'bypass' }, () => 'old')
  await cache.getOrLoad({ ...request, key: 'failing' }, () => Promise.reject(new Error('down'))).catch(() => {})
  await cache.invalidate(request.tags)
  await cache.getOrLoad(request, () => 'new')
  await mes.close()
  // To the last retry, however long its random pauses are.
  await sdk.mes.orders.list({ limit: 2 }).catch(() => {})
  await redis.kill()
  await expect.poll(async () => (await cache.invalidate(request.tags)).status).toBe('queued')
}

/** Whether one of its series is above 0. */
const isSeen = (text: string, name: string, { type }: MetricRow): boolean =>
  new RegExp(`^${PREFIX}${name}${type === 'histogram' ? '_count' : ''}\\{[^}]*\\} [1-9]`, 'm').test(text)

test('promtool accepts what is exported after every kind of event, and every counter and histogram has counted', async () => {
  const metrics = createMetrics({ registry: new Registry() })
  await workWithEverything()
  const text = await metrics.text()
  metrics.close()
  const counting = Object.entries(metricTable as Readonly<Record<string, MetricRow>>).filter(
    ([name, { type }]) => type !== 'gauge' && name !== 'cache_evictions_total',
  )
  expect(counting.filter(([name, row]) => !isSeen(text, name, row)).map(([name]) => name)).toEqual([])

  await using scratch = await makeScratch()
  const file = join(scratch.path, 'metrics.txt')
  await writeFile(file, text)
  const { tool, env } = await findPrometheus()
  const checked = await run('sh', ['-c', '"$0" check metrics < "$1"', tool, file], { env })
  expect(checked).toEqual({ code: 0, output: '' })
})
