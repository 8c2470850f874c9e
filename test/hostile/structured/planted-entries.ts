import { crc32, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { createCache } from '../../../src/cache.ts'
import { ownerOf } from '../../../src/key/cache-key.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { mutatedJson } from './mutated-json.ts'
import { type Party, party } from './party.ts'

const VALUE = { id: 'o1', status: 'SHIPPED', lines: [{ id: 'l1', quantity: 2 }], note: null }
const REQUEST = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const MINE = 'of the reader'

/** An entry: the header and the payload of one that was kept, each almost as it was. */
interface Planted {
  readonly header: string
  readonly value: string
  readonly encoding: 'json' | 'zstd'
  /** Whether the header says the bytes and lengths of this very payload. */
  readonly isExact: boolean
  readonly isChecked: boolean
  readonly version: string
  readonly lifetimeMs: number
}

const planted = (header: object): fc.Arbitrary<Planted> =>
  fc.record({
    header: fc.oneof(fc.constant(JSON.stringify(header)), mutatedJson(header)),
    value: fc.oneof(fc.constant(JSON.stringify(VALUE)), mutatedJson(VALUE)),
    encoding: fc.constantFrom('json', 'zstd'),
    isExact: fc.constantFrom(true, true, true, false),
    isChecked: fc.constantFrom(true, true, true, true, false),
    version: fc.constantFrom('2', '2', '2', '2', '2', '1', '3'),
    lifetimeMs: fc.constantFrom(1, 60_000, 3_600_000, 2 ** 40),
  })

/** The bytes of such an entry, with the checksum that belongs to them. */
const bytesOf = ({ header, value, encoding, isExact, isChecked, version }: Planted): Buffer => {
  const text = Buffer.from(value)
  const payload = encoding === 'zstd' ? zstdCompressSync(text) : text
  const exact = header.replace(
    /"encoding":"\w+","bytes":\d+,"textBytes":\d+/,
    () => `"encoding":"${encoding}","bytes":${payload.length},"textBytes":${text.length}`,
  )
  const rest = Buffer.concat([Buffer.from(`${isExact ? exact : header}\n`), payload])
  return Buffer.concat([Buffer.from(`${version} ${(isChecked ? crc32(rest) : 7).toString(16).padStart(8, '0')} `), rest])
}

/**
 * A tenant of the Redis who plants entries of another principal under a reader's key. It does not name that key in them: who does may
 * write any value, see `docs/security.md`.
 */
export const plantedEntries = async (resources: AsyncDisposableStack): Promise<Party> => {
  const namespace = uniqueName('planted')
  const redis = resources.use(await startRedis())
  const client = new Redis(redis.url)
  resources.defer(() => client.disconnect())
  const open = async (principal: string) => {
    const cache = resources.use(
      createCache({ redis: redis.url, namespace, principal, redisDeadline: '10s', memory: { maxBytes: 1 } }),
    )
    await cache.ready()
    return cache
  }
  const [theirs, mine] = [await open('user:theirs'), await open('user:mine')]
  const keyOf = async (principal: string): Promise<string> => {
    for (;;) {
      const [key] = await client.keys(`${namespace}:${ownerOf(principal)}:*`)
      if (key !== undefined) return key
    }
  }
  await Promise.all([theirs.getOrLoad(REQUEST, () => VALUE), mine.getOrLoad(REQUEST, () => MINE)])
  const [theirKey, key] = [await keyOf('user:theirs'), await keyOf('user:mine')]
  const kept = await client.getBuffer(theirKey)
  if (kept === null) throw new Error('nothing was filled')
  const header: unknown = JSON.parse(kept.toString('utf8', 11, kept.indexOf('\n')))
  return party('a tenant who plants entries', planted({ ...(header as object) }), async (entry) => {
    const bytes = bytesOf(entry)
    await client.set(key, bytes, 'PX', entry.lifetimeMs)
    const value: unknown = await mine.getOrLoad(REQUEST, () => MINE)
    if (value !== MINE) throw new Error(`a reader got ${JSON.stringify(value).slice(0, 200)}`)
    // What cannot be read is overwritten by the fill that follows.
    while ((await client.getBuffer(key))?.equals(bytes) === true);
  })
}
