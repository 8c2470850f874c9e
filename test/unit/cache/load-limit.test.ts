import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LoadLimit } from '../../../src/cache/load-limit.ts'
import { createCache } from '../../../src/cache.ts'
import { channels, type IncidentEvent } from '../../../src/foundation/channels.ts'
import { isOverloadError } from '../../../src/index.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal

/** Loads that end when they are told to. */
const loadsOf = (limit: LoadLimit) => {
  const ends: (() => void)[] = []
  let most = 0
  let running = 0
  const load = async (): Promise<string> => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => ends.push(resolve))
    running--
    return 'value'
  }
  const run = (operation = 'orders.list', signal = never, atOnce = Number.POSITIVE_INFINITY) =>
    limit.run({ api: 'mes', operation }, atOnce, { signal }, load)
  return { run, ends, started: () => ends.length, most: () => most }
}

describe('a limit of concurrent loads', () => {
  test('lets so many of one operation run, and the others in the order in which they came', async () => {
    const { run, ends, started, most } = loadsOf(new LoadLimit({ maxConcurrent: 2, maxWaiting: 10 }))
    const order: number[] = []
    const loads = [0, 1, 2, 3, 4].map((index) => run().then(() => order.push(index)))
    await pass(0)
    expect(started()).toBe(2)
    for (let next = 0; next < 5; next++) {
      ends[next]?.()
      await pass(0)
    }
    await Promise.all(loads)
    expect(order).toEqual([0, 1, 2, 3, 4])
    expect(most()).toBe(2)
  })

  test('counts each operation by itself, and heeds its own smaller limit', async () => {
    const { run, started } = loadsOf(new LoadLimit({ maxConcurrent: 2, maxWaiting: 10 }))
    for (const operation of ['a', 'a', 'a', 'b', 'b', 'b']) void run(operation)
    await pass(0)
    expect(started()).toBe(4)
    for (let index = 0; index < 3; index++) void run('c', never, 1)
    await pass(0)
    expect(started()).toBe(5)
  })

  test('counts operations of the same id by themselves where they belong to several APIs', async () => {
    const limit = new LoadLimit({ maxConcurrent: 1, maxWaiting: 10 })
    const { run, started } = loadsOf(limit)
    void run('orders.list')
    void run('orders.list')
    let other = false
    void limit.run({ api: 'crm', operation: 'orders.list' }, 1, { signal: never }, async () => void (other = true))
    await pass(0)
    expect({ other, started: started() }).toEqual({ other: true, started: 1 })
  })

  test('refuses what would wait behind too many, and says so', async () => {
    const { run } = loadsOf(new LoadLimit({ maxConcurrent: 1, maxWaiting: 1 }))
    void run()
    void run()
    const refusal = await run().catch((error: unknown) => error)
    expect(isOverloadError(refusal)).toBe(true)
    expect(refusal).toMatchObject({
      api: 'mes',
      operation: 'orders.list',
      message: expect.stringMatching(/^mes\.orders\.list: .*1 loads are under way and 1 wait/),
    })
  })

  test('holds again when loads that had to begin at once have ended', async () => {
    const limit = new LoadLimit({ maxConcurrent: 1, maxWaiting: 100 })
    let running = 0
    let most = 0
    const load = async (): Promise<void> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running--
    }
    const hurried = new AbortController()
    const all = [limit.run({ api: 'mes', operation: 'o' }, 1, { signal: never }, load)]
    for (let index = 0; index < 5; index++)
      all.push(limit.run({ api: 'mes', operation: 'o' }, 1, { signal: never, hurried: hurried.signal }, load))
    for (let index = 0; index < 20; index++) all.push(limit.run({ api: 'mes', operation: 'o' }, 1, { signal: never }, load))
    hurried.abort()
    await pass(6)
    expect(most).toBe(6)
    most = 0
    await pass(200)
    expect([most, running]).toEqual([1, 0])
    await Promise.all(all)
  })

  test('is told of once for as long as it refuses', async () => {
    const told: unknown[] = []
    const note = (event: unknown): void => {
      const { kind, cause } = event as IncidentEvent
      if (kind === 'overload') told.push(cause)
    }
    subscribe(channels.incident.name, note)
    await using cache = createCache({ loads: { maxConcurrent: 1, maxWaiting: 0 } })
    const read = (key: string): Promise<unknown> =>
      cache.getOrLoad({ key, ttl: 0, tags: [], operation: 'orders.list' }, () => new Promise(() => {}))
    void read('first')
    for (const key of ['second', 'third']) await expect(read(key)).rejects.toThrow('orders.list: refused')
    unsubscribe(channels.incident.name, note)
    expect(told).toMatchObject([{ operation: 'orders.list' }])
  })

  test('gives the place of one who leaves the line to nobody, and of a failed load to the next', async () => {
    const limit = new LoadLimit({ maxConcurrent: 1, maxWaiting: 10 })
    const { run, ends, started } = loadsOf(limit)
    const failing = limit.run({ api: 'mes', operation: 'orders.list' }, 1, { signal: never }, async () => {
      await pass(1)
      throw new Error('down')
    })
    failing.catch(() => {})
    const leaving = new AbortController()
    const left = run('orders.list', leaving.signal)
    left.catch(() => {})
    const staying = run()
    leaving.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    await expect(failing).rejects.toThrow('down')
    await pass(1)
    expect(started()).toBe(1)
    ends[0]?.()
    await expect(staying).resolves.toBe('value')
  })
})

