import { createCache } from 'mes-crm-sdk/cache'
import { createTraces } from 'mes-crm-sdk/tracing'
import { type Contestant, interleave } from './interleave.ts'
import { printTimings } from './table.ts'

const TIMES = 20_000
const ROUNDS = 25

/** A contestant while somebody traces. No provider is registered: what spans cost there is the application's choice. */
const whileTraced = ({ name, run }: Contestant): Contestant => ({
  name: `${name}, traced`,
  run: async (times) => {
    const traces = createTraces()
    await run(times)
    traces.close()
  },
})

/** A hit of the memory tier while somebody traces, against one while nobody does; the same for a read that loads. */
export const benchTraces = async (): Promise<void> => {
  await using cache = createCache({ namespace: 'bench' })
  await cache.ready()
  const each = (name: string, cacheMode: 'use' | 'bypass'): Contestant => {
    const requests = Array.from(
      { length: 1_000 },
      (_, index) =>
        ({ key: `key ${index}`, ttl: '1h', tags: [`tag:${index}`], operation: 'orders.get', cache: cacheMode }) as const,
    )
    return {
      name,
      run: async (times) => {
        for (let n = 0; n < times; n++)
          await cache.getOrLoad(requests[n % requests.length] as (typeof requests)[number], () => 'value')
      },
    }
  }
  const [hit, load] = [each('getOrLoad, hit', 'use'), each('getOrLoad, load', 'bypass')]
  printTimings(
    'L1 hit with traces',
    await interleave([hit, { ...hit, name: 'getOrLoad, hit, once more' }, whileTraced(hit)], TIMES, ROUNDS),
  )
  printTimings('Load with traces, without a provider', await interleave([load, whileTraced(load)], TIMES / 10, ROUNDS))
}
