import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../src/foundation/clock.ts'
import { Unanswered } from '../../../src/redis/interruption.ts'
import { OversizeValues } from '../../../src/tier/oversize-values.ts'

const late = (arrivingBytes: number): Unanswered =>
  new Unanswered('no reply within 100 ms', 'overdue', { due: [{ name: 'get', key: 'k' }], arrivingBytes, cause: undefined })

describe('a value that is late', () => {
  const values = (): OversizeValues => new OversizeValues({ now: () => 0 as Instant })

  test('by chance, or since what came before it was late, is asked for again', () => {
    const oversize = values()
    for (const bytes of [0, 20_000, 0, 20_000]) expect(oversize.readFailed('k', late(bytes))).toBe(false)
    expect([oversize.mayRead('k'), oversize.mayWrite('k', 70_000), oversize.mayWrite('other', 80_000)]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('once is asked for again, however large it is; twice in a row it is not, and nothing as large is written', () => {
    const oversize = values()
    expect(oversize.readFailed('k', late(3_000_000))).toBe(false)
    expect(oversize.mayRead('k')).toBe(true)
    oversize.wasRead('k', 3_000_000)
    expect(oversize.readFailed('k', late(3_000_000))).toBe(false)
    expect(oversize.readFailed('k', late(3_000_000))).toBe(true)
    expect([
      oversize.mayRead('k'),
      oversize.mayRead('other'),
      oversize.mayWrite('k', 3_000_000),
      oversize.mayWrite('other', 3_000_000),
    ]).toEqual([false, true, false, false])
  })

  test('as another of its size counts as that size, though some bytes that describe it differ', () => {
    const oversize = values()
    const unsent = (key: string): Unanswered =>
      new Unanswered('no reply within 100 ms', 'overdue', { due: [{ name: 'set', key }], arrivingBytes: 0, cause: undefined })
    expect(oversize.writeFailed('a', 3_000_000, unsent('a'))).toBe(false)
    expect(oversize.writeFailed('b', 2_999_990, unsent('b'))).toBe(true)
    expect([oversize.mayWrite('c', 2_999_980), oversize.mayWrite('d', 2_000_000)]).toEqual([false, true])
  })
})
