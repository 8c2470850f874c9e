import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import type { ReaderSettings, ReadEnd } from './lease-child.ts'

/** Waits for several processes on a busy machine are longer than those of one. */
const until = async (condition: () => Promise<unknown>, expected: unknown): Promise<void> => {
  await expect.poll(condition, { interval: 10 }).toEqual(expected)
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Processes that read the same cold key, and the Redis that they share. */
const startFleet = async (size: number, redis: TestRedis, url = redis.url, settings: Partial<ReaderSettings> = {}) => {
  const namespace = settings.namespace ?? uniqueName('leases')
  const children = await Promise.all(Array.from({ length: size }, () => startChild(new URL('lease-child.ts', import.meta.url))))
  await Promise.all(children.map((child) => child.call('open', { redis: url, namespace, redisDeadline: '5s', ...settings })))
  const loadsOf = (of: readonly ChildProgram[]) => Promise.all(of.map((child) => child.call<number>('loads')))
  const endsOf = async (of: readonly ChildProgram[]) =>
    (await Promise.all(of.map((child) => child.call<readonly ReadEnd[]>('end')))).flat()
  return {
    children,
    namespace,
    loadsOf,
    endsOf,
    read: (count: number, patienceMs?: number) => Promise.all(children.map((child) => child.call('read', { count, patienceMs }))),
    finish: (of: readonly ChildProgram[], how: 'value' | 'failure' = 'value') =>
      Promise.all(of.map((child) => child.call('finish', { how }))),
    outcomesOf: async (of: readonly ChildProgram[]) =>
      (await Promise.all(of.map((child) => child.call<readonly string[]>('outcomes')))).flat().toSorted(),
    /** The process whose load is under way, and those that wait for it; the waiters have subscribed by then. */
    holder: async (): Promise<readonly [ChildProgram, readonly ChildProgram[]]> => {
      await until(async () => sum(await loadsOf(children)), 1)
      const loads = await loadsOf(children)
      const holder = children[loads.indexOf(1)]
      if (holder === undefined) throw new Error('nobody loads')
      const waiters = children.filter((child) => child !== holder)
      return [holder, waiters]
    },
    /** Settles when so many processes listen to the channel of the lease. */
    listening: (count: number) =>
      until(async () => {
        const channels = (await redis.command('PUBSUB', 'CHANNELS', `${namespace}:*`)) as readonly string[]
        return channels[0] === undefined ? 0 : ((await redis.command('PUBSUB', 'NUMSUB', channels[0])) as readonly unknown[])[1]
      }, count),
    leases: async () => (await redis.command('KEYS', `${namespace}:*:lease`)) as readonly string[],
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => child.kill()))
    },
  }
}

const sources = (ends: readonly ReadEnd[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const end of ends) {
    const what = 'error' in end ? end.error : end.source
    counts[what] = (counts[what] ?? 0) + 1
  }
  return counts
}

describe('a cold key', () => {
  test('that 200 readers of one process read is loaded once', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(1, redis)
    await fleet.read(200)
    await fleet.finish(fleet.children)
    expect(await fleet.endsOf(fleet.children)).toHaveLength(200)
    expect(await fleet.loadsOf(fleet.children)).toEqual([1])
  })

  test('that 4 processes with 50 readers each read is loaded once in total', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(4, redis)
    await fleet.read(50)
    await fleet.listening(3)
    await fleet.finish(fleet.children)
    const ends = await fleet.endsOf(fleet.children)
    expect(sources(ends)).toEqual({ origin: 50, redis: 150 })
    expect(new Set(ends.map((end) => ('value' in end ? end.value : end.error))).size).toBe(1)
    expect(sum(await fleet.loadsOf(fleet.children))).toBe(1)
    expect(await fleet.outcomesOf(fleet.children)).toEqual(['granted', 'served', 'served', 'served'])
    await until(fleet.leases, [])
    await fleet.listening(0)
  })
})

describe('a holder that', () => {
  test('is killed half-way is followed by one other process: 2 loads, and every reader is served', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(4, redis)
    await fleet.read(50)
    const [holder, waiters] = await fleet.holder()
    await fleet.listening(3)
    await holder.kill()
    await until(async () => sum(await fleet.loadsOf(waiters)), 1)
    await fleet.finish(waiters)
    expect(sources(await fleet.endsOf(waiters))).toEqual({ origin: 50, redis: 100 })
    expect(sum(await fleet.loadsOf(waiters))).toBe(1)
    expect(await fleet.outcomesOf(waiters)).toEqual(['served', 'served', 'taken-over'])
  })

  test('stands still for longer than its lease finds it taken, keeps its own value, and does not end the other one', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(3, redis)
    await fleet.read(10)
    const [holder, waiters] = await fleet.holder()
    await fleet.listening(2)
    holder.pause()
    await until(async () => sum(await fleet.loadsOf(waiters)), 1)
    const [lease = ''] = await fleet.leases()
    const follower = await redis.command('GET', lease)
    holder.resume()
    await until(() => fleet.outcomesOf([holder]), ['granted', 'lost'])
    await fleet.finish([holder], 'failure')
    expect(sources(await fleet.endsOf([holder]))).toEqual({ Error: 10 })
    expect(await redis.command('GET', lease)).toBe(follower)
    await fleet.finish(waiters)
    expect(sources(await fleet.endsOf(waiters))).toEqual({ origin: 10, redis: 10 })
    expect(sum(await fleet.loadsOf(waiters))).toBe(1)
  })

  test('fails to load is followed by all the others at once: they load at the same time, not one by one', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(4, redis)
    await fleet.read(10)
    const [holder, waiters] = await fleet.holder()
    await fleet.listening(3)
    await fleet.finish([holder], 'failure')
    expect(sources(await fleet.endsOf([holder]))).toEqual({ Error: 10 })
    await until(() => fleet.loadsOf(waiters), [1, 1, 1])
    await fleet.finish(waiters, 'failure')
    expect(sources(await fleet.endsOf(waiters))).toEqual({ Error: 30 })
    expect(await fleet.loadsOf(waiters)).toEqual([1, 1, 1])
  })

  test('closes its cache is followed at once, and its own readers get their value', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(3, redis)
    await fleet.read(10)
    const [holder, waiters] = await fleet.holder()
    await fleet.listening(2)
    await holder.call('close')
    await until(async () => sum(await fleet.loadsOf(waiters)), 1)
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf([holder]))).toEqual({ origin: 10 })
    expect(sources(await fleet.endsOf(waiters))).toEqual({ origin: 10, redis: 10 })
    await holder.call('disconnect')
    expect(await holder.exited).toEqual({ code: 0, signal: null })
  })
})

