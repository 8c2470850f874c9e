import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createMemoryLog } from '../../../src/coherence/log/memory-log.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { FakeLog } from './support/fake-log.ts'
import { fakeTime, pass } from './support/process.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const MAX_STALENESS = 1_000

const opened = async (namespace: string): Promise<Coherence> => {
  const coherence = new Coherence({
    namespace,
    log: createMemoryLog(namespace, createClock()),
    clock: createClock(),
    maxStaleness: MAX_STALENESS,
  })
  coherence.open()
  await coherence.first.reached
  return coherence
}

/** What a process knows over a line to a log that does what the test says. */
const over = async (log: FakeLog) => {
  const line = log.line()
  const clock = createClock(
    () => Date.now(),
    () => Date.now(),
  )
  const coherence = new Coherence({ namespace: 'prod', log: line, clock, maxStaleness: MAX_STALENESS })
  coherence.open()
  await pass(10)
  return { line, coherence }
}

describe('an own invalidation', () => {
  test('whose message came before its answer leaves its tags open', async () => {
    const coherence = await opened('own-message-first')
    await coherence.invalidate(['a'])
    expect(coherence.isOpen(['a'])).toBe(true)
    await coherence.invalidateAll(new Error('tags unknown'))
    expect(coherence.isOpen(['a'])).toBe(true)
    await coherence.close()
  })

  test('is seen at once: no earlier stamp is valid when it has been answered', async () => {
    const coherence = await opened('own-writes')
    const stamp = coherence.position
    await coherence.invalidate(['a'])
    expect(stamp && coherence.isValid(stamp, ['a'])).toBe(false)
    expect(stamp && coherence.isValid(stamp, ['b'])).toBe(true)
    await coherence.close()
  })

  test('is applied with its answer, though no message tells of it', async () => {
    const log = new FakeLog()
    const { line, coherence } = await over(log)
    line.delivers = false
    await coherence.invalidate(['a'])
    expect(coherence.position?.id).toEqual(log.newest.id)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('behind a record that was missed keeps its tags closed until that is applied, and opens them then', async () => {
    const log = new FakeLog()
    const { line, coherence } = await over(log)
    line.delivers = false
    log.append(['b'])
    await coherence.invalidate(['a'])
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(10)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('in a log that began anew behind a clear keeps its tags closed until the loss is found', async () => {
    const log = new FakeLog()
    const { coherence } = await over(log)
    log.clear(undefined)
    log.rows = []
    await coherence.invalidate(['a'])
    expect(log.newest.epoch.number).toBeLessThan(coherence.position?.epoch.number ?? 0)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(50)
    expect(log.newest.kind).toBe('clear')
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that the log refused is appended by and by, on the same connection', async () => {
    const log = new FakeLog()
    const { line, coherence } = await over(log)
    line.refuses = ['append']
    expect((await coherence.invalidate(['a'])).status).toBe('queued')
    line.refuses = []
    await pass(MAX_STALENESS)
    expect(log.newest.tags).toEqual(['a'])
  })

  test('that is queued is appended by closing, as far as that can be', async () => {
    const log = new FakeLog()
    const { line, coherence } = await over(log)
    line.refuses = ['append']
    await coherence.invalidate(['a', 'b'])
    const hopeless = await over(log)
    hopeless.line.refuses = ['append']
    await hopeless.coherence.invalidate(['a', 'b'])
    line.refuses = []
    expect(await coherence.close()).toBe(0)
    expect(log.newest.tags).toEqual(['a', 'b'])
    const closing = hopeless.coherence.close()
    await pass(1_000)
    expect(await closing).toBe(2)
  })
})

describe('a process whose messages do not come', () => {
  test('asks the log within every bound, though nobody reads', async () => {
    const log = new FakeLog()
    const { line, coherence } = await over(log)
    line.delivers = line.healsBySubscribing = false
    for (let round = 0; round < 5; round++) {
      const missed = log.append(['a'])
      await pass(MAX_STALENESS)
      expect(coherence.position?.id).toEqual(missed.id)
    }
  })

  test('distrusts everything as soon as it hears of another history, though the log cannot be asked', async () => {
    const { line, coherence } = await over(new FakeLog())
    const stamp = coherence.position
    line.cut()
    line.hearOfLoss()
    expect(stamp && coherence.isValid(stamp, [])).toBe(false)
    expect(coherence.position).toBeUndefined()
  })
})
