import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isOriginFailure } from '../../../src/cache/stale-window.ts'
import { AwaitedKey, runLoad } from '../../../src/cache/nested-load.ts'
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  OverloadError,
  ResponseValidationError,
  TimeoutError,
} from '../../../src/index.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { FakeSharedTier, type Reading, worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const DOWN = new Error('origin is down')
const failing = (): never => {
  throw DOWN
}
const GRACE = { ifErrorMs: 60_000 }
const taking: Reading = { grace: GRACE }
const broken: Reading = { grace: GRACE, load: failing }

describe('a reader who takes stale values where the origin fails', () => {
  test('gets the last value, marked, up to the end of the grace, and then the error', async () => {
    const { read, clock } = await worldOf()
    const bornAt = clock.now()
    await read(taking)
    await pass(bornAt + 30_000 - clock.now())
    expect(await read(broken)).toMatchObject({ value: 'first', source: 'memory', state: 'stale', ageMs: 30_000 })
    await pass(bornAt + 89_999 - clock.now())
    expect(await read(broken)).toMatchObject({ value: 'first', state: 'stale', ageMs: 89_999 })
    await expect(read(broken)).rejects.toBe(DOWN)
  })

  test('never gets what is known to be invalidated, here or elsewhere', async () => {
    const { read, commitElsewhere, commitHere } = await worldOf()
    await read({ ...taking, key: 'one' })
    await read({ ...taking, key: 'two', tags: ['b'] })
    commitElsewhere('second', ['a'])
    await pass(5)
    await expect(read({ ...broken, key: 'one' })).rejects.toBe(DOWN)
    await commitHere('third', ['b'])
    await expect(read({ ...broken, key: 'two' })).rejects.toBe(DOWN)
  })

  test('never gets what was invalidated while the load that failed was under way', async () => {
    const { begin, read, commitElsewhere } = await worldOf()
    await read(taking)
    await pass(30_000)
    const reading = begin({ grace: GRACE, load: () => new Promise((_resolve, reject) => setTimeout(() => reject(DOWN), 100)) })
    reading.catch(() => {})
    await pass(50)
    commitElsewhere('second')
    await pass(60)
    await expect(reading).rejects.toBe(DOWN)
  })

  test('never gets what was invalidated by a record that nobody delivered', async () => {
    const { read, line, commitElsewhere } = await worldOf()
    await read(taking)
    await pass(30_000)
    line.delivers = false
    commitElsewhere('second')
    await expect(read(broken)).rejects.toBe(DOWN)
  })

  test('gets it while the log is out of reach as well', async () => {
    const { read, line } = await worldOf()
    await read(taking)
    line.cut()
    await pass(10_000)
    expect(await read(broken)).toMatchObject({ value: 'first', state: 'stale' })
  })

  test('who asks the log first gets none that the log does not confirm', async () => {
    const { read, line, coherence } = await worldOf()
    await read(taking)
    const position = coherence.token ?? 'none'
    await pass(30_000)
    expect(await read({ ...broken, maxStaleness: 0 })).toMatchObject({ state: 'stale' })
    expect(await read({ ...broken, atLeast: [position] })).toMatchObject({ state: 'stale' })
    line.cut()
    await pass(2_000)
    await expect(read({ ...broken, maxStaleness: 0 })).rejects.toBe(DOWN)
    await expect(read({ ...broken, atLeast: [position] })).rejects.toBe(DOWN)
  })

  test('asks a failing origin about once a second, not at every read', async () => {
    const { read, origin } = await worldOf()
    await read(taking)
    await pass(30_000)
    const counting: Reading = { grace: GRACE, load: () => (origin.loads++, failing()) }
    const before = origin.loads
    for (let reads = 0; reads < 100; reads++) {
      await read(counting)
      await pass(25)
    }
    expect(origin.loads - before).toBe(3)
  })

  test('gets a new value as soon as the origin is back', async () => {
    const { read, origin } = await worldOf()
    await read(taking)
    await pass(30_000)
    await read(broken)
    origin.committed = 'second'
    await pass(1_000)
    expect(await read(taking)).toMatchObject({ value: 'second', source: 'origin', state: 'fresh' })
  })

  test('who runs out of time gets it; who gives up gets their reason', async () => {
    const { begin, read, origin } = await worldOf()
    await read(taking)
    await pass(30_000)
    origin.takes = 5_000
    const [late, fickle] = [new AbortController(), new AbortController()]
    const waits = begin({ ...taking, signal: late.signal })
    const leaves = begin({ ...taking, signal: fickle.signal })
    leaves.catch(() => {})
    await pass(100)
    fickle.abort(new Error('changed my mind'))
    await expect(leaves).rejects.toThrow('changed my mind')
    late.abort(new DOMException('too late', 'TimeoutError'))
    await pass(5)
    expect(await waits).toMatchObject({ value: 'first', state: 'stale' })
  })

  test('gets what another process loaded, from the shared tier, within its grace alone', async () => {
    const log = new FakeLog()
    const shared = new FakeSharedTier()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read(taking)
    await pass(5)
    shared.remainingMs = -1_000
    expect(await other.read(broken)).toMatchObject({ value: 'first', state: 'stale' })
    shared.remainingMs = -60_000
    await expect((await worldOf({ log, shared })).read(broken)).rejects.toBe(DOWN)
  })

  test('makes the shared tier keep it for as long', async () => {
    const shared = new FakeSharedTier()
    const { read } = await worldOf({ shared })
    await read({ grace: { ifErrorMs: 5_000, whileRevalidateMs: 7_000 } })
    expect([...shared.entries.values()]).toMatchObject([{ lifetimeMs: 30_000, graceMs: 7_000 }])
  })

  test('who takes none gets the error, and so does a load that reads', async () => {
    const { read, cache, clock } = await worldOf()
    await read(taking)
    await pass(30_000)
    await expect(read({ load: failing })).rejects.toBe(DOWN)
    const under = { clock, startedAt: clock.now(), atLeast: [], awaitedUnder: new AwaitedKey(cache, 'outer') }
    await expect(runLoad(under, () => read(broken))).rejects.toBe(DOWN)
  })
})

