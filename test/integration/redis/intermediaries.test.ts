import { createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { makeCertificates } from '../../support/certificates.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { findHaproxy, findNginx, findStunnel, findTwemproxy } from '../../support/intermediary.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startSubsetProxy } from '../../support/subset-proxy.ts'
import { startTlsRedis } from '../../support/tls-redis.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
const [haproxy, nginx, stunnel, twemproxy] = await Promise.all([findHaproxy(), findNginx(), findStunnel(), findTwemproxy()])

/** Two processes behind the proxy find each other's values, and hear of each other's invalidations. */
const expectService = async (url: string): Promise<void> => {
  const namespace = uniqueName('intermediary')
  using incidents = collectIncidents(namespace)
  const options = { redis: url, namespace, redisDeadline: '5s' } as const
  await using one = createCache(options)
  await using other = createCache(options)
  await Promise.all([one.ready(), other.ready()])
  let count = 0
  let key = ''
  // What is not in Redis yet when it is looked for is loaded, and kept in memory.
  await expect
    .poll(async () => {
      key = `order ${++count}`
      await one.read({ ...request, key }, () => 'old')
      return (await other.read({ ...request, key }, () => 'loaded by the other')).value
    })
    .toBe('old')
  expect((await one.invalidate(request.tags)).status).toBe('applied')
  await expect.poll(() => other.getOrLoad({ ...request, key }, () => 'new')).toBe('new')
  expect(incidents.seen.map(({ kind }) => kind)).toEqual(['redis-up', 'redis-up'])
}

describe('a cache works through', () => {
  test.skipIf(haproxy.isMissing)('HAProxy', async () => {
    await using redis = await startRedis()
    await using proxy = await haproxy.start({ servers: [redis.port] })
    await expectService(proxy.url)
  })

  test.skipIf(nginx.isMissing)('nginx, by its module stream', async () => {
    await using redis = await startRedis()
    await using proxy = await nginx.start({ server: redis.port })
    await expectService(proxy.url)
  })

  test.skipIf(stunnel.isMissing)('stunnel, to a Redis that speaks TLS', async () => {
    await using certificates = await makeCertificates()
    await using redis = await startTlsRedis(certificates)
    await using proxy = await stunnel.start({ server: redis.tlsPort, authority: certificates.authority.file })
    await expectService(proxy.url)
  })
})

describe('an intermediary that closes the connection at a command', () => {
  const told = (seen: readonly { readonly kind: string; readonly cause?: unknown }[]): string =>
    seen.map(({ kind, cause }) => `${kind} ${String(cause)}`).join('\n')

  test.skipIf(twemproxy.isMissing)('is told with the command: twemproxy does not know CLIENT', async () => {
    await using redis = await startRedis()
    await using proxy = await twemproxy.start({ server: redis.port })
    const namespace = uniqueName('intermediary')
    using incidents = collectIncidents(namespace)
    await using cache = createCache({ redis: proxy.url, namespace })
    await expect.poll(() => told(incidents.seen)).toMatch(/redis-down .*connection closed before the reply to client/)
    await expect(cache.ready({ timeout: 50 })).rejects.toThrow('connection closed before the reply to client')
    expect(await cache.getOrLoad(request, () => 'loaded')).toBe('loaded')
  })

  test.each([
    ['info', 'redis-down'],
    ['multi', 'redis-down'],
    ['xrevrange', 'redis-down'],
    ['subscribe', 'dead-subscription'],
    ['evalsha', 'append-failed'],
    ['get', 'redis-down'],
  ])('is told with the command: %s', async (command, kind) => {
    await using redis = await startRedis()
    await using proxy = await startSubsetProxy(redis.port, command)
    const namespace = uniqueName('intermediary')
    await using first = createCache({ redis: redis.url, namespace })
    await first.ready()
    using incidents = collectIncidents(namespace)
    await using cache = createCache({ redis: proxy.url, namespace, maxStaleness: '200ms' })
    await expect
      .poll(async () => {
        await cache.read(request, () => 'loaded')
        await cache.invalidate(['order:2'])
        return told(incidents.seen)
      })
      .toMatch(new RegExp(`${kind} .*connection closed before the reply to (?:.*, )?${command}\\b`))
  })

  test('is tried less and less often, although other commands are answered', async () => {
    await using redis = await startRedis()
    await using proxy = await startSubsetProxy(redis.port)
    await using cache = createCache({
      redis: proxy.url,
      namespace: uniqueName('intermediary'),
      maxStaleness: '50ms',
      memory: { maxBytes: 1 },
    })
    await cache.ready()
    proxy.unknown.add('get')
    const begun = performance.now()
    const before = proxy.accepted
    let asked = 0
    // A slow machine makes fewer connections, never more.
    await expect
      .poll(
        async () => {
          await cache.read({ ...request, key: `order ${asked++}` }, () => 'loaded')
          return performance.now() - begun
        },
        { interval: 20 },
      )
      .toBeGreaterThan(3_000)
    expect(proxy.accepted - before).toBeLessThan(20)
  })
})
