import { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { createCache } from 'mes-crm-sdk/cache'
import { startRedis } from '../test/support/redis-server.ts'
import { type Contestant, interleave, printTimings } from './interleave.ts'

const page = {
  items: Array.from({ length: 50 }, (_, index) => ({
    id: `ord_${String(index).padStart(6, '0')}`, number: `2026-${index}`, channel: 'PARTNER', status: 'MANUFACTURING_APPROVED', version: index,
    materialCode: 'AU585', quantity: 2, price: { amountMinor: 184_500, currency: 'EUR' }, promisedAt: '2026-11-30T12:00:00Z',
  })),
  nextCursor: null,
}
const KEYS = 1_000
const keys = Array.from({ length: KEYS }, (_, index) => `key ${index}`)
const small = { status: 'SHIPPED', version: 7 }
const text = JSON.stringify(page)
const tagsOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `order:${index}`)

/** Hits of the memory tier: one promise, the clock, and the serving rule, against a synchronous `get` that knows no time and no tags. */
export const benchMemory = async (): Promise<void> => {
  await using server = await startRedis()
  await using cache = createCache({ redis: server.url, namespace: 'bench' })
  await cache.ready()
  const bare = new LRUCache<string, object>({ max: 1_000, ttl: 3_600_000 })
  for (const key of keys) bare.set(key, page)
  const hit = (tags: number): Contestant => {
    const requests = keys.map((key) => ({ key: `${key} with ${tags} tags`, ttl: '1h', tags: tagsOf(tags) }) as const)
    const load = () => small
    return {
      name: `getOrLoad, hit, ${tags} tags`,
      run: async (times) => {
        for (let n = 0; n < times; n++) await cache.getOrLoad(requests[n % KEYS] as (typeof requests)[number], load)
      },
    }
  }
  const timings = await interleave([
    { name: 'bare lru-cache get', run: async (times) => { for (let n = 0; n < times; n++) bare.get(keys[n % KEYS] ?? '') } },
    { name: 'bare lru-cache get in an async function', run: async (times) => { for (let n = 0; n < times; n++) await asyncGet(bare, keys[n % KEYS] ?? '') } },
    hit(0), hit(2), hit(20),
  ], 20_000, 15)
  printTimings('L1 hit', timings)
}

const asyncGet = async (bare: LRUCache<string, object>, key: string): Promise<object | undefined> => bare.get(key)

/** Hits of the Redis tier and misses, one after the other, against a GET of the same bytes. */
export const benchRedis = async (): Promise<void> => {
  await using server = await startRedis()
  const bare = new Redis(server.url)
  await bare.set('key', text)
  // A memory tier of one byte keeps nothing, so that every read goes to Redis.
  await using cache = createCache({ redis: server.url, namespace: 'bench', memory: { maxBytes: 1 } })
  await cache.ready()
  const load = () => page
  const request = { key: 'key', ttl: '1h', tags: tagsOf(2) } as const
  await cache.getOrLoad(request, load)
  let miss = 0
  const timings = await interleave([
    { name: 'bare ioredis GET', run: async (times) => { for (let n = 0; n < times; n++) await bare.get('key') } },
    { name: 'bare ioredis GET, JSON.parse', run: async (times) => { for (let n = 0; n < times; n++) JSON.parse((await bare.get('key')) ?? '') } },
    { name: 'getOrLoad, L2 hit', run: async (times) => { for (let n = 0; n < times; n++) await cache.getOrLoad(request, load) } },
    { name: 'getOrLoad, miss, instant loader', run: async (times) => { for (let n = 0; n < times; n++) await cache.getOrLoad({ ...request, key: `miss-${miss++}` }, load) } },
  ], 300, 15)
  printTimings(`L2 hit and miss, a value of ${text.length} characters`, timings)
  bare.disconnect()
}
