import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { FakeLog } from './support/fake-log.ts'
import { fakeTime, pass } from './support/process.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

/** A process on a log. */
const processOn = async (log: FakeLog) => {
  const line = log.line()
  const coherence = new Coherence({ namespace: 'n', log: line, clock: createClock(() => Date.now(), () => Date.now()), maxStaleness: 1_000 })
  coherence.open()
  await pass(10)
  return { line, coherence }
}

const ends = (log: FakeLog, token: string) => log.history.filter((record) => record.ends.includes(token))

describe('a hold', () => {
  test('closes its tags in every process, from its call or its message until the record that ends it', async () => {
    const log = new FakeLog()
    const [writer, reader] = [await processOn(log), await processOn(log)]
    const holding = writer.coherence.hold(['a', 'b'], 10_000)
    expect(writer.coherence.isOpen(['a'])).toBe(false)
    await pass(1)
    const { token, status } = await holding
    expect(status).toBe('held')
    for (const { coherence } of [writer, reader]) expect([['a'], ['b', 'c'], ['c']].map((tags) => coherence.isOpen(tags))).toEqual([false, false, true])
    const ending = writer.coherence.invalidate(['a', 'b'], { ends: [token] })
    await pass(1)
    expect((await ending).status).toBe('applied')
    for (const { coherence } of [writer, reader]) expect(coherence.isOpen(['a', 'b'])).toBe(true)
  })

  test('counts as a record that names its tags: what was loaded before it stays invalid', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const stamp = log.newest
    const record = log.hold(['a'])
    log.append([], [record.token])
    expect(coherence.isOpen(['a'])).toBe(true)
    expect([coherence.isValid(stamp, ['a']), coherence.isValid(stamp, ['b'])]).toEqual([false, true])
  })

  test('on one tag does not end another one on it', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const [one, other] = [log.hold(['a']), log.hold(['a', 'b'])]
    log.append(['a'], [one.token])
    expect(coherence.isOpen(['a'])).toBe(false)
    log.append(['a', 'b'], [other.token])
    expect(coherence.isOpen(['a', 'b'])).toBe(true)
  })

  test('outlasts a clear', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    log.leaseLeftMs = 10_000
    log.hold(['a'])
    log.clear(undefined)
    expect(coherence.isOpen(['a'])).toBe(false)
    log.reconnect()
    await pass(1_000)
    expect(coherence.isOpen(['b'])).toBe(true)
    expect(coherence.isOpen(['a'])).toBe(false)
  })

  test('is found by a process that starts while it is open, and by one that catches up with it', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 10_000
    const late = await processOn(log)
    late.line.delivers = late.line.healsBySubscribing = false
    const { token } = log.hold(['a'])
    log.append(['other'])
    log.trimTo(1)
    const { coherence } = await processOn(log)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(1_000)
    expect(late.coherence.isOpen(['a'])).toBe(false)
    log.append(['a'], [token])
    await pass(1_000)
    for (const process of [coherence, late.coherence]) expect(process.isOpen(['a'])).toBe(true)
  })

  test('of a writer that died is ended by its followers, one of them, once its lease has passed by the clock of the log', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 5_000
    const readers = [await processOn(log), await processOn(log), await processOn(log)]
    const { token } = log.hold(['a'], 1_000)
    await pass(5_000)
    expect(ends(log, token)).toEqual([])
    log.leaseLeftMs = 0
    await pass(6_000)
    expect(ends(log, token)).toMatchObject([{ kind: 'invalidate', tags: ['a'] }])
    for (const { coherence } of readers) expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that the log has forgotten is ended all the same, after its lease', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const { token } = log.hold(['a'], 1_000)
    log.holds.clear()
    await pass(800)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(2_000)
    expect(coherence.isOpen(['a'])).toBe(true)
    expect(ends(log, token)).toMatchObject([{ tags: ['a'] }])
  })

  test('whose end was missed is not ended once more by a follower that cannot catch up', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const { token } = log.hold(['a'], 1_000)
    line.delivers = line.healsBySubscribing = false
    log.append(['a'], [token])
    line.refuses = ['head', 'from', 'newest']
    await pass(5_000)
    expect(coherence.isOpen(['a'])).toBe(false)
    expect(ends(log, token)).toHaveLength(1)
    line.refuses = []
    await pass(1_000)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('whose end could not be appended is ended with the first thing that can be', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const holding = coherence.hold(['a'], 60_000)
    await pass(1)
    const { token } = await holding
    line.refuses = ['append']
    const ending = coherence.invalidate(['a'], { ends: [token] })
    await pass(1)
    expect((await ending).status).toBe('queued')
    line.refuses = []
    line.reconnect(true)
    await pass(100)
    expect(ends(log, token)).toMatchObject([{ tags: ['a'] }])
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that the log does not answer is unknown; where it came about all the same, its end ends it', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const reader = await processOn(log)
    line.onTheWay = (question) => {
      if (question === 'hold') throw new Error('the answer is lost')
    }
    const holding = coherence.hold(['a'], 60_000)
    await pass(1)
    const { token, status } = await holding
    expect(status).toBe('unknown')
    expect(reader.coherence.isOpen(['a'])).toBe(false)
    void coherence.invalidate(['a'], { ends: [token] })
    await pass(1)
    expect(reader.coherence.isOpen(['a'])).toBe(true)
  })
})

describe('an invalidation that settles', () => {
  test('is appended once more after its delay', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    void coherence.invalidate(['a'], { settleMs: 2_000 })
    await pass(1_999)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(1)
    const stamp = log.newest
    await pass(10)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(2)
    expect(coherence.isValid(stamp, ['a'])).toBe(false)
  })

  test('is appended early by a process that closes', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    void coherence.invalidate(['a'], { settleMs: 60_000 })
    await pass(1)
    const closing = coherence.close()
    await pass(1)
    expect(await closing).toBe(0)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(2)
  })
})
