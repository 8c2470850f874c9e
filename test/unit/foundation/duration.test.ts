import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration } from '../../../src/foundation/duration.ts'

describe('a duration', () => {
  test('is a number of milliseconds, or a number with a unit', () => {
    const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(...Object.entries(units)), (amount, [unit, factor]) => {
        expect(parseDuration(amount)).toBe(amount)
        expect(parseDuration(`${amount}${unit}`)).toBe(amount * factor)
        expect(parseDuration(`${amount}${unit}`)).toBe(amount * factor)
      }),
    )
    expect(parseDuration('1.5s')).toBe(1_500)
    expect(parseDuration('0ms')).toBe(0)
  })

  test.each([
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    '5',
    's',
    '-5s',
    '5 s',
    ' 5s',
    '5s ',
    '5S',
    '1e3s',
    '.5s',
    '5.s',
    'Infinityms',
    '5d',
    '5sm',
    null,
    undefined,
    true,
    [],
    {},
    5n,
    new Date(0),
  ])('is not %s', (value) => {
    expect(parseDuration(value)).toBeUndefined()
  })

  test('is not endless, however many digits it has', () => {
    expect(parseDuration(`${'9'.repeat(400)}s`)).toBeUndefined()
  })

  test('of any text is a finite number of milliseconds or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0189.msh ') })), (text) => {
        const parsed = parseDuration(text)
        expect(parsed === undefined || (Number.isFinite(parsed) && parsed >= 0)).toBe(true)
      }),
    )
  })
})