describe('a cache with a limit', () => {
  const limit = { maxConcurrent: 2, maxWaiting: 100 }

  test('never has more loads under way, and every reader is answered', async () => {
    const { begin, origin } = await worldOf({ limit })
    let running = 0
    let most = 0
    const load = async (): Promise<string> => {
      origin.loads++
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 10))
      running--
      return 'first'
    }
    const readers = Array.from({ length: 50 }, (_, index) => begin({ key: String(index), load }))
    await pass(300)
    expect((await Promise.all(readers)).map(({ value }) => value)).toEqual(Array.from({ length: 50 }, () => 'first'))
    expect([origin.loads, most]).toEqual([50, 2])
  })

  test('takes the stamp when the turn has come: what was invalidated while it waited is not too old', async () => {
    const { begin, origin, commitElsewhere } = await worldOf({ limit: { maxConcurrent: 1, maxWaiting: 10 } })
    origin.takes = 100
    const blocking = begin({ key: 'other', tags: ['other'] })
    const waiting = begin()
    await pass(50)
    commitElsewhere('second')
    await pass(160)
    await blocking
    expect((await waiting).value).toBe('second')
    expect(await begin()).toMatchObject({ value: 'second', source: 'memory' })
  })

  test('does not make a load wait for the loads that it is made of', async () => {
    const { begin, read } = await worldOf({ limit: { maxConcurrent: 1, maxWaiting: 10 } })
    const answers: unknown[] = []
    const load = async (): Promise<unknown> => [
      (await begin({ key: 'inner' })).value,
      (await begin({ key: 'alone', mode: 'reload' })).value,
    ]
    void begin({ key: 'outer', load }).then(({ value }) => answers.push(value))
    await pass(10)
    expect(answers).toEqual([['first', 'first']])
    expect(await read({ key: 'inner' })).toMatchObject({ source: 'memory' })
  })

  test('lets the load that a part of another load waits for begin at once', async () => {
    const { begin } = await worldOf({ limit: { maxConcurrent: 1, maxWaiting: 10 } })
    const answers: unknown[] = []
    const readInner = async (): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      return (await begin({ key: 'inner' })).value
    }
    void begin({ key: 'outer', load: readInner }).then(({ value }) => answers.push(value))
    await pass(1)
    void begin({ key: 'inner' }).then(({ value }) => answers.push(value))
    await pass(20)
    expect(answers).toEqual(['first', 'first'])
  })
})
