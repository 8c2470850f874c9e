import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSerializationError } from '../../../src/error/serialization-error.ts'
import { canonicalJson } from '../../../src/key/canonical.ts'

const anyValue = fc.jsonValue().filter((value) => {
  try {
    canonicalJson(value)
    return true
  } catch {
    return false
  }
})

/** Few enough that two of them are often equal. */
const smallValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(null, 0, 1, '', '0', true),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value

/** The same meaning, with members in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}

describe('canonical JSON', () => {
  test('is the same text, whatever the order of members', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
      }),
    )
  })

  test('is the same text only for the same meaning', () => {
    fc.assert(
      fc.property(smallValue, smallValue, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(isDeepStrictEqual(a, b))
      }),
    )
    const distinct = [
      null,
      'null',
      true,
      'true',
      1,
      '1',
      '',
      [],
      {},
      [[]],
      [null],
      { a: null },
      { a: 1 },
      { A: 1 },
      ['a', 'b'],
      ['b', 'a'],
      'a,b',
      'é',
      'e\u0301',
    ]
    expect(new Set(distinct.map(canonicalJson)).size).toBe(distinct.length)
  })

  test('reads as what was given', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('knows no difference between zero and minus zero, nor between absent and undefined', () => {
    expect(canonicalJson(-0)).toBe('0')
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  test('has no text for what JSON would change, nor for half a character, which a digest could not tell from another', () => {
    for (const value of ['\ud800', { key: '\udc00' }, { '\ud800': 1 }, Number.NaN, new Date(0), [undefined]]) {
      expect(() => canonicalJson(value)).toThrow(expect.toSatisfy(isSerializationError))
    }
  })

  test('keeps members of the names that objects inherit', () => {
    const text = '{"__proto__":1,"constructor":2}'
    expect(canonicalJson(JSON.parse(text))).toBe(text)
  })
})
