import { describe, expect, test } from 'vitest'
import { createCalculationTime } from '../../../reference/mes/calculation-time.ts'

const DRAWS = 20_001
const company = { medianMs: 96_000 }
const drawn = (polygons: number, options: object = {}): readonly number[] => {
  const time = createCalculationTime({ ...company, ...options })
  return Array.from({ length: DRAWS }, () => time.drawMs(polygons)).toSorted((a, b) => a - b)
}
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const medianOf = (numbers: readonly number[]): number => numbers[Math.floor(numbers.length / 2)] ?? 0

describe('the durations of calculations', () => {
  test('are as in the company: a median of 96 s, two to three minutes on average, half an hour at most and seldom', () => {
    const durations = drawn(200_000)
    expect(medianOf(durations) / 96_000).toBeCloseTo(1, 1)
    expect(mean(durations)).toBeGreaterThan(120_000)
    expect(mean(durations)).toBeLessThan(180_000)
    expect(durations.at(-1)).toBe(1_800_000)
    const longest = durations.filter((duration) => duration === 1_800_000).length / DRAWS
    expect(longest).toBeGreaterThan(0)
    expect(longest).toBeLessThan(0.002)
  })

  test('have logarithms as normal as a spread says: 68 % within one of it, 95 % within two', () => {
    const logarithms = drawn(200_000, { spread: 0.5 }).map((duration) => Math.log(duration / 96_000) / 0.5)
    const within = (bound: number): number => logarithms.filter((value) => Math.abs(value) < bound).length / DRAWS
    expect(within(1)).toBeCloseTo(0.683, 1)
    expect(within(2)).toBeCloseTo(0.954, 1)
  })

  test('grow with the polygon count', () => {
    const medians = [12, 100_000, 400_000, 1_000_000].map((polygons) => medianOf(drawn(polygons)) / 96_000)
    expect(medians).toEqual([0.5, 0.75, 1.5, 3].map((share) => expect.closeTo(share, 1)))
    expect(createCalculationTime(company).expectedMs(1_000_000)).toBe(288_000)
  })

  test('are equal for equal seeds, and others for others', () => {
    expect(drawn(5_000, { seed: 3 })).toEqual(drawn(5_000, { seed: 3 }))
    expect(drawn(5_000, { seed: 3 })).not.toEqual(drawn(5_000, { seed: 4 }))
  })

  test('scale with the median, and with no spread are what is expected', () => {
    const small = drawn(300_000, { medianMs: 96 })
    expect(small.map((duration) => duration * 1000)).toEqual(drawn(300_000).map((duration) => expect.closeTo(duration, 3)))
    const time = createCalculationTime({ medianMs: 100, spread: 0 })
    expect([time.drawMs(200_000), time.drawMs(200_000), time.expectedMs()]).toEqual([100, 100, 100])
  })

  test('are all the same where one is given, and 1.5 s where none is', () => {
    expect(createCalculationTime({ calculationMs: 70 }).drawMs(1_000_000)).toBe(70)
    expect(createCalculationTime().drawMs(12)).toBe(1_500)
  })

  test.each([
    [{ calculationMs: 1, medianMs: 2 }, 'quotes: expected calculationMs or medianMs, got both'],
    [{ calculationMs: -1 }, 'quotes.calculationMs: expected a number >= 0, got -1'],
    [{ medianMs: Number.NaN }, 'quotes.medianMs: expected a number >= 0, got NaN'],
    [{ medianMs: 1, spread: Infinity }, 'quotes.spread: expected a number >= 0, got Infinity'],
  ])('that cannot be are refused: %j', (options, message) => {
    expect(() => createCalculationTime(options)).toThrow(new Error(message))
  })
})
