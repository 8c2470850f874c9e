import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { MAX_DEPTH, mayBeParsed as mayBytesBeParsed, parseJson } from '../../../src/foundation/json-text.ts'

/** Behind a text of this length every text is looked at. */
const LONG = ' '.repeat(2 * MAX_DEPTH)

const mayBeParsed = (json: string, maxValues?: number, maxLevels?: number): boolean =>
  mayBytesBeParsed(Buffer.from(json), {
    ...(maxValues !== undefined && { maxValues }),
    ...(maxLevels !== undefined && { maxLevels }),
  })

const depthOf = (value: unknown): number =>
  typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf))

/** Objects, lists, and commas between what they have. */
const valuesIn = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Math.max(1, Object.values(value).length) +
      Object.values(value)
        .map(valuesIn)
        .reduce((sum, one) => sum + one, 0)

const text = fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', 'a', '€', '\n'), maxLength: 12 })
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 6 }, text, fc.integer(), fc.array(tie('any')), fc.dictionary(text, tie('any'))),
})).any

describe('a JSON text may be parsed', () => {
  test('where it has at most so many values, whatever its strings hold', () => {
    fc.assert(
      fc.property(value, fc.boolean(), (given, isPretty) => {
        const json = LONG + JSON.stringify(given, undefined, isPretty ? 2 : 0)
        expect(mayBeParsed(json, valuesIn(given))).toBe(true)
        expect(mayBeParsed(json, valuesIn(given) - 1)).toBe(valuesIn(given) === 0)
      }),
    )
  })

  test.each([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"]":', '}]'],
    ['{"\\"[":[', ']}'],
  ])('where it has at most 500 levels: %s', (opens, closes) => {
    const levels = depthOf(JSON.parse(`${opens}1${closes}`))
    const nested = (depth: number): string => LONG + opens.repeat(depth / levels) + '1' + closes.repeat(depth / levels)
    expect(depthOf(JSON.parse(nested(MAX_DEPTH)))).toBe(MAX_DEPTH)
    expect(mayBeParsed(nested(MAX_DEPTH))).toBe(true)
    expect(mayBeParsed(nested(MAX_DEPTH + levels))).toBe(false)
    expect(mayBeParsed(nested(20 * levels), undefined, 20 * levels)).toBe(true)
    expect(mayBeParsed(nested(21 * levels), undefined, 20 * levels)).toBe(false)
    expect(mayBeParsed(opens.repeat(100_000))).toBe(false)
  })

  test('however long its strings are, and where it is none at all', () => {
    for (const odd of [
      `"${'['.repeat(10_000)}"`,
      `"${'\\'.repeat(10_000)}"${'['.repeat(400)}`,
      ']'.repeat(5_000),
      `"${'['.repeat(5_000)}`,
    ])
      expect(mayBeParsed(odd)).toBe(true)
  })
})

test('a text that may not be parsed is not', () => {
  const parse = vi.spyOn(JSON, 'parse')
  expect(parseJson('['.repeat(100_000))).toBeUndefined()
  expect(parse).not.toHaveBeenCalled()
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] })
  expect(parseJson('{')).toBeUndefined()
})
