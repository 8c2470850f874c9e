import { LRUCache } from 'lru-cache'
import { createCache } from 'mes-crm-sdk/cache'
import { startRedis } from '../test/support/redis-server.ts'
import { type Contestant, interleave } from './interleave.ts'
import { printTimings } from './table.ts'
import { page, small, tagsOf } from './values.ts'

const KEYS = Array.from({ length: 1_000 }, (_, index) => `key ${index}`)
const TIMES = 20_000
const ROUNDS = 15

const each = <T>(name: string, items: readonly T[], run: (item: T) => unknown): Contestant => ({
  name,
  run: async (times) => {
    for (let n = 0; n < times; n++) await run(items[n % items.length] as T)
  },
})

const bareGet = (bare: LRUCache<string, object>): Contestant => ({
  name: 'bare lru-cache get',
  run: async (times) => {
    for (let n = 0; n < times; n++) bare.get(KEYS[n % KEYS.length] ?? '')
  },
})

/** Hits of the memory tier against a synchronous `get` that knows no promise, no time and no tags. */
export const benchL1Hit = async (): Promise<void> => {
  await using server = await startRedis()
  await using cache = createCache({ redis: server.url, namespace: 'bench' })
  await cache.ready()
  const bare = new LRUCache<string, object>({ max: 1_000, ttl: 3_600_000 })
  for (const key of KEYS) bare.set(key, page)
  const hit = (tags: number): Contestant => {
    const requests = KEYS.map((key) => ({ key: `${key} with ${tags} tags`, ttl: '1h', tags: tagsOf(tags) }) as const)
    return each(`getOrLoad, hit, ${tags} tags`, requests, (request) => cache.getOrLoad(request, () => small))
  }
  printTimings(
    'L1 hit',
    await interleave(
      [
        bareGet(bare),
        each('bare lru-cache get, awaited', KEYS, async (key) => bare.get(key)),
        each('bare lru-cache get, both clocks read, awaited', KEYS, async (key) =>
          Math.max(performance.now(), Date.now()) > 0 ? bare.get(key) : undefined,
        ),
        hit(0),
        hit(2),
        hit(20),
      ],
      TIMES,
      ROUNDS,
    ),
  )
}