describe('an origin', () => {
  const failure = { operation: 'orders.list', requestId: 'r', attempts: 1 }
  const answered = (status: number): ApiError => new ApiError(status, {}, failure)

  test.each([
    answered(500),
    answered(503),
    answered(429),
    answered(408),
    new TimeoutError('late', failure),
    new ConnectionError('refused', failure),
    new OverloadError('orders.list', 1, 1),
    new Error('database is down'),
    'a text',
    Object.assign(new Error('bad gateway'), { status: 502 }),
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
  ])('that fails with %s is out of order', (error) => {
    expect(isOriginFailure(error)).toBe(true)
  })

  test.each([
    answered(404),
    answered(401),
    answered(409),
    new ConfigurationError('tags: bad'),
    new ResponseValidationError('orders.list', 200, 'r', []),
    Object.assign(new Error('forbidden'), { status: 403 }),
    Object.assign(new Error('gone'), { statusCode: 410 }),
    new TypeError('x is not a function'),
    new ReferenceError('x is not defined'),
  ])('that answers %s is not', (error) => {
    expect(isOriginFailure(error)).toBe(false)
  })
})

describe('a reader who takes stale values while a newer one is loaded', () => {
  const swr: Reading = { grace: { whileRevalidateMs: 10_000 } }

  test('gets the old one at once, marked, and the next reader the new one', async () => {
    const { begin, read, origin } = await worldOf()
    await read(swr)
    await pass(30_000)
    origin.committed = 'second'
    origin.takes = 500
    expect(await read(swr)).toMatchObject({ value: 'first', state: 'stale', source: 'memory' })
    expect(await read(swr)).toMatchObject({ value: 'first', state: 'stale' })
    await pass(500)
    expect(await begin(swr)).toMatchObject({ value: 'second', state: 'fresh', source: 'memory' })
    expect(origin.loads).toBe(2)
  })

  test('waits for the load past the grace, and where the value was invalidated', async () => {
    const { read, commitElsewhere, origin } = await worldOf()
    await read(swr)
    await pass(40_000)
    origin.committed = 'second'
    expect(await read(swr)).toMatchObject({ value: 'second', state: 'fresh', source: 'origin' })
    await pass(30_000)
    commitElsewhere('third')
    await pass(5)
    expect(await read(swr)).toMatchObject({ value: 'third', state: 'fresh', source: 'origin' })
  })

  test('is bound by the promise: without a confirmation the old one is not served', async () => {
    const { read, line } = await worldOf()
    await read(swr)
    line.cut()
    await pass(32_000)
    expect(await read(swr)).toMatchObject({ source: 'origin', state: 'fresh' })
  })

  test('is served on where the load behind it fails, which is tried about once a second', async () => {
    const { read, origin } = await worldOf()
    await read(swr)
    await pass(30_000)
    const counting: Reading = { ...swr, load: () => (origin.loads++, failing()) }
    const before = origin.loads
    for (let reads = 0; reads < 50; reads++) {
      expect(await read(counting)).toMatchObject({ value: 'first', state: 'stale' })
      await pass(50)
    }
    expect(origin.loads - before).toBe(3)
  })

  test('leaves a load that hangs behind after a while, and tries again', async () => {
    const { read, origin } = await worldOf()
    await read(swr)
    await pass(30_000)
    origin.takes = 3_600_000
    await read({ ...swr, patienceMs: 20 })
    expect(origin.signals.at(-1)?.aborted).toBe(false)
    await vi.waitFor(() => expect(origin.signals.at(-1)?.aborted).toBe(true))
  })

  test('inside a load waits for the newer one', async () => {
    const { read, cache, clock, origin } = await worldOf()
    await read(swr)
    await pass(30_000)
    origin.committed = 'second'
    const under = { clock, startedAt: clock.now(), atLeast: [], awaitedUnder: new AwaitedKey(cache, 'outer') }
    expect(await runLoad(under, () => read(swr))).toMatchObject({ value: 'second', state: 'fresh' })
  })
})