describe('a waiter whose message is lost', () => {
  const everything = 'on >secret ~* &* +@all'

  test('since nobody may publish finds the value by asking', async () => {
    await using redis = await startRedis({ users: [`fleet ${everything} -publish`] })
    await using fleet = await startFleet(3, redis, redis.url.replace('redis://', 'redis://fleet:secret@'))
    await fleet.read(10)
    await fleet.listening(2)
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf(fleet.children))).toEqual({ origin: 10, redis: 20 })
    expect(sum(await fleet.loadsOf(fleet.children))).toBe(1)
  })

  test('since it may not subscribe finds the value by asking', async () => {
    const namespace = uniqueName('leases')
    await using redis = await startRedis({ users: [`fleet on >secret ~* resetchannels &{${namespace}}:log:0 +@all`] })
    await using fleet = await startFleet(3, redis, redis.url.replace('redis://', 'redis://fleet:secret@'), { namespace })
    await fleet.read(10)
    await fleet.holder()
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf(fleet.children))).toEqual({ origin: 10, redis: 20 })
    expect(sum(await fleet.loadsOf(fleet.children))).toBe(1)
  })

  test('since its subscription was cut finds the value all the same', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(3, redis)
    await fleet.read(10)
    await fleet.listening(2)
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf(fleet.children))).toEqual({ origin: 10, redis: 20 })
    expect(sum(await fleet.loadsOf(fleet.children))).toBe(1)
  })
})

describe('waiters', () => {
  for (const [how, stop] of [
    ['ends', (redis: TestRedis) => redis.kill()],
    ['stands still', (redis: TestRedis) => redis.pause()],
  ] as const) {
    test(`load at once when Redis ${how}`, async () => {
      await using redis = await startRedis()
      await using fleet = await startFleet(3, redis, redis.url, { redisDeadline: '1s' })
      await fleet.read(10)
      const [, waiters] = await fleet.holder()
      await fleet.listening(2)
      await stop(redis)
      await until(() => fleet.loadsOf(waiters), [1, 1])
      await fleet.finish(fleet.children)
      expect(sources(await fleet.endsOf(fleet.children))).toEqual({ origin: 30 })
      expect(await fleet.outcomesOf(waiters)).toEqual(['unreachable', 'unreachable'])
    })
  }

  test('leave when their own time is over, and the holder goes on', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(2, redis)
    const [holder, waiter] = fleet.children
    await holder?.call('read', { count: 10 })
    await fleet.holder()
    await waiter?.call('read', { count: 10, patienceMs: 2_000 })
    expect(sources(await fleet.endsOf(fleet.children.slice(1)))).toEqual({ TimeoutError: 10 })
    await fleet.listening(0)
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf(fleet.children.slice(0, 1)))).toEqual({ origin: 10 })
    expect(await fleet.loadsOf(fleet.children)).toEqual([1, 0])
    expect(await fleet.outcomesOf(fleet.children)).toEqual(['granted', 'left'])
  })

  test('whose cache is closed load at once, and the process ends by itself', async () => {
    await using redis = await startRedis()
    await using fleet = await startFleet(2, redis)
    await fleet.read(10)
    const [, [waiter]] = await fleet.holder()
    await fleet.listening(1)
    await waiter?.call('close')
    await until(() => fleet.loadsOf(fleet.children), [1, 1])
    await fleet.finish(fleet.children)
    expect(sources(await fleet.endsOf(fleet.children))).toEqual({ origin: 20 })
    await waiter?.call('disconnect')
    expect(await waiter?.exited).toEqual({ code: 0, signal: null })
  })
})

test('a lease is a key behind that of its entry, with the database in the name of its channel', async () => {
  await using redis = await startRedis()
  await using fleet = await startFleet(2, redis, `${redis.url}/3`)
  await fleet.read(1)
  await fleet.listening(1)
  const [channel] = (await redis.command('PUBSUB', 'CHANNELS', `${fleet.namespace}:*`)) as readonly string[]
  expect(channel).toMatch(new RegExp(String.raw`^${fleet.namespace}:[\w-]+:[\w-]+:lease:3$`))
  await fleet.finish(fleet.children)
  await fleet.endsOf(fleet.children)
})
