import { createCache, type RedisSource } from 'mes-crm-sdk/cache'
import { FUNCTION_LIBRARY, logKey, ownerOf } from 'mes-crm-sdk/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentedRules } from '../../support/acl-rules.ts'
import { type Certificates, makeCertificates } from '../../support/certificates.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startCluster, type TestCluster } from '../../support/redis-cluster.ts'

const SECRET = 'pa55'
const keys = Array.from({ length: 20 }, (_, index) => String(index))
const request = (key: string) => ({ key, ttl: '1h', tags: [`order:${key}`] }) as const

let certificates: Certificates
let cluster: TestCluster
beforeAll(async () => {
  certificates = await makeCertificates()
  cluster = await startCluster({ certificates })
  for (const node of cluster.nodes) await node.command('FUNCTION', 'LOAD', FUNCTION_LIBRARY)
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  await certificates[Symbol.asyncDispose]()
})

/** Makes the documented user on every master, with what a cluster takes besides, and without the right to run scripts. */
const addUser = async (user: string, namespace: string, principal: string): Promise<RedisSource> => {
  const rules = await documentedRules(user, { namespace, owner: ownerOf(principal), secret: SECRET })
  for (const node of cluster.nodes) {
    for (const words of rules) await node.command('ACL', 'SETUSER', user, ...words)
    await node.command('ACL', 'SETUSER', user, '+cluster|slots', '+asking', '+fcall', '-eval', '-evalsha')
    await node.command('ACL', 'LOG', 'RESET')
  }
  return { cluster: cluster.seeds, username: user, password: () => SECRET, tls: { ca: certificates.authority.pem } }
}

const refusals = async (): Promise<readonly unknown[]> =>
  (await Promise.all(cluster.nodes.map((node) => node.command('ACL', 'LOG')))).flat()

/** Waits until every master is connected: each has taken a fill. */
const fillAll = async (cache: ReturnType<typeof createCache>, namespace: string, owner: string): Promise<void> => {
  await expect
    .poll(async () => {
      for (const key of keys) await cache.read({ ...request(key), cache: 'reload' }, () => 'old')
      const found = await Promise.all(cluster.nodes.map((node) => node.command('KEYS', `${namespace}:${owner}:*`)))
      return found.map((names) => Array.isArray(names) && names.length > 0)
    })
    .toEqual([true, true, true])
}

describe('on a cluster over TLS, as documented users that call functions,', () => {
  test('services share values, holds, leases and invalidations, also while the slot of the log moves, and are refused nothing', async () => {
    const namespace = uniqueName('secured')
    const redis = await addUser('service', namespace, 'service')
    const options = { redis, namespace, principal: 'service', redisDeadline: '5s', redisFunctions: true } as const
    using incidents = collectIncidents(namespace)
    await using writer = createCache(options)
    await using reader = createCache(options)
    await Promise.all([writer.ready(), reader.ready()])
    await fillAll(writer, namespace, ownerOf('service'))
    await fillAll(reader, namespace, ownerOf('service'))
    const { hold, status, position } = await writer.mutate(['order:7'], () => 'SHIPPED', { hold: '30s' })
    expect([hold, status]).toEqual(['held', 'applied'])
    expect((await reader.read({ ...request('7'), atLeast: position }, () => 'new')).value).toBe('new')
    let loads = 0
    const leased = { key: 'leased', ttl: '1h', tags: [], lease: true } as const
    await Promise.all([writer, reader].map((cache) => cache.getOrLoad(leased, () => ++loads)))
    expect(loads).toBe(1)
    const log = logKey(namespace)
    await cluster.moveSlot(log, cluster.strangerTo(log))
    await cluster.agreed()
    await expect.poll(async () => (await writer.invalidate(['order:8'])).status).toBe('applied')
    await expect.poll(async () => (await reader.read(request('8'), () => 'new')).value).toBe('new')
    expect(await refusals()).toEqual([])
    expect(incidents.seen.filter(({ cause }) => /NOPERM|certificate|protocol error/.test(String(cause)))).toEqual([])
  })

  test('a partner follows and keeps its own values on every master, and neither appends nor reads those of others on any', async () => {
    const namespace = uniqueName('secured')
    const ofService = await addUser('service', namespace, 'service')
    const redis = await addUser('partner', namespace, 'partner:42')
    await using service = createCache({
      redis: ofService,
      namespace,
      principal: 'service',
      redisDeadline: '5s',
      redisFunctions: true,
    })
    await service.ready()
    await using partner = createCache({ redis, namespace, principal: 'partner:42', redisDeadline: '5s', redisFunctions: true })
    await partner.ready()
    await fillAll(service, namespace, ownerOf('service'))
    await fillAll(partner, namespace, ownerOf('partner:42'))
    expect(await refusals()).toEqual([])
    const { position } = await service.invalidate(['order:7'])
    expect((await partner.read({ ...request('7'), atLeast: position }, () => 'new')).value).toBe('new')
    expect((await partner.invalidate(['order:8'])).status).toBe('queued')
    await using thief = createCache({ redis, namespace, principal: 'service', redisDeadline: '5s' })
    for (const key of keys) expect((await thief.read(request(key), () => 'own')).value).toBe('own')
    expect((await refusals()).length).toBeGreaterThan(0)
  })

  test('nobody is let in with a wrong password, or without trust in the certificate, and the cause is told', async () => {
    const namespace = uniqueName('secured')
    const redis = await addUser('service', namespace, 'service')
    for (const [wrong, told] of [
      [{ password: 'wrong' }, /WRONGPASS/],
      [{ tls: {} }, /certificate/],
    ] as const) {
      using incidents = collectIncidents(namespace)
      await using cache = createCache({ redis: { ...(redis as object), ...wrong } as RedisSource, namespace })
      await expect.poll(() => incidents.seen.map((incident) => String(incident.cause)).join('\n')).toMatch(told)
      expect(await cache.getOrLoad(request('1'), () => 'origin')).toBe('origin')
    }
  })
})
