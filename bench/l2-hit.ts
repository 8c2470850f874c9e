import { Redis } from 'ioredis'
import { type Cache, createCache, type Json } from 'mes-crm-sdk/cache'
import { startRedis } from '../test/support/redis-server.ts'
import { alternate, type Contestant, interleave } from './interleave.ts'
import { printRates, printTimings } from './table.ts'
import { longText, page, small, tagsOf } from './values.ts'

const READERS = 64

/** Reads one of the keys; reader `n` has key `n`, so that no two readers share a load. */
interface Reading {
  readonly name: string
  read(key: string): Promise<unknown>
}

const keyOf = (reader: number): string => `key ${reader}`

const oneByOne = ({ name, read }: Reading): Contestant => ({
  name,
  run: async (times) => {
    for (let n = 0; n < times; n++) await read(keyOf(0))
  },
})

const together = ({ name, read }: Reading): Contestant => ({
  name,
  run: async (times) => {
    await Promise.all(
      Array.from({ length: READERS }, async (_, reader) => {
        for (let n = 0; n < times / READERS; n++) await read(keyOf(reader))
      }),
    )
  },
})

const deepFreeze = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}

const readingsOf = async (bare: Redis, cache: Cache, value: Json): Promise<readonly Reading[]> => {
  const request = (key: string) => ({ key, ttl: '1h', tags: tagsOf(2) }) as const
  let loads = 0
  const load = (): Json => {
    if (++loads > READERS) throw new Error('an entry was not found in Redis')
    return value
  }
  for (let reader = 0; reader < READERS; reader++) {
    await bare.set(keyOf(reader), JSON.stringify(value))
    await cache.getOrLoad(request(keyOf(reader)), load)
  }
  return [
    { name: 'bare ioredis GET', read: (key) => bare.get(key) },
    { name: 'bare ioredis pipeline of PTTL and GET', read: (key) => bare.pipeline().pttl(key).get(key).exec() },
    { name: 'bare ioredis GET, JSON.parse', read: async (key) => JSON.parse((await bare.get(key)) ?? '') },
    {
      name: 'bare ioredis GET, JSON.parse, deep freeze',
      read: async (key) => deepFreeze(JSON.parse((await bare.get(key)) ?? '')),
    },
    { name: 'getOrLoad, L2 hit', read: (key) => cache.getOrLoad(request(key), load) },
  ]
}

const benchValue = async (title: string, value: Json): Promise<void> => {
  await using server = await startRedis()
  const bare = new Redis(server.url)
  // A memory tier of one byte keeps nothing, so that every read goes to Redis.
  await using cache = createCache({ redis: server.url, namespace: 'bench', memory: { maxBytes: 1 }, redisDeadline: '5s' })
  await cache.ready()
  const readings = await readingsOf(bare, cache, value)
  const size = `${title}, ${JSON.stringify(value).length} characters`
  printTimings(`L2 hit, one reader, p50: ${size}`, await alternate(readings.map(oneByOne), 300, 11))
  printRates(`L2 hits, ${READERS} readers: ${size}`, await interleave(readings.map(together), 150 * READERS, 9))
  bare.disconnect()
}

/** Hits of the Redis tier against a GET of the same bytes. */
export const benchL2Hit = async (): Promise<void> => {
  await benchValue('one order', small)
  await benchValue('one long text', longText)
  await benchValue('a page of 50 orders', page)
}

/** Misses of both tiers, whose loader answers at once. */
export const benchMiss = async (): Promise<void> => {
  await using server = await startRedis()
  const bare = new Redis(server.url)
  await bare.set('key', JSON.stringify(page))
  await using cache = createCache({ redis: server.url, namespace: 'bench', memory: { maxBytes: 1 }, redisDeadline: '5s' })
  await cache.ready()
  let miss = 0
  const readings: readonly Reading[] = [
    { name: 'bare ioredis GET', read: () => bare.get('key') },
    { name: 'getOrLoad, miss', read: () => cache.getOrLoad({ key: `miss ${miss++}`, ttl: '1h', tags: tagsOf(2) }, () => page) },
  ]
  printTimings('miss, a loader that answers at once', await alternate(readings.map(oneByOne), 300, 11))
  bare.disconnect()
}
