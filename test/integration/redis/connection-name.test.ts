import { hostname } from 'node:os'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { VERSION } from '../../../src/foundation/version.ts'
import { startRedis } from '../../support/redis-server.ts'

test('connections to Redis are named by version, host and process', async () => {
  await using server = await startRedis()
  await using cache = createCache({ redis: server.url, namespace: 'named' })
  await cache.ready()
  const client = new Redis(server.url)
  const list = String(await client.call('client', 'list'))
  client.disconnect()
  expect(list.split(`name=mes-crm:${VERSION}:${hostname()}:${process.pid} `).length - 1).toBeGreaterThanOrEqual(2)
})
