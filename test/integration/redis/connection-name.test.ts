import { hostname } from 'node:os'
import { connect, createServer, type Socket } from 'node:net'
import { createCache } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { VERSION } from '../../../src/foundation/version.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { listen } from '../../support/ports.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

const NAME = `mes-crm:${VERSION}:${hostname()}:${process.pid}`

/** How many connections to the server have the name. */
const countNamed = async (redis: TestRedis): Promise<number> =>
  String(await redis.command('CLIENT', 'LIST')).split(` name=${NAME} `).length - 1

/** A fake proxy that answers CLIENT with an error, since it does not know the command. */
const startForgetfulProxy = async (port: number) => {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1')
    for (const socket of [client, behind]) {
      open.add(socket)
      socket.on('error', () => {}).on('close', () => [client, behind].forEach((one) => one.destroy()))
    }
    // The server says of a command of that name what the proxy would say.
    client.on('data', (chunk) =>
      behind.write(chunk.toString('latin1').replaceAll(/(\$6\r\n)client(\r\n)/gi, '$1nosuch$2'), 'latin1'),
    )
    behind.pipe(client)
  })
  return listen(server, open)
}

/** What a service does with a cache: another one hears of its invalidation. */
const expectService = async (url: string): Promise<void> => {
  const namespace = uniqueName('named')
  using incidents = collectIncidents(namespace)
  const options = { redis: url, namespace, redisDeadline: '5s' } as const
  await using writer = createCache(options)
  await using reader = createCache(options)
  await Promise.all([writer.ready(), reader.ready()])
  const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const
  await reader.getOrLoad(request, () => 'old')
  expect((await writer.invalidate(request.tags)).status).toBe('applied')
  await expect.poll(() => reader.getOrLoad(request, () => 'new')).toBe('new')
  expect(incidents.seen.map(({ kind }) => kind)).toEqual(['redis-up', 'redis-up'])
}

test('connections to Redis are named by version, host and process', async () => {
  await using redis = await startRedis()
  await using cache = createCache({ redis: redis.url, namespace: 'named' })
  await cache.ready()
  expect(await countNamed(redis)).toBeGreaterThanOrEqual(2)
})

describe('connections work without a name', () => {
  test('where the user may not name them', async () => {
    await using redis = await startRedis()
    await redis.command('ACL', 'SETUSER', 'service', 'on', '>pa55', '~*', '&*', '+@all', '-client')
    await expectService(`redis://service:pa55@127.0.0.1:${redis.port}`)
    expect(JSON.stringify(await redis.command('ACL', 'LOG'))).toContain('client')
    expect(await countNamed(redis)).toBe(0)
  })

  test('where a proxy does not know the command', async () => {
    await using redis = await startRedis()
    await using proxy = await startForgetfulProxy(redis.port)
    await expectService(`redis://127.0.0.1:${proxy.port}`)
    expect(JSON.stringify(await redis.command('INFO', 'errorstats'))).toContain('errorstat_ERR')
  })
})
