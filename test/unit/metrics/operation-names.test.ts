import { createMetrics } from 'mes-crm-sdk/metrics'
import { Registry } from 'prom-client'
import { expect, onTestFinished, test } from 'vitest'
import { channels } from '../../../src/foundation/channels.ts'

test('many names of createCache leave the operations of an API their series', async () => {
  const metrics = createMetrics({ registry: new Registry() })
  onTestFinished(() => metrics.close())
  const load = { namespace: 'ns', cause: 'absent', outcome: 'loaded', durationMs: 3, bytes: 9 } as const
  for (let index = 0; index < 300; index++) channels.load.publish({ ...load, api: undefined, operation: `own ${index}` })
  channels.load.publish({ ...load, api: 'mes', operation: 'orders.get' })
  const loads = (await metrics.text()).split('\n').filter((line) => line.startsWith('mescrm_cache_loads_total{'))
  expect(loads.length).toBe(202)
  expect(loads.filter((line) => line.includes('api="mes"') && line.includes('operation="orders.get"')).length).toBe(1)
})
