import { createSdk, type SdkOptions } from 'mes-crm-sdk'
import { expect, test } from 'vitest'
import { startMes } from '../../../reference/mes/start.ts'
import { mintToken } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import { uniqueName } from '../../support/names.ts'
import { startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

const READER = new URL('../../support/order-reader-child.ts', import.meta.url)
const bearer = mintToken({ sub: 'op_01', roles: ['operator'] }, DEMO_SECRET)

/** Claims an order while another process has its status in memory, and waits until that process reads the new one. */
const claimWhileAnotherReads = async (redis: TestRedis, maxStaleness: '1h' | '300ms'): Promise<void> => {
  const cache = { redis: redis.url, namespace: uniqueName('claim'), maxStaleness, redisDeadline: '2s' } as const
  const mes = await startMes({ seed: { orders: 2_000 }, cache })
  // Only MES appends: the claiming client leaves the invalidation to the server that commits.
  const options: SdkOptions = {
    mes: { baseUrl: `${mes.url}/v1`, auth: { bearer }, invalidates: 'server' },
    cache: { ...cache, principal: 'staff:operator' },
  }
  try {
    await using sdk = createSdk(options)
    await using reader = await startChild(READER, { args: [JSON.stringify(options)], build: 'none' })
    await Promise.all([sdk.ready(), reader.call('ready')])
    const [order] = (await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 1 })).items
    if (order === undefined) throw new Error('the seed has an approved order')
    const { id, version } = order
    expect(await reader.call('read', { id })).toEqual({ version, source: 'origin' })
    expect(await reader.call('read', { id })).toEqual({ version, source: 'memory' })
    const claimed = await sdk.mes.orders.claim(id, { ifMatch: version })
    expect(claimed).toMatchObject({ previousStatus: 'MANUFACTURING_APPROVED', status: 'MANUFACTURING_STARTED' })
    await reader.call('waitFor', { id, version: claimed.version })
  } finally {
    await mes.close()
  }
}

test("a claim changes what another process reads, by the message of MES's append alone", async () => {
  await using redis = await startRedis()
  await claimWhileAnotherReads(redis, '1h')
})

test('a claim changes what another process reads when no message is delivered, by confirmation', async () => {
  await using redis = await startRedis()
  await redis.command('ACL', 'SETUSER', 'default', '-publish')
  await claimWhileAnotherReads(redis, '300ms')
})
