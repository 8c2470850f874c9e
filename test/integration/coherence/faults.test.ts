import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { findViolations } from '../../support/history.ts'
import { type History, observe, type Scene } from '../../support/observed-run.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

const MAX_STALENESS = 200
const latency = (): number => 5 + Math.random() * 20

interface Fault extends Scene {
  readonly redis: TestRedis
  /** Between the reader and Redis; the writer is not behind it. */
  readonly proxy: TcpProxy
}

/** Writes before, during and after a fault, while another process reads. */
const playFault = async (fault: (parts: Fault) => Promise<void>): Promise<History> => {
  await using redis = await startRedis()
  await using proxy = await startProxy(redis.port)
  const options = { redis: redis.url, readersRedis: proxy.url, latency, maxStaleness: MAX_STALENESS }
  return await observe(options, async (scene) => {
    await scene.writeFor(4)
    await fault({ ...scene, redis, proxy })
    await scene.writeFor(6)
  })
}

const expectNoViolation = ({ writes, reads }: History): void => {
  expect(findViolations(writes, reads, MAX_STALENESS)).toEqual([])
  expect(reads.some(({ source }) => source === 'memory')).toBe(true)
}

/** The last reads come from memory again. */
const expectNormalService = ({ reads }: History): void => {
  expect(reads.slice(-20).map(({ source }) => source)).toContain('memory')
}

const faults: Readonly<Record<string, (parts: Fault) => Promise<void>>> = {
  'is killed and comes back empty': async ({ redis, write }) => {
    await redis.kill()
    const written = write()
    await redis.restart({ empty: true })
    await written
  },
  'loses everything to FLUSHALL': async ({ redis, write }) => {
    await write()
    await redis.command('FLUSHALL')
    await write()
  },
  'has its log deleted': async ({ redis, write }) => {
    const [log] = (await redis.command('KEYS', '*:log')) as readonly string[]
    await redis.command('DEL', String(log))
    await write()
  },
  'has its log trimmed to nothing': async ({ redis, write }) => {
    const [log] = (await redis.command('KEYS', '*:log')) as readonly string[]
    await write()
    await redis.command('XTRIM', String(log), 'MAXLEN', 0)
    await write()
  },
  'has garbage appended to its log': async ({ redis, write }) => {
    const [log] = (await redis.command('KEYS', '*:log')) as readonly string[]
    await redis.command('XADD', String(log), '*', 'what', 'is this')
    await write()
  },
  'cuts every connection of the reader': async ({ proxy, writeFor }) => {
    proxy.cut()
    await writeFor(2)
    proxy.heal()
  },
  'falls silent towards the reader, with every connection half-open': async ({ proxy, writeFor }) => {
    proxy.halfOpen()
    await writeFor(4)
    proxy.heal()
  },
  'kills the connections of all subscribers': async ({ redis, write }) => {
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await write()
  },
}

describe('no invalidation is missed for longer than maxStaleness when Redis', () => {
  test.each(Object.entries(faults))('%s', async (_name, fault) => {
    const history = await playFault(fault)
    expectNoViolation(history)
    expectNormalService(history)
  })
})

test('a process that was paused does not serve what it believed before', async () => {
  const history = await playFault(async ({ reader, writeFor }) => {
    reader.pause()
    await writeFor(4)
    reader.resume()
  })
  expectNoViolation(history)
})

test('an invalidation is queued while Redis is down, seen by its own process at once, and appended when Redis is back', async () => {
  await using redis = await startRedis()
  await observe({ redis: redis.url, latency, maxStaleness: MAX_STALENESS }, async ({ writer, register, reader }) => {
    const read = (): Promise<{ version: number }> =>
      writer.getOrLoad({ key: 'register', ttl: '30s', tags: ['register'] }, async () => (await fetch(register.url)).json() as Promise<{ version: number }>)
    expect((await read()).version).toBe(0)
    await redis.kill()
    const version = register.commit()
    const queued = await writer.invalidate(['register'])
    expect(queued.status).toBe('queued')
    expect((await read()).version).toBe(version)
    await redis.restart({ empty: false })
    await reader.call('waitFor', { version })
    await pause(MAX_STALENESS)
    expect((await writer.invalidate(['register'])).status).toBe('applied')
  })
})
