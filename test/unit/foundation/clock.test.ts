import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'

/** A machine whose two clocks can be moved apart. */
const machine = () => {
  let ran = 5_000
  let apart = 1_700_000_000_000
  const clock = createClock(
    () => ran,
    () => Math.floor(ran + apart),
  )
  const moveApart = (milliseconds: number): void => {
    apart += milliseconds
  }
  return {
    clock,
    run: (milliseconds: number) => {
      ran += milliseconds
    },
    setWall: moveApart,
    suspend: moveApart,
  }
}

/** The wall clock's resolution, and what a wall clock may lag before it counts as set back. */
const RESOLUTION = 3

describe('the clock of a process', () => {
  test('counts time as it passes', () => {
    const { clock, run } = machine()
    const start = clock.now()
    run(1_234.5)
    expect(clock.now() - start).toBeGreaterThanOrEqual(1_234.5)
    expect(clock.now() - start).toBeLessThan(1_234.5 + RESOLUTION)
  })

  test('counts the time for which the machine was suspended', () => {
    const { clock, run, suspend } = machine()
    const start = clock.now()
    run(100)
    suspend(60_000)
    run(100)
    expect(clock.now() - start).toBeGreaterThanOrEqual(60_200 - RESOLUTION)
  })

  test('is not moved by a wall clock that is set back, and goes on from there', () => {
    const { clock, run, setWall } = machine()
    const start = clock.now()
    setWall(-3_600_000)
    expect(clock.now() - start).toBeLessThan(RESOLUTION)
    run(500)
    expect(clock.now() - start).toBeGreaterThanOrEqual(500)
    expect(clock.now() - start).toBeLessThan(500 + RESOLUTION)
  })

  test('counts a suspension that follows a wall clock set back', () => {
    const { clock, run, setWall, suspend } = machine()
    run(10)
    setWall(-3_600_000)
    const start = clock.now()
    suspend(10_000)
    expect(clock.now() - start).toBeGreaterThanOrEqual(10_000 - RESOLUTION)
  })

  test('makes everything older, never younger, where the wall clock is set forward', () => {
    const { clock, setWall } = machine()
    const start = clock.now()
    setWall(3_600_000)
    expect(clock.now() - start).toBeGreaterThanOrEqual(3_600_000 - RESOLUTION)
  })

  test('gains nothing by jitter, however often it is asked', () => {
    const { clock, run } = machine()
    const start = clock.now()
    for (let n = 0; n < 100_000; n++) {
      run(0.37)
      clock.now()
    }
    expect(clock.now() - start).toBeGreaterThanOrEqual(37_000 - 0.001)
    expect(clock.now() - start).toBeLessThan(37_000 + RESOLUTION)
  })

  test('gains nothing by a wall clock that is corrected back and forth within its jitter', () => {
    const { clock, run, setWall } = machine()
    const start = clock.now()
    for (let n = 0; n < 1_000; n++) {
      setWall(n % 2 === 0 ? -1 : 1)
      run(1)
      clock.now()
    }
    expect(clock.now() - start).toBeLessThan(1_000 + RESOLUTION)
  })

  test('never goes back, and never counts less than what passed, whatever happens to the wall clock', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('run' as const), by: fc.double({ min: 0, max: 1_000, noNaN: true }) }),
      fc.record({ kind: fc.constant('setWall' as const), by: fc.integer({ min: -10_000, max: 10_000 }) }),
      fc.record({ kind: fc.constant('suspend' as const), by: fc.integer({ min: 0, max: 10_000 }) }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const computer = machine()
        const start = computer.clock.now()
        let ran = 0
        let last: number = start
        for (const { kind, by } of events) {
          computer[kind](by)
          if (kind === 'run') ran += by
          const now = computer.clock.now()
          expect(now).toBeGreaterThanOrEqual(last)
          expect(now - start).toBeGreaterThanOrEqual(ran - 1e-6)
          last = now
        }
      }),
    )
  })
})

/** Waits, without a timer, until so much time of the process has passed. */
const passOfProcess = (milliseconds: number): void => {
  const since = performance.now()
  while (performance.now() - since < milliseconds);
}

afterEach(() => void vi.useRealTimers())

