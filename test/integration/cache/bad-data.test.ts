import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { crc32, zstdCompressSync } from 'node:zlib'
import { Redis } from 'ioredis'
import { type Cache, createCache } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

interface Incident {
  readonly namespace: string
  readonly kind: string
  readonly tier?: string
  readonly bytes?: number
  readonly cause?: unknown
}

/** A real key with the real entry under it. */
interface Victim {
  readonly client: Redis
  readonly key: string
  readonly bytes: Buffer
}

const order = { id: 'o1', status: 'SHIPPED', note: 'x'.repeat(50_000) }
const schema = z.object({ id: z.string(), status: z.enum(['SHIPPED', 'CLOSED']), note: z.string() })
const request = { key: 'order', ttl: '1h', tags: ['order:1'], schema } as const

const overwrite = ({ client, key }: Victim, bytes: Buffer | string): Promise<unknown> => client.set(key, bytes, 'PX', 60_000)

/** The header of an envelope, its payload, and an envelope of others with the checksum that belongs to them. */
const partsOf = (bytes: Buffer): { readonly header: Readonly<Record<string, unknown>>; readonly payload: Buffer } => {
  const end = bytes.indexOf('\n')
  const header: unknown = JSON.parse(bytes.toString('utf8', 11, end))
  return { header: { ...(header as object) }, payload: bytes.subarray(end + 1) }
}

const forge = (victim: Victim, header: object, payload: Buffer): Promise<unknown> => {
  const rest = Buffer.concat([
    Buffer.from(`${JSON.stringify({ ...partsOf(victim.bytes).header, bytes: payload.length, ...header })}\n`),
    payload,
  ])
  return overwrite(victim, Buffer.concat([Buffer.from(`2 ${crc32(rest).toString(16).padStart(8, '0')} `), rest]))
}

const forgeJson = (victim: Victim, text: string): Promise<unknown> =>
  forge(victim, { encoding: 'json', textBytes: Buffer.byteLength(text) }, Buffer.from(text))

