import { describe, expect, onTestFinished, test } from 'vitest'
import { channels, type RedisCommandEvent } from '../../../src/foundation/channels.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

/** A link through a proxy, and what is announced of its commands. */
const connect = async () => {
  const redis = await startRedis()
  const proxy = await startProxy(redis.port)
  const namespace = uniqueName('commands')
  const link = new RedisLink({
    client: createRedisClient(proxy.url),
    clock: createClock(),
    namespace,
    deadlineMs: 100,
    holdsProcess: true,
  })
  onTestFinished(async () => {
    link.close()
    await proxy[Symbol.asyncDispose]()
    await redis[Symbol.asyncDispose]()
  })
  const heard: RedisCommandEvent[] = []
  onTestFinished(channels.redis.subscribe((event) => void (event.namespace === namespace && heard.push(event))))
  link.open({ up: () => {}, down: () => {} })
  await expect.poll(() => link.isUp).toBe(true)
  return { link, proxy, seen: () => heard.map(({ command, outcome }) => `${command} ${outcome}`), heard }
}

describe('a command to Redis is announced', () => {
  test('with its outcome and its time, when its reply comes, and its arguments are not', async () => {
    const { link, proxy, seen, heard } = await connect()
    proxy.delay(20)
    await link.ask([['set', 'secret', 'value'], ['xrange', 'secret', '-', '+'], { bytes: ['get', 'secret'] }], 5_000)
    expect(seen()).toEqual(['set answered', 'xrange refused', 'get answered'])
    expect(heard.every(({ durationMs }) => durationMs > 0)).toBe(true)
    expect(JSON.stringify(heard)).not.toMatch(/secret|value/)
  })

  test('once, where no reply comes in time', async () => {
    const { link, proxy, seen } = await connect()
    proxy.delay(150)
    await expect(link.ask([['ping'], ['time']])).rejects.toThrow('no reply within 100 ms')
    expect(seen()).toEqual(['ping overdue', 'time overdue'])
    // The late replies come ahead of this one.
    await link.ask([['ping']], 5_000)
    expect(seen()).toEqual(['ping overdue', 'time overdue', 'ping answered'])
  })

  test('where the connection breaks before the reply', async () => {
    const { link, proxy, seen } = await connect()
    proxy.halfOpen()
    const asked = link.ask([['ping']], 5_000)
    await new Promise(setImmediate)
    proxy.cut()
    await expect(asked).rejects.toThrow('connection')
    expect(seen()).toEqual(['ping lost'])
  })
})
