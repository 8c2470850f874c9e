import { describe, expect, test } from 'vitest'
import { isOutcome } from '../../../src/pricing/calculation.ts'

const quote = { id: 'quo_1', status: 'SUCCEEDED', result: { totalPrice: 1 }, failure: null }

describe('What another process has left under the key of a price', () => {
  test('is a quote with its price, as the schema describes it', () => {
    expect(isOutcome({ quote }, () => true)).toBe(true)
    expect(isOutcome({ quote }, () => false)).toBe(false)
    expect(
      [{ quote: { ...quote, result: null } }, { quote: { id: 'quo_1' } }, { quote: null }].filter((value) =>
        isOutcome(value, () => true),
      ),
    ).toEqual([])
  })

  test('or why there is none', () => {
    expect(isOutcome({ failure: { code: 'model-rejected', detail: 'it has a hole' } }, () => false)).toBe(true)
    expect([{ failure: null }, { failure: { code: 'x' } }, {}, null, 7].filter((value) => isOutcome(value, () => true))).toEqual(
      [],
    )
  })
})