/** A header with a text in place of the lifetime, which JSON cannot be made of. */
const forgeText = (victim: Victim, lifetime: string): Promise<unknown> => {
  const { header, payload } = partsOf(victim.bytes)
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(header).replace(/"lifetimeMs":\d+/, lifetime)}\n`), payload])
  return overwrite(victim, Buffer.concat([Buffer.from(`2 ${crc32(rest).toString(16).padStart(8, '0')} `), rest]))
}

const ofAnotherType =
  (command: string, ...args: readonly string[]) =>
  async ({ client, key }: Victim): Promise<void> => {
    await client.del(key)
    await client.call(command, key, ...args)
  }

const BAD: Readonly<Record<string, readonly [spoil: (victim: Victim) => Promise<unknown>, cause: string]>> = {
  'nothing but a number': [(victim) => overwrite(victim, '42'), 'no envelope'],
  'JSON of another shape': [(victim) => overwrite(victim, '{"foo":1}'), 'no envelope'],
  'no bytes at all': [(victim) => overwrite(victim, ''), 'no envelope'],
  'bytes that are no text': [(victim) => overwrite(victim, Buffer.from([0xff, 0xfe, 0, 0x0a])), 'no envelope'],
  'an envelope of version 1': [(victim) => overwrite(victim, '1 ["1.a 5-0 t",60000,["order:1"],2]\n{}'), 'no envelope'],
  'an envelope that was cut off': [(victim) => overwrite(victim, victim.bytes.subarray(0, -3)), 'checksum'],
  'the beginning of an envelope': [(victim) => overwrite(victim, victim.bytes.subarray(0, 8)), 'checksum'],
  'an envelope with a bit turned in its value': [
    (victim) => {
      victim.bytes.writeUInt8(victim.bytes.readUInt8(victim.bytes.length - 1) ^ 1, victim.bytes.length - 1)
      return overwrite(victim, victim.bytes)
    },
    'checksum',
  ],
  'an envelope with a tag changed': [
    (victim) => overwrite(victim, Buffer.from(victim.bytes.toString('latin1').replace('order:1', 'order:2'), 'latin1')),
    'checksum',
  ],
  'a list': [ofAnotherType('rpush', 'x'), 'WRONGTYPE'],
  'a hash': [ofAnotherType('hset', 'f', 'x'), 'WRONGTYPE'],
  'a set': [ofAnotherType('sadd', 'x'), 'WRONGTYPE'],
  'a sorted set': [ofAnotherType('zadd', '1', 'x'), 'WRONGTYPE'],
  'a stream': [ofAnotherType('xadd', '*', 'f', 'x'), 'WRONGTYPE'],
  'an entry without an end': [({ client, key }) => client.persist(key), 'no end'],
  'an entry of another key': [(victim) => forge(victim, { key: 'another' }, partsOf(victim.bytes).payload), 'another key'],
  'a forged header of other parts': [(victim) => forge(victim, { tags: 'order:1' }, partsOf(victim.bytes).payload), 'header'],
  'a forged stamp': [(victim) => forge(victim, { stamp: 'x' }, partsOf(victim.bytes).payload), 'stamp'],
  'a forged value that is no JSON': [(victim) => forgeJson(victim, '{"id":'), 'no JSON'],
  'a forged value of another shape': [(victim) => forgeJson(victim, '{"foo":1}'), 'schema'],
  'a forged value with __proto__ in place of its members': [
    (victim) => forgeJson(victim, `{"__proto__":${JSON.stringify(order)}}`),
    'schema',
  ],
  'a value of 100,000 levels': [(victim) => forgeJson(victim, '['.repeat(100_000) + ']'.repeat(100_000)), 'nested'],
  'a value of a million levels without an end': [(victim) => forgeJson(victim, '['.repeat(1_000_000)), 'nested'],
  'a header of a million levels': [
    ({ client, key }) => {
      const rest = Buffer.from(`${'['.repeat(1_000_000)}\n`)
      return client.set(key, Buffer.concat([Buffer.from(`2 ${crc32(rest).toString(16).padStart(8, '0')} `), rest]), 'PX', 60_000)
    },
    'header',
  ],
  'a validator that would split a header': [
    (victim) => forge(victim, { validator: '"a"\r\nX-Evil: 1' }, partsOf(victim.bytes).payload),
    'header',
  ],
  'a validator that is no entity tag': [(victim) => forge(victim, { validator: 'a' }, partsOf(victim.bytes).payload), 'header'],
  'a lifetime without an end': [(victim) => forgeText(victim, '"lifetimeMs":1e999'), 'header'],
  'an end beyond its lifetime': [
    async (victim) => {
      await forge(victim, { lifetimeMs: 60_000 }, partsOf(victim.bytes).payload)
      await victim.client.pexpire(victim.key, 10 * 365 * 86_400_000)
    },
    'beyond its lifetime',
  ],
  'a header of 3 MB': [(victim) => forge(victim, { more: 'x'.repeat(3_000_000) }, partsOf(victim.bytes).payload), 'header'],
  'more tags than any writer gives': [
    (victim) => forge(victim, { tags: Array.from({ length: 10_001 }, (_, index) => `t${index}`) }, partsOf(victim.bytes).payload),
    'header',
  ],
  'a small entry that unpacks to a large one': [
    (victim) => {
      const text = `[${'[],'.repeat(2_600_000)}[]]`
      return forge(victim, { encoding: 'zstd', textBytes: text.length }, zstdCompressSync(text))
    },
    'times as many',
  ],
  'a value of 300,000 lists': [(victim) => forgeJson(victim, `[${'[],'.repeat(300_000)}[]]`), 'too many'],
  'garbage for a compressed value': [(victim) => forge(victim, {}, Buffer.from('garbage')), 'decompressed'],
  'a compression bomb': [
    (victim) => forge(victim, { textBytes: 1_000 }, zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))),
    'decompressed',
  ],
  'a compression bomb that says so': [
    (victim) => forge(victim, { textBytes: 64 * 1024 * 1024 }, zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))),
    'above the limit',
  ],
  'a value of another length than declared': [
    (victim) => forge(victim, { textBytes: 100_000 }, partsOf(victim.bytes).payload),
    'another length',
  ],
}

describe('what is found under a key and is no entry:', () => {
  let redis: TestRedis
  let client: Redis
  beforeAll(async () => {
    redis = await startRedis()
    client = new Redis(redis.url)
  })
  afterAll(async () => {
    client.disconnect()
    await redis[Symbol.asyncDispose]()
  })

  const open = async (namespace: string): Promise<Cache> => {
    const cache = createCache({ redis: redis.url, namespace, redisDeadline: '5s' })
    await cache.ready()
    return cache
  }

  /** The key of the one entry of a namespace, once its fill has arrived. */
  const filled = async (namespace: string): Promise<string> => {
    await expect.poll(() => client.keys(`${namespace}:*`)).toHaveLength(1)
    return (await client.keys(`${namespace}:*`))[0] ?? ''
  }

  test.each(Object.entries(BAD))(
    '%s is a miss that is counted with its cause, and is overwritten',
    async (_name, [spoil, cause]) => {
      const namespace = uniqueName('bad-data')
      await using writer = await open(namespace)
      await writer.read(request, () => order)
      const key = await filled(namespace)
      const bytes = await client.getBuffer(key)
      if (bytes === null) throw new Error('nothing was filled')
      await spoil({ client, key, bytes: Buffer.from(bytes) })
      const incidents: Incident[] = []
      const note = (event: unknown): void => void incidents.push(event as Incident)
      subscribe('mes-crm-sdk:incident', note)
      const parse = vi.spyOn(JSON, 'parse')
      await using reader = await open(namespace)
      const answer = await reader
        .read(request, () => ({ ...order, status: 'CLOSED' as const }))
        .finally(() => unsubscribe('mes-crm-sdk:incident', note))
      expect(answer).toMatchObject({ value: { id: 'o1', status: 'CLOSED' }, source: 'origin' })
      const found = incidents.filter((incident) => incident.namespace === namespace && incident.kind === 'unreadable-entry')
      expect(found).toEqual([expect.objectContaining({ tier: 'redis' })])
      expect(String(found[0]?.cause)).toContain(cause)
      expect(parse.mock.calls.filter(([text]) => text.startsWith('['.repeat(1_000)))).toEqual([])
      await using next = await open(namespace)
      // The fill of the reader may still be on its way: it looks at the entry before it overwrites it.
      const closed = () => ({ ...order, status: 'CLOSED' as const })
      await expect.poll(async () => (await next.read({ ...request, maxStaleness: '1m' }, closed)).source).toMatch(/redis|memory/)
      expect(await next.getOrLoad(request, () => order)).toMatchObject({ status: 'CLOSED' })
    },
  )

  test('an entry is served for no longer than its reader keeps values, whatever lifetime it says', async () => {
    const namespace = uniqueName('bad-data')
    await using writer = await open(namespace)
    await writer.read({ ...request, ttl: '1h' }, () => order)
    await filled(namespace)
    const sourceFor = async (ttl: '1h' | '1ms'): Promise<string> => {
      await using reader = await open(namespace)
      return (await reader.read({ ...request, ttl }, () => order)).source
    }
    expect([await sourceFor('1h'), await sourceFor('1ms')]).toEqual(['redis', 'origin'])
  })

  test('what cannot be read for one cause is told once, however often it is found', async () => {
    const namespace = uniqueName('bad-data')
    await using writer = await open(namespace)
    const keys = Array.from({ length: 20 }, (_, index) => `order ${index}`)
    for (const key of keys) await writer.read({ ...request, key }, () => order)
    await expect.poll(() => client.keys(`${namespace}:*`)).toHaveLength(keys.length)
    for (const key of await client.keys(`${namespace}:*`)) await client.set(key, '3 another version', 'PX', 60_000)
    using incidents = collectIncidents(namespace)
    await using reader = await open(namespace)
    for (const key of keys) expect((await reader.read({ ...request, key }, () => order)).source).toBe('origin')
    expect(incidents.seen.map(({ kind, cause }) => `${kind} ${String(cause)}`)).toEqual([
      'redis-up undefined',
      'unreadable-entry UnreadableEntry: no envelope of this version',
    ])
  })

  test('versions of the package keep their entries under keys of their own: neither makes the other load', async () => {
    const namespace = uniqueName('bad-data')
    await using cache = await open(namespace)
    await cache.read(request, () => order)
    const key = await filled(namespace)
    const version = (await client.getBuffer(key))?.toString('latin1', 0, 1)
    expect(key.split(':').at(-1)).toBe(version)
    // What an older or a newer version keeps for the same request.
    await client.set(key.replace(/:\d+$/, ''), '1 an older version', 'PX', 60_000)
    await client.set(key.replace(/\d+$/, '3'), '3 a newer version', 'PX', 60_000)
    using incidents = collectIncidents(namespace)
    await using next = await open(namespace)
    expect((await next.read(request, () => order)).source).toBe('redis')
    expect(incidents.seen.map(({ kind }) => kind)).toEqual(['redis-up'])
    expect(await client.keys(`${namespace}:*`)).toHaveLength(3)
  })

  test('a value above the limit of a tier is kept in the other one, and the incident names the tier and the bytes', async () => {
    const namespace = uniqueName('bad-data')
    const incidents: Incident[] = []
    const note = (event: unknown): void => void incidents.push(event as Incident)
    subscribe('mes-crm-sdk:incident', note)
    const options = { redis: redis.url, namespace, redisDeadline: '5s' } as const
    await using small = createCache({ ...options, shared: { maxValueBytes: 1_000 } })
    await using forgetful = createCache({ ...options, memory: { maxValueBytes: 10_000 } })
    await Promise.all([small.ready(), forgetful.ready()])
    const sources = async (cache: Cache, key: string): Promise<readonly string[]> => {
      const ask = async (): Promise<string> => (await cache.read({ ...request, key }, () => order)).source
      return [await ask(), await ask()]
    }
    expect(await sources(small, 'shared')).toEqual(['origin', 'memory'])
    expect(await client.keys(`${namespace}:*`)).toEqual([])
    await forgetful.read({ ...request, key: 'memory' }, () => order)
    await filled(namespace)
    expect(await sources(forgetful, 'memory')).toEqual(['redis', 'redis'])
    unsubscribe('mes-crm-sdk:incident', note)
    const oversize = incidents.filter((incident) => incident.namespace === namespace && incident.kind === 'oversize')
    expect(oversize.map(({ tier }) => tier)).toEqual(['redis', 'memory', 'memory', 'memory'])
    expect(oversize[0]?.bytes).toBe(JSON.stringify(order).length)
    expect(oversize[1]?.bytes).toBeGreaterThan(50_000)
  })

  test('a big value takes a fraction of its bytes in Redis, and a small one can be read with redis-cli', async () => {
    const namespace = uniqueName('bad-data')
    await using cache = await open(namespace)
    await cache.read(request, () => order)
    expect(await client.strlen(await filled(namespace))).toBeLessThan(1_000)
    await client.flushall()
    await cache.read({ ...request, cache: 'reload' }, () => ({ ...order, note: 'short' }))
    await expect
      .poll(async () => client.get(await filled(namespace)))
      .toContain('\n{"id":"o1","status":"SHIPPED","note":"short"}')
  })
})
