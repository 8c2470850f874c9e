import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'

/** A machine whose two clocks can be moved apart. */
const machine = () => {
  let ran = 5_000
  let apart = 1_700_000_000_000
  const clock = createClock(() => ran, () => Math.floor(ran + apart))
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
    fc.assert(fc.property(fc.array(event, { maxLength: 60 }), (events) => {
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
    }))
  })
})
