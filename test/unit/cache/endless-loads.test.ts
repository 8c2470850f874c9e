import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isTimeoutError } from '../../../src/error/timeout-error.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { rejection } from '../transport/support/sending.ts'
import { FakeLeases } from './support/fake-leases.ts'
import { FakeSharedTier, worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => void vi.useRealTimers())

const never = (): Promise<never> => new Promise(() => {})
const LIMIT_MS = 30_000

describe('a load that never ends', () => {
  test('is left at its limit: its signal is aborted, and its readers get a TimeoutError', async () => {
    const { begin } = await worldOf()
    let signal: AbortSignal | undefined
    const error = rejection(begin({ load: (context) => ((signal = context.signal), never()) }))
    await pass(LIMIT_MS - 10)
    expect(signal?.aborted).toBe(false)
    await pass(20)
    expect(isTimeoutError(await error)).toBe(true)
    expect(signal?.aborted).toBe(true)
  })

  test.each(['reload', 'bypass'] as const)('is left in the mode %s as well', async (mode) => {
    const { begin } = await worldOf()
    const error = rejection(begin({ load: never, mode }))
    await pass(LIMIT_MS + 10)
    expect(isTimeoutError(await error)).toBe(true)
  })

  test('takes no place among the loads under way behind its limit', async () => {
    const { begin, read } = await worldOf({ limit: { maxConcurrent: 1, maxWaiting: 1 } })
    const stuck = rejection(begin({ key: 'stuck', load: never }))
    await pass(LIMIT_MS + 10)
    await stuck
    expect((await read({ key: 'other' })).value).toBe('first')
  })

  test('fills nothing when it ends at last', async () => {
    const { begin, read, memory } = await worldOf()
    const late = Promise.withResolvers<string>()
    const error = rejection(begin({ load: () => late.promise }))
    await pass(LIMIT_MS + 10)
    await error
    late.resolve('late')
    await pass(10)
    expect(memory.entries).toBe(0)
    expect((await read()).value).toBe('first')
  })

  test('does not end the time of one who joined it shortly before: another load is made for it', async () => {
    const { begin } = await worldOf()
    const first = rejection(begin({ load: never }))
    await pass(LIMIT_MS - 100)
    const joined = begin()
    await pass(200)
    expect(isTimeoutError(await first)).toBe(true)
    expect((await joined).value).toBe('first')
  })

  test('may take as long as the most patient of its readers has said', async () => {
    const { begin } = await worldOf()
    const slow = Promise.withResolvers<string>()
    let loads = 0
    const load = (): Promise<string> => (loads++, slow.promise)
    const [hasty, patient] = [
      begin({ load, patienceMs: 1_000, signal: AbortSignal.timeout(1_000) }),
      begin({ load, patienceMs: 20_000 }),
    ]
    hasty.catch(() => {})
    await pass(10_000)
    slow.resolve('slow')
    await pass(10)
    expect((await patient).value).toBe('slow')
    expect(loads).toBe(1)
  })
})

test('a process waits for the holder of a lease for half of the limit, however long that holder renews it, then loads', async () => {
  const [log, shared, leases] = [new FakeLog(), new FakeSharedTier(), new FakeLeases()]
  const holder = await worldOf({ log, shared, leases: leases.process() })
  const waiter = await worldOf({ log, shared, leases: leases.process() })
  const held = holder.begin({ load: never, patienceMs: 3_600_000 })
  held.catch(() => {})
  await pass(10)
  const waiting = waiter.begin()
  await pass(LIMIT_MS / 2 - 1_000)
  expect(waiter.origin.loads).toBe(0)
  await pass(2_000)
  expect((await waiting).value).toBe('first')
})
