import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Signal } from '../../../src/foundation/signal.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'

beforeEach(fakeTime)
afterEach(() => void vi.useRealTimers())

/** Waits, and says whether it is over. */
const waitFor = (signal: Signal, milliseconds: number): { over: boolean } => {
  const waiting = { over: false }
  void signal.wait(milliseconds).then(() => (waiting.over = true))
  return waiting
}

describe('a signal', () => {
  test('ends the wait at once, and leaves no timer', async () => {
    const signal = new Signal(createClock())
    const waiting = waitFor(signal, 1_000)
    await pass(10)
    expect(waiting.over).toBe(false)
    signal.send()
    await pass(0)
    expect(waiting.over).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that finds nobody waiting is kept for the next who does', async () => {
    const signal = new Signal(createClock())
    signal.send()
    signal.send()
    const first = waitFor(signal, 1_000)
    await pass(0)
    const second = waitFor(signal, 1_000)
    await pass(0)
    expect([first.over, second.over]).toEqual([true, false])
  })

  test('that never comes is not waited for any longer than was said', async () => {
    const waiting = waitFor(new Signal(createClock()), 1_000)
    await pass(999)
    expect(waiting.over).toBe(false)
    await pass(1)
    expect(waiting.over).toBe(true)
  })
})
