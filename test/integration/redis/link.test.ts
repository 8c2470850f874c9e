import type { Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const PING = [['ping']] as const

/** A link through a proxy that is up. */
const connectedLink = async (url: string): Promise<{ readonly client: Redis; readonly link: RedisLink }> => {
  const client = createRedisClient(url)
  const link = new RedisLink({ client, clock: createClock(), deadlineMs: 50, holdsProcess: true })
  link.open({ up: () => {}, down: () => {} })
  await expect.poll(() => link.isUp).toBe(true)
  return { client, link }
}

describe('a connection', () => {
  test('whose replies are overdue is given up, although commands that may take longer succeed in between', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const { link } = await connectedLink(proxy.url)
    proxy.delay(100)
    for (let misses = 0; misses < 2; misses++) {
      await expect(link.ask(PING)).rejects.toThrow('no reply within 50 ms')
      expect(await link.ask(PING, 10_000)).toEqual(['PONG'])
    }
    await expect(link.ask(PING)).rejects.toThrow('no reply within 50 ms')
    expect(link.isUp).toBe(false)
    link.close()
  })

  test('is dropped once, however many replies are overdue', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const { client, link } = await connectedLink(proxy.url)
    const disconnect = vi.spyOn(client, 'disconnect')
    proxy.halfOpen()
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => link.ask(PING)))
    expect(asked.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'))
    expect(disconnect).toHaveBeenCalledTimes(1)
    link.close()
  })
})
