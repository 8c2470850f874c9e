import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSdk } from 'mes-crm-sdk'
import { expect, test } from 'vitest'
import { startMes } from '../../../reference/mes/start.ts'
import { mintToken } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'

const bearer = mintToken({ sub: 'op_01', roles: ['operator'] }, DEMO_SECRET)

/** Reads past every client cache, as a client that knows nothing of positions does. */
const plainRead = async (mes: string, orderId: string): Promise<number> => {
  const response = await fetch(`${mes}/v1/orders/${orderId}`, { headers: { authorization: `Bearer ${bearer}` } })
  return ((await response.json()) as { version: number }).version
}

test("a load through a server that has not heard a record yields nothing older than the client's position, and does so without the header", async () => {
  await using redis = await startRedis()
  await redis.command('ACL', 'SETUSER', 'default', '-publish')
  const folder = await mkdtemp(join(tmpdir(), 'stacked-'))
  const namespace = uniqueName('stacked')
  // Nobody is told of a record, and the servers ask for one at most once an hour: they hear of it only when they are made to.
  const options = {
    database: join(folder, 'mes.db'),
    seed: { orders: 2_000 },
    cache: { redis: redis.url, namespace, maxStaleness: '1h', redisDeadline: '2s' },
  } as const
  const first = await startMes(options)
  const second = await startMes(options)
  await using sdk = createSdk({
    mes: { baseUrl: `${first.url}/v1`, auth: { bearer }, invalidates: 'server' },
    cache: { redis: redis.url, namespace, principal: 'staff:operator' },
  })
  await using other = createSdk({
    mes: { baseUrl: `${second.url}/v1`, auth: { bearer } },
    cache: { redis: redis.url, namespace, principal: 'staff:operator' },
  })
  try {
    await Promise.all([sdk.ready(), other.ready()])
    const { items } = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 1 })
    const order = items[0]
    if (order === undefined) throw new Error('the seed has an approved order')
    expect(await plainRead(second.url, order.id)).toBe(order.version)
    expect((await other.mes.orders.get(order.id)).version).toBe(order.version)

    const claimed = await sdk.mes.orders.claim(order.id, { ifMatch: order.version })
    const entry = first.stats().journal.find(({ id, version }) => id === order.id && version === claimed.version)
    const position = entry?.append?.position
    if (typeof position !== 'string') throw new Error('the server appended its record')

    expect(await plainRead(second.url, order.id)).toBe(order.version)
    expect((await other.mes.orders.get(order.id, { atLeast: position })).version).toBe(claimed.version)
  } finally {
    await Promise.all([first.close(), second.close()])
    await rm(folder, { recursive: true, force: true })
  }
})
