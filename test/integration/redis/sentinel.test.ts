import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:tls'
import { Redis } from 'ioredis'
import { type Cache, createCache, type CacheOptions } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { assertStillMaster } from '../../../src/redis/sentinel-vote.ts'
import { makeCertificates } from '../../support/certificates.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startWatched, type Watched } from '../../support/redis-sentinel.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const

const optionsFor = ({ source }: Watched, redis: CacheOptions['redis'] = source): CacheOptions => ({
  redis,
  namespace: uniqueName('sentinel'),
  maxStaleness: '200ms',
  redisDeadline: '2s',
})

const applied = async (cache: Cache): Promise<void> => {
  await expect.poll(async () => (await cache.invalidate(['probe'])).status).toBe('applied')
}

/** What the sentinels say of a server; beside load one of them may be too late to be counted. */
const verdictOn = (client: Parameters<typeof assertStillMaster>[1]): Promise<string> =>
  assertStillMaster(createClock(), client).then(() => 'the master', String)

describe('behind Sentinel', () => {
  test('the master is found by options and by an instance, and a process finds what another one cached', async () => {
    await using watched = await startWatched()
    const options = optionsFor(watched)
    const instance = new Redis({ ...watched.source, lazyConnect: true })
    await using writer = createCache(options)
    await using reader = createCache({ ...options, redis: instance })
    await Promise.all([writer.ready(), reader.ready()])
    await expect
      .poll(async () => {
        await writer.read({ ...request, cache: 'reload' }, () => 1)
        return (await reader.read(request, () => 2)).source
      })
      .toMatch(/redis|memory/)
    const { position, status } = await writer.invalidate(['order:1'])
    expect(status).toBe('applied')
    expect(await reader.read({ ...request, atLeast: position }, () => 3)).toMatchObject({ value: 3, source: 'origin' })
    expect(instance.status).toBe('wait')
  })

  test('a sentinel that is frozen costs a moment, not the connection', async () => {
    await using watched = await startWatched()
    watched.sentinels[0]?.pause()
    await using cache = createCache(optionsFor(watched))
    await cache.ready()
    await applied(cache)
  })

  test('a master that is demoted in place loses its clients, and they find the new one', async () => {
    await using watched = await startWatched()
    const old = await watched.master()
    const options = optionsFor(watched)
    await using cache = createCache(options)
    await cache.ready()
    await applied(cache)
    await watched.sentinels[0]?.command('SENTINEL', 'FAILOVER', 'orders')
    const promoted = await watched.promotedOver(old)
    await watched.whole()
    await applied(cache)
    const subscribers = async (server: TestRedis): Promise<unknown> =>
      server.command('PUBSUB', 'NUMSUB', `{${options.namespace}}:log:0`)
    await expect.poll(() => subscribers(promoted)).toContain(1)
    expect(await subscribers(old)).toContain(0)
  })

  test('records that were acknowledged and died with the master are a loss: nothing from before is served', async () => {
    await using watched = await startWatched()
    const old = await watched.master()
    const replica = watched.servers.find((server) => server !== old)
    const options = optionsFor(watched)
    let version = 1
    await using writer = createCache(options)
    await using reader = createCache(options)
    await Promise.all([writer.ready(), reader.ready()])
    await reader.read(request, () => version)
    // The replica keeps the entry, and never hears of the record.
    await expect.poll(async () => replica?.command('KEYS', `${options.namespace}:*`)).toHaveLength(1)
    replica?.pause()
    version = 2
    expect((await writer.invalidate(['order:1'])).status).toBe('applied')
    await old.kill()
    replica?.resume()
    await watched.promotedOver(old)
    await applied(writer)
    await reader.ready()
    await using joining = createCache(options)
    await joining.ready()
    for (const cache of [reader, joining])
      expect((await cache.read({ ...request, maxStaleness: 0 }, () => version)).value).toBe(2)
  })

  test('a server that the sentinels no longer call the master is not used, whatever it says of itself', async () => {
    await using watched = await startWatched()
    const master = await watched.master()
    const client = new Redis({ ...watched.source })
    const stranger = new Redis({ port: watched.servers.find((server) => server !== master)?.port ?? 0 })
    client.on('error', () => {})
    stranger.on('error', () => {})
    await expect.poll(() => [client.status, stranger.status]).toEqual(['ready', 'ready'])
    await expect.poll(() => verdictOn(client)).toBe('the master')
    await expect
      .poll(() => verdictOn({ options: client.options, stream: stranger.stream }))
      .toContain('0 of 3 sentinels call this server the master')
    watched.sentinels[0]?.pause()
    await expect.poll(() => verdictOn(client)).toBe('the master')
    for (const one of [client, stranger]) one.disconnect()
  })

  test('sentinels are asked over TLS where the client asks them so', async () => {
    await using redis = await startRedis()
    await using certificates = await makeCertificates()
    const answer = `*2\r\n$9\r\n127.0.0.1\r\n$${String(redis.port).length}\r\n${redis.port}\r\n`
    const [cert, key] = await Promise.all([readFile(certificates.valid.cert), readFile(certificates.valid.key)])
    const sentinel = createServer({ cert, key }, (socket) =>
      socket.on('error', () => {}).on('data', () => socket.write(answer)),
    ).listen(0, '127.0.0.1')
    await once(sentinel, 'listening')
    const address = sentinel.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const client = new Redis(redis.port)
    await expect.poll(() => client.status).toBe('ready')
    const sentinels = [{ host: '127.0.0.1', port }]
    const asked = (tls: { readonly sentinelTLS?: { readonly ca: string } }) =>
      verdictOn({ options: { ...client.options, sentinels, name: 'orders', ...tls }, stream: client.stream })
    await expect.poll(() => asked({ sentinelTLS: { ca: certificates.authority.pem } })).toBe('the master')
    expect(await asked({})).toContain('0 of 0 sentinels')
    client.disconnect()
    sentinel.close()
  })

  test('a server that was vetted is not used while another one is called the master', async () => {
    await using redis = await startRedis()
    const verdicts: (() => Promise<void>)[] = [
      () => Promise.reject(new RedisUnavailable('0 of 3', 'ROLE')),
      () => Promise.resolve(),
    ]
    const link = new RedisLink({
      client: createRedisClient(redis.url),
      clock: createClock(),
      deadlineMs: 1_000,
      holdsProcess: true,
      verify: () => verdicts.shift()?.() ?? Promise.resolve(),
    })
    const told: string[] = []
    link.open({ up: () => told.push('up'), down: (cause) => told.push(cause.message) })
    await expect.poll(() => told).toEqual(['0 of 3', 'up'])
    link.close()
  })

  test('a master that is cut off from its replica refuses to append, and what is invalidated there is queued, not lost', async () => {
    await using watched = await startWatched({ 'min-replicas-to-write': '1', 'min-replicas-max-lag': '1' })
    const master = await watched.master()
    await using cache = createCache(optionsFor(watched))
    await cache.ready()
    await applied(cache)
    const replica = watched.servers.find((server) => server !== master)
    for (const sentinel of watched.sentinels) sentinel.pause()
    replica?.pause()
    await expect.poll(async () => (await cache.invalidate(['order:1'])).status).toBe('queued')
    replica?.resume()
    for (const sentinel of watched.sentinels) sentinel.resume()
    await applied(cache)
  })
})