describe('a timer of the clock', () => {
  test('is called once, after its time', async () => {
    vi.useFakeTimers()
    const calls: number[] = []
    const clock = createClock()
    const startedAt = clock.now()
    clock.timer(500, () => calls.push(clock.now() - startedAt))
    await vi.advanceTimersByTimeAsync(499)
    expect(calls).toEqual([])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(calls).toEqual([500])
  })

  test('is not called once it was stopped, which may be done twice', async () => {
    vi.useFakeTimers()
    const call = vi.fn<() => void>()
    const timer = createClock().timer(500, call)
    timer.stop()
    timer.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(call).not.toHaveBeenCalled()
  })

  test('that repeats is called until it is stopped, by itself too', async () => {
    vi.useFakeTimers()
    let calls = 0
    const timer = createClock().timer(500, () => ++calls === 3 && timer.stop(), { repeats: true })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(calls).toBe(3)
  })

  test.each([2 ** 31, 2 ** 33])('of %d ms is not called early, which Node does with more than 2^31 - 1', async (milliseconds) => {
    vi.useFakeTimers()
    const call = vi.fn<() => void>()
    createClock().timer(milliseconds, call)
    await vi.advanceTimersByTimeAsync(milliseconds - 1)
    expect(call).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(call).toHaveBeenCalledOnce()
  })

  test('without an end is never called, and can be stopped', async () => {
    vi.useFakeTimers()
    const call = vi.fn<() => void>()
    const timer = createClock().timer(Number.POSITIVE_INFINITY, call)
    await vi.advanceTimersByTimeAsync(2 ** 33)
    timer.stop()
    expect(call).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('holds the process, unless it is told not to', () => {
    const held = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = held()
    const clock = createClock()
    const [holding, ...others] = [
      clock.timer(60_000, () => {}),
      clock.timer(60_000, () => {}, { holdsProcess: false }),
      clock.timer(60_000, () => {}, { repeats: true, holdsProcess: false }),
    ]
    expect(held()).toBe(before + 1)
    for (const timer of [holding, ...others]) timer?.stop()
    expect(held()).toBe(before)
  })

  test('may be a number, as in a browser', () => {
    vi.stubGlobal('setTimeout', (call: () => void) => (call(), 7))
    const call = vi.fn<() => void>()
    createClock().timer(1, call, { holdsProcess: false }).stop()
    expect(call).toHaveBeenCalledOnce()
    vi.unstubAllGlobals()
  })
})

describe('a pause of the clock', () => {
  test('ends after its time', async () => {
    vi.useFakeTimers()
    const ended = vi.fn<() => void>()
    void createClock().pause(500).then(ended)
    await vi.advanceTimersByTimeAsync(499)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toHaveBeenCalledOnce()
  })

  test('is rejected for the reason of its signal, and leaves no timer and no listener', async () => {
    vi.useFakeTimers()
    const controller = new AbortController()
    const pause = createClock().pause(500, { signal: controller.signal })
    controller.abort('enough')
    await expect(pause).rejects.toBe('enough')
    expect(vi.getTimerCount()).toBe(0)
    await expect(createClock().pause(500, { signal: controller.signal })).rejects.toBe('enough')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('leaves no listener on its signal once it has ended', async () => {
    const { signal } = new AbortController()
    await createClock().pause(0, { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('a clock that was made before a test kit has taken over the timers', () => {
  test('goes on with the time of the kit, and never back', async () => {
    const clock = createClock()
    const before = clock.now()
    vi.useFakeTimers()
    const begun = clock.now()
    expect(clock.now()).toBe(begun)
    const ended = vi.fn<() => void>()
    void clock.pause(60_000).then(ended)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended).toHaveBeenCalledOnce()
    const paused = clock.now()
    vi.useRealTimers()
    expect(begun).toBeGreaterThanOrEqual(before)
    expect(paused - begun).toBeGreaterThanOrEqual(60_000 - RESOLUTION)
    expect(clock.now()).toBeGreaterThanOrEqual(paused)
  })

  test.each([
    ['now', 60_000],
    ['now', 5],
    ['monotonicNow', 60_000],
    ['monotonicNow', 5],
  ] as const)('%s() counts two times of the kit of %d ms, and the time of the process after each', (read, milliseconds) => {
    const clock = createClock()
    for (let section = 0; section < 2; section++) {
      const since = performance.now()
      vi.useFakeTimers()
      const begun = clock[read]()
      vi.advanceTimersByTime(milliseconds)
      const ended = clock[read]()
      expect(ended - begun).toBeGreaterThan(milliseconds - RESOLUTION)
      expect(ended - begun).toBeLessThan(milliseconds + RESOLUTION)
      vi.useRealTimers()
      const from = performance.now()
      const given = clock[read]()
      expect(given - ended).toBeGreaterThanOrEqual(0)
      expect(given - ended).toBeLessThan(performance.now() - since + RESOLUTION)
      passOfProcess(20)
      const last = clock[read]()
      expect(last - given).toBeGreaterThan(20 - RESOLUTION)
      expect(last - given).toBeLessThan(performance.now() - from + RESOLUTION)
    }
  })
})
