import type { SdkOptions } from 'mes-crm-sdk'
import { FUNCTION_LIBRARY, ownerOf } from 'mes-crm-sdk/protocol'
import { describe, expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { channels } from '../../../src/foundation/channels.ts'
import { documentedRules } from '../../support/acl-rules.ts'
import { uniqueName } from '../../support/names.ts'
import { startCluster } from '../../support/redis-cluster.ts'
import { startRedis } from '../../support/redis-server.ts'
import { secret } from '../reference-servers/credentials.ts'
import { newBody, priced, startTestMes } from './mes.ts'

type Redis = NonNullable<NonNullable<SdkOptions['cache']>['redis']>

const PRINCIPAL = 'partner:07'

/** What two services of one principal have priced, one beside the other, then one after the other, beside a MES that never finds a quote again. */
const priceTogether = async (
  redis: Redis,
  namespace: string,
  mes: Awaited<ReturnType<typeof startTestMes>>,
  redisFunctions = false,
) => {
  const outcomes: string[] = []
  const stop = channels.lease.subscribe(
    (event) => void (event.namespace === namespace && outcomes.push(`${event.operation} ${event.outcome}`)),
  )
  const options = {
    mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) }, invalidates: 'server' },
    cache: { redis, namespace, principal: PRINCIPAL, redisDeadline: '5s', redisFunctions },
  } as const
  await using one = mes.sdk(options)
  await using other = mes.sdk(options)
  await Promise.all([one.ready(), other.ready()])
  const body = newBody()
  const quotes = await Promise.all([one, other].map((sdk) => sdk.mes.quotes.calculate(priced(body))))
  const later = await other.mes.quotes.calculate(priced(body)).withMeta()
  stop()
  return { ids: new Set([...quotes, later.value].map(({ id }) => id)), source: later.cache.source, outcomes: outcomes.toSorted() }
}

/** One has the lease of the price, and of the upload in it; the other is served. */
const TOGETHER = ['models.upload granted', 'quotes.calculate granted', 'quotes.calculate served']

describe('services that calculate the same price', () => {
  it.each([
    ['service', false],
    ['partner', true],
  ] as const)(
    'are refused nothing with the rights of a %s, and tell calculations and uploads apart',
    async (user, callsFunctions) => {
      await using redis = await startRedis({ functions: FUNCTION_LIBRARY })
      const namespace = uniqueName('confined')
      await using mes = await startTestMes({
        cache: { redis: redis.url, namespace, redisDeadline: '5s' },
        quotes: { reuse: false },
      })
      for (const words of await documentedRules(user, { namespace, owner: ownerOf(PRINCIPAL), secret: 'pa55' }))
        await redis.command('ACL', 'SETUSER', user, ...words)
      await redis.command('ACL', 'LOG', 'RESET')
      const { ids, outcomes } = await priceTogether(
        `redis://${user}:pa55@127.0.0.1:${redis.port}`,
        namespace,
        mes,
        callsFunctions,
      )
      expect([ids.size, outcomes]).toEqual([1, TOGETHER])
      expect(mes.stats().work).toMatchObject({ 'calculations.begun': 1 })
      expect(await redis.command('KEYS', `${namespace}:${ownerOf(PRINCIPAL)}:*:generation`)).toHaveLength(1)
      expect(await redis.command('ACL', 'LOG')).toEqual([])
    },
  )

  it('calculate it once where Redis is a cluster', async () => {
    await using cluster = await startCluster()
    const namespace = uniqueName('clustered')
    const redis = { cluster: cluster.seeds }
    await using mes = await startTestMes({ cache: { redis, namespace, redisDeadline: '5s' }, quotes: { reuse: false } })
    const { ids, outcomes } = await priceTogether(redis, namespace, mes)
    expect([ids.size, outcomes]).toEqual([1, TOGETHER])
    const kept = await Promise.all(cluster.nodes.map((node) => node.command('KEYS', `${namespace}:*:generation`)))
    expect(kept.flat()).toHaveLength(1)
  })
})
