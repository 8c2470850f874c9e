import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CACHE_POSITION_HEADER, formatCachePosition, readCachePosition } from '../../../src/cache/cache-position.ts'

const header = (value: string | readonly string[] | undefined) => readCachePosition({ [CACHE_POSITION_HEADER]: value })
const token = fc.string({ unit: fc.constantFrom(...'abcXYZ019:._-'), minLength: 1, maxLength: 100 })

describe('the Cache-Position header', () => {
  test('brings back the positions and the bound that a load sent', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), fc.nat(999_999_999), (atLeast, maxStaleness) => {
        expect(header(formatCachePosition({ atLeast, maxStaleness }))).toEqual({ atLeast, maxStaleness })
      }),
    )
  })

  test('asks for nothing where it is absent', () => {
    expect(readCachePosition({})).toEqual({})
    expect(header(undefined)).toEqual({})
  })

  test('that came several times is taken together, with the strictest bound', () => {
    expect(header(['max-staleness=500, at-least=a', 'max-staleness=100, at-least=b'])).toEqual({
      atLeast: ['a', 'b'],
      maxStaleness: 100,
    })
  })

  test('without a bound, or with one that is no number, is read at once', () => {
    for (const bound of [
      '',
      'max-staleness=',
      'max-staleness=-1',
      'max-staleness=x',
      'max-staleness=1e9',
      'max-staleness=9999999999',
      'max-staleness=500, max-staleness=',
    ]) {
      expect(header(`${bound}, at-least=a`)).toEqual({ atLeast: ['a'], maxStaleness: 0 })
    }
    expect(header('')).toEqual({ atLeast: [], maxStaleness: 0 })
  })

  test('with something that is not understood names a position that cannot be reached', () => {
    expect(header('max-staleness=5, nonsense').atLeast).toEqual(['nonsense'])
  })

  test('that is too long, or names too many positions, goes to the origin', () => {
    expect(header('x'.repeat(5_000))).toEqual({ atLeast: ['oversize'], maxStaleness: 0 })
    expect(header(formatCachePosition({ atLeast: Array.from({ length: 9 }, () => 't'), maxStaleness: 5 })).atLeast).toEqual([
      'oversize',
    ])
  })

  test('never throws, whatever was sent, and its bound is always a number that bounds', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('max-staleness=', 'at-least=', ',', '1', '\0', ' ')).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.oneof(hostile, fc.array(hostile)), (value) => {
        const { atLeast = [], maxStaleness = -1 } = header(value)
        expect(Number.isFinite(maxStaleness) && maxStaleness >= 0).toBe(true)
        expect(atLeast.length).toBeLessThanOrEqual(9)
      }),
    )
  })

  test('is a text that a header can carry, whatever a caller takes for a position, and no more positions than were given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('a\r\nX-Evil: 1', 'a, at-least=b', 'ä', '', ' '))),
        (atLeast) => {
          const text = formatCachePosition({ atLeast, maxStaleness: 0 })
          expect(() => new Headers({ [CACHE_POSITION_HEADER]: text })).not.toThrow()
          expect(text.split(',')).toHaveLength(atLeast.length + 1)
        },
      ),
    )
  })
})
