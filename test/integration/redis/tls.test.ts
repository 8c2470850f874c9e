import { createCache, type RedisSource } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Certificates, makeCertificates } from '../../support/certificates.ts'
import { block } from '../../support/block.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startChild } from '../../support/process.ts'
import { startTlsRedis } from '../../support/tls-redis.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

let certificates: Certificates
beforeAll(async () => void (certificates = await makeCertificates()))
afterAll(() => certificates[Symbol.asyncDispose]())

const secure = (port: number, ca = certificates.authority.pem): RedisSource => ({ host: '127.0.0.1', port, tls: { ca } })

/** What is told of a Redis that cannot be used; reads are answered all the same. */
const causeOf = async (source: RedisSource): Promise<string> => {
  const namespace = uniqueName('tls')
  using incidents = collectIncidents(namespace)
  await using cache = createCache({ redis: source, namespace })
  const downs = () => incidents.seen.filter(({ kind }) => kind === 'redis-down')
  await expect
    .poll(async () => {
      expect(await cache.getOrLoad({ key: 'order', ttl: 0, tags: [] }, () => 'PACKAGING')).toBe('PACKAGING')
      return downs().length
    })
    .toBe(1)
  expect((await cache.invalidate(['order:1'])).status).toBe('queued')
  return String(downs()[0]?.cause)
}

describe('over TLS', () => {
  test('caches share values and invalidations, and do so again when connections were cut and when Redis was restarted', async () => {
    await using redis = await startTlsRedis(certificates)
    await using proxy = await startProxy(redis.tlsPort)
    const options = { redis: secure(proxy.port), namespace: uniqueName('tls'), redisDeadline: '5s' } as const
    await using writer = createCache(options)
    await using reader = createCache(options)
    await Promise.all([writer.ready(), reader.ready()])
    let round = 0
    const expectShared = async (): Promise<void> => {
      const request = () => ({ key: ['order', round], ttl: '1h', tags: ['order'] }) as const
      await expect
        .poll(async () => {
          round++
          await writer.read(request(), () => 'PACKAGING')
          return (await reader.read(request(), () => 'another')).value
        })
        .toBe('PACKAGING')
      expect((await writer.invalidate(['order'])).status).toBe('applied')
      await expect.poll(async () => (await reader.read(request(), () => 'SHIPPED')).value).toBe('SHIPPED')
    }
    await expectShared()
    proxy.cut()
    proxy.heal()
    await expectShared()
    await redis.restart({ empty: true })
    await expectShared()
  })

  test('a rediss URL is trusted by what the process trusts', async () => {
    await using redis = await startTlsRedis(certificates)
    const url = `rediss://127.0.0.1:${redis.tlsPort}`
    expect(await causeOf(url)).toMatch(/self-signed|unable to (?:get|verify)/i)
    const env = { NODE_EXTRA_CA_CERTS: certificates.authority.file }
    await using child = await startChild(new URL('../life/exiting-child.ts', import.meta.url), {
      args: [url],
      build: 'none',
      env,
    })
    await expect.poll(() => child.call('append')).toBe('applied')
  })
})

describe('a Redis leaves reads to the origin and is told of once, by its cause, when', () => {
  test('its certificate has expired', async () => {
    await using redis = await startTlsRedis(certificates, certificates.expired)
    expect(await causeOf(secure(redis.tlsPort))).toMatch(/certificate has expired/)
  })

  test('its certificate is from another authority', async () => {
    await using redis = await startTlsRedis(certificates)
    await using others = await makeCertificates()
    expect(await causeOf(secure(redis.tlsPort, others.authority.pem))).toMatch(
      /self-signed|unable to (?:get|verify)|signature failure/i,
    )
  })

  test('it speaks no TLS where TLS is expected', async () => {
    await using redis = await startTlsRedis(certificates)
    expect(await causeOf(secure(redis.port))).toMatch(/no connection over TLS within 2000 ms|wrong version number/)
  })

  test('it speaks no TLS where TLS is expected, and the process is too busy to see in time that nothing comes', async () => {
    await using redis = await startTlsRedis(certificates)
    await using proxy = await startProxy(redis.port)
    const told = causeOf(secure(proxy.port))
    await expect.poll(() => proxy.accepted).toBeGreaterThan(0)
    block(2_500)
    expect(await told).toMatch(/no connection over TLS within 2000 ms|wrong version number/)
  })

  test('it speaks TLS where none is expected', async () => {
    await using redis = await startTlsRedis(certificates)
    expect(await causeOf(`redis://127.0.0.1:${redis.tlsPort}`)).toMatch(
      /protocol error: .*TLS at both ends or at neither|closed|ECONNRESET/,
    )
  })
})
