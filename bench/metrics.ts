import { createCache } from 'mes-crm-sdk/cache'
import { createMetrics } from 'mes-crm-sdk/metrics'
import { Registry } from 'prom-client'
import { type Contestant, interleave } from './interleave.ts'
import { count, printTable, printTimings } from './table.ts'

/** Short turns: the next contestant's is as busy or as quiet. */
const TIMES = 2_000
const ROUNDS = 500
const SCRAPES = 25
const OPERATIONS = 40

/** A hit of the memory tier that is counted, against one that nobody listens to; and one scrape of what 40 operations have left. */
export const benchMetrics = async (): Promise<void> => {
  await using cache = createCache({ namespace: 'bench' })
  await cache.ready()
  const requests = Array.from(
    { length: 1_000 },
    (_, index) =>
      ({ key: `key ${index}`, ttl: '1h', tags: [`tag:${index}`, 'all'], operation: `operation.${index % OPERATIONS}` }) as const,
  )
  const hit = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++)
      await cache.getOrLoad(requests[n % requests.length] as (typeof requests)[number], () => 'value')
  }
  const registry = new Registry()
  const counted: Contestant = {
    name: 'getOrLoad, hit, counted by createMetrics',
    run: hit,
    async begin() {
      const metrics = createMetrics({ registry })
      await hit(requests.length)
      return () => metrics.close()
    },
  }
  printTimings(
    'L1 hit with metrics',
    await interleave([{ name: 'getOrLoad, hit, no listener', run: hit }, counted], TIMES, ROUNDS),
  )
  const metrics = createMetrics({ registry })
  await hit(TIMES)
  const series = (await metrics.text()).split('\n').filter((line) => line.startsWith('mescrm_')).length
  const [scrape] = await interleave(
    [
      {
        name: 'scrape',
        run: async (times) => {
          for (let n = 0; n < times; n++) await metrics.text()
        },
      },
    ],
    20,
    SCRAPES,
  )
  printTable(
    'Scrape',
    ['series', 'median'],
    [[`${OPERATIONS} operations, hits only`, count(series), `${((scrape?.microseconds ?? 0) / 1_000).toFixed(2)} ms`]],
  )
  metrics.close()
}
