import { describe, expect, test } from 'vitest'
import type { Act, Deed, Step } from './act.ts'
import { play } from './play.ts'
import type { Tally } from './tally.ts'

/** The laws of joining, aborting and leases, each in a small schedule on a network without mishaps of its own. */

const read = {
  do: 'read',
  subject: 'x',
  maxStaleness: 1_000,
  takes: 0,
  fails: false,
  crowd: false,
  atLeast: undefined,
  times: 1,
  every: 1,
  mode: 'use',
  patience: undefined,
} as const
const A = 0
const B = 1
const C = 2

const reads = (who: number, more: Partial<Extract<Deed, { do: 'read' }>> = {}): Act => ({ ...read, who, ...more })
const changes = (who: number): Act => ({
  do: 'change',
  who,
  entities: ['x'],
  hold: undefined,
  commitsIn: 0,
  answersIn: 0,
  dies: undefined,
  settle: 0,
})

/** Every process has connected, and has read something else. */
const greeting: readonly Step[] = [A, B, C].map((who) => ({ after: 0, act: reads(who, { subject: 'y' }) }))

const playAll = async (
  ...steps: readonly (readonly [after: number, act: Act])[]
): Promise<{ readonly violations: readonly string[]; readonly tally: Tally }> =>
  play({ noise: 0, steps: [...greeting, ...steps.map(([after, act]): Step => ({ after, act }))] })

describe('a reader who joins a load in flight', () => {
  test('takes its result only if it is valid for that reader', async () => {
    const { violations } = await playAll(
      [1_000, reads(A, { takes: 2_500 })],
      [100, changes(B)],
      [100, reads(A, { maxStaleness: 0 })],
    )
    expect(violations).toEqual([])
  })

  test('is not failed by another one who gives up', async () => {
    const { violations, tally } = await playAll([1_000, reads(A, { takes: 2_500, patience: 150 })], [10, reads(A)])
    expect(violations).toEqual([])
    expect([tally.of('rejected: the reader gave up'), tally.of('from a load of another reader')]).toEqual([1, 1])
  })
})

describe('a reader who gives up', () => {
  test('takes with it the load that nobody else waits for', async () => {
    const { violations, tally } = await playAll([1_000, reads(A, { takes: 2_500, patience: 150 })])
    expect(violations).toEqual([])
    expect(tally.of('rejected: the reader gave up')).toBe(1)
  })

  test('does so when its time is over, also while the log is out of reach', async () => {
    const { violations, tally } = await playAll(
      [1_000, { do: 'crash', who: A }],
      [0, { do: 'half-open', who: A, lasting: 6_000 }],
      [1, reads(A, { patience: 3 })],
    )
    expect(violations).toEqual([])
    expect(tally.of('rejected: the reader gave up')).toBe(1)
  })
})

describe('under a lease', () => {
  const leased = { subject: 'lx', crowd: true } as const

  test('the whole fleet makes one load, however long it takes', async () => {
    const { violations, tally } = await playAll([1_000, reads(A, { ...leased, takes: 8_000 })])
    expect(violations).toEqual([])
    expect([tally.of('lease: granted'), tally.of('lease: served')]).toEqual([1, 2])
  })

  test('one waiter takes over from a holder that has crashed, and the others wait for it', async () => {
    const { violations, tally } = await playAll(
      [1_000, reads(A, { ...leased, crowd: false, takes: 2_500 })],
      [100, reads(B, { ...leased, crowd: false, takes: 2_500 })],
      [0, reads(C, { ...leased, crowd: false, takes: 2_500 })],
      [400, { do: 'crash', who: A }],
    )
    expect(violations).toEqual([])
    expect([tally.of('lease: granted'), tally.of('lease: taken-over'), tally.of('lease: served')]).toEqual([1, 1, 1])
  })

  test('all waiters load at once behind a load that has failed, also where their wake-up is lost', async () => {
    const { violations, tally } = await playAll(
      [1_000, reads(A, { ...leased, takes: 1_600, fails: true })],
      [10, { do: 'refuse publish', lasting: 6_000 }],
      [6_000, reads(A, { subject: 'y' })],
    )
    expect(violations).toEqual([])
    expect([tally.of('lease: granted'), tally.of('lease: unfilled')]).toEqual([1, 2])
  })

  test('a holder that was paused for too long does not end the lease of the one that followed', async () => {
    const { violations, tally } = await playAll(
      [1_000, reads(A, { ...leased, crowd: false, takes: 400, fails: true })],
      [100, reads(B, { ...leased, crowd: false, takes: 8_000 })],
      [10, { do: 'pause', who: A, lasting: 6_000 }],
      [6_000, reads(C, { ...leased, crowd: false })],
    )
    expect(violations).toEqual([])
    expect([tally.of('lease: taken-over'), tally.of('lease: served')]).toEqual([1, 1])
  })

  test('waiters load at once when Redis is out of reach', async () => {
    const { violations, tally } = await playAll(
      [1_000, reads(A, { ...leased, takes: 8_000 })],
      [500, { do: 'half-open', who: B, lasting: 6_000 }],
      [0, { do: 'cut', who: C, lasting: 6_000 }],
    )
    expect(violations).toEqual([])
    expect([tally.of('lease: granted'), tally.of('lease: unreachable')]).toEqual([1, 2])
  })

  test('a Redis that restarts empty has forgotten it, and a second load begins', async () => {
    const { violations, tally } = await playAll(
      [1_000, reads(A, { ...leased, takes: 8_000 })],
      [500, { do: 'restart empty', ids: 'later', lasting: 20 }],
      [1_000, reads(C, { ...leased, crowd: false, takes: 400 })],
    )
    expect(violations).toEqual([])
    expect(tally.of('lease: lost') + tally.of('lease: unreachable')).toBeGreaterThan(0)
  })
})
