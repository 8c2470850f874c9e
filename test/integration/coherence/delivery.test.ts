import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createCache } from 'mes-crm-sdk/cache'
import { findViolations, machineNow, type Read, type Write } from '../../support/history.ts'
import { uniqueName } from '../../support/names.ts'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { type Register, startRegister } from '../../support/register.ts'
import type { ReaderOptions } from '../../support/reader-child.ts'

const READER = new URL('../../support/reader-child.ts', import.meta.url)

const startReader = (options: ReaderOptions): Promise<ChildProgram> =>
  startChild(READER, { args: [JSON.stringify(options)], build: 'none' })

/** Redis still appends records for everybody, and publishes none. */
const forbidPublishing = (redis: TestRedis): Promise<unknown> => redis.command('ACL', 'SETUSER', 'default', '-publish')

interface Setting extends Pick<ReaderOptions, 'variant' | 'maxStaleness'> {
  readonly redis: TestRedis
  readonly register: Register
}

/** Writes for a while, while another process reads, and returns what both saw. */
const observe = async ({ redis, register, variant, maxStaleness }: Setting, writesPlanned: number): Promise<{ writes: Write[]; reads: Read[] }> => {
  const namespace = uniqueName('delivery')
  await using writer = createCache({ redis: redis.url, namespace })
  await using reader = await startReader({ variant, redis: redis.url, namespace, register: register.url, maxStaleness })
  await Promise.all([writer.ready(), reader.call('ready')])
  await reader.call('start', { readers: 4 })
  const writes: Write[] = []
  for (let count = 0; count < writesPlanned; count++) {
    await pause(maxStaleness * (0.5 + Math.random()))
    const version = register.commit()
    const committedAt = machineNow()
    while ((await writer.invalidate(['register'])).status === 'queued') await pause(10)
    writes.push({ version, committedAt, appendedAt: machineNow() })
  }
  await pause(maxStaleness * 3)
  return { writes, reads: await reader.call<Read[]>('stop') }
}

const latency = (): number => 5 + Math.random() * 20

describe('an invalidation', () => {
  test('reaches another process by its message alone, long before any confirmation is due', async () => {
    await using redis = await startRedis()
    await using register = await startRegister(latency)
    const namespace = uniqueName('delivery')
    await using writer = createCache({ redis: redis.url, namespace })
    await using reader = await startReader({ variant: 'complete', redis: redis.url, namespace, register: register.url, maxStaleness: 3_600_000 })
    await Promise.all([writer.ready(), reader.call('ready')])
    expect((await reader.call<Read>('read')).version).toBe(0)
    expect((await reader.call<Read>('read')).source).toBe('memory')
    const version = register.commit()
    await writer.invalidate(['register'])
    expect((await reader.call<Read>('waitFor', { version })).version).toBe(version)
  })

  test('is never missed for longer than maxStaleness, with messages', async () => {
    await using redis = await startRedis()
    await using register = await startRegister(latency)
    const { writes, reads } = await observe({ redis, register, variant: 'complete', maxStaleness: 200 }, 12)
    expect(findViolations(writes, reads, 200)).toEqual([])
    expect(reads.filter(({ source }) => source === 'memory').length).toBeGreaterThan(reads.length / 2)
  })

  test('is never missed for longer than maxStaleness when no message is ever delivered', async () => {
    await using redis = await startRedis()
    await forbidPublishing(redis)
    await using register = await startRegister(latency)
    const { writes, reads } = await observe({ redis, register, variant: 'complete', maxStaleness: 200 }, 12)
    expect(findViolations(writes, reads, 200)).toEqual([])
    expect(reads.filter(({ source }) => source === 'memory').length).toBeGreaterThan(reads.length / 2)
  })

  test('is missed when there is neither message nor confirmation: the checker sees what it looks for', async () => {
    await using redis = await startRedis()
    await forbidPublishing(redis)
    await using register = await startRegister(latency)
    const { writes, reads } = await observe({ redis, register, variant: 'without confirmation', maxStaleness: 200 }, 12)
    expect(findViolations(writes, reads, 200).length).toBeGreaterThan(0)
  })

  test('that comes while a value is loaded is missed without the stamp fence: the checker sees that, too', async () => {
    await using redis = await startRedis()
    await using register = await startRegister(() => 100)
    const { writes, reads } = await observe({ redis, register, variant: 'without the stamp fence', maxStaleness: 50 }, 12)
    expect(findViolations(writes, reads, 50).length).toBeGreaterThan(0)
  })
})
