import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isConfigurationError, isSerializationError, priceKey, type PriceParameters } from '../../../src/index.ts'
import { priceKeyVectors } from '../../support/price-key-vectors.ts'
import { anyParameters } from '../../support/price-parameters.ts'

const sha256 = hash('sha256', 'ring')
const base = { materialCode: 'AU585', quantity: 2, currency: 'EUR' }
const keyOf = (more: object): string => priceKey(sha256, { ...base, ...more })

/** The same meaning: members in the opposite order, zeros of the other sign. */
const rewritten = (value: unknown): unknown => {
  if (value === 0) return -value
  if (Array.isArray(value)) return value.map(rewritten)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, rewritten(member)]),
  )
}

/** Few enough that two of them are often equal. */
const smallValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(null, 0, -0, 1, 0.1, '', '0', true),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value

/** Without the sign of zeros, the only thing of JSON that the key cannot tell. */
const unsigned = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the key of a price', () => {
  test('is that of the published vectors', () => {
    expect(priceKeyVectors.keys.length).toBeGreaterThanOrEqual(15)
    for (const { name, sha256, parameters, canonical, key } of priceKeyVectors.keys) {
      expect([name, priceKey(sha256, JSON.parse(parameters) as PriceParameters)]).toEqual([name, key])
      expect([name, hash('sha256', canonical)]).toEqual([name, key])
    }
  })

  test('is refused where the published vectors say so', () => {
    for (const { name, sha256, parameters } of priceKeyVectors.refused) {
      const attempt = (): string => `${name}: ${priceKey(sha256, JSON.parse(parameters) as PriceParameters)}`
      expect(attempt).toThrow(expect.toSatisfy((error) => isConfigurationError(error) || isSerializationError(error)))
    }
  })

  test('is the same for the same meaning, whatever the order of members and the sign of zero', () => {
    fc.assert(
      fc.property(anyParameters, (parameters) => {
        expect(priceKey(sha256, rewritten(parameters) as PriceParameters)).toBe(priceKey(sha256, parameters))
      }),
    )
  })

  test('is the same only for the same meaning', () => {
    fc.assert(
      fc.property(smallValue, smallValue, (a, b) => {
        expect(keyOf({ a }) === keyOf({ a: b })).toBe(isDeepStrictEqual(unsigned(a), unsigned(b)))
      }),
      { numRuns: 1_000 },
    )
    const distinct = [
      {},
      { materialCode: 'AU750' },
      { finishCode: 'POLISHED' },
      { finishCode: 'polished' },
      { quantity: 3 },
      { currency: 'USD' },
      { size: 54 },
      { size: '54' },
      { size: null },
      { size: [54] },
      { Size: 54 },
      { text: '\u00e9' },
      { text: 'e\u0301' },
    ]
    expect(new Set([...distinct.map(keyOf), priceKey(hash('sha256', 'other'), base)]).size).toBe(distinct.length + 1)
  })

  test('changes nothing of what it is given', () => {
    const parameters = Object.freeze({ ...base, sizes: Object.freeze([54, -0]) })
    expect(priceKey(sha256, parameters)).toMatch(/^[0-9a-f]{64}$/)
    expect(parameters).toEqual({ ...base, sizes: [54, -0] })
  })
})

describe('what JSON would lose or change has no key', () => {
  const cycle: Record<string, unknown> = {}
  cycle['inside'] = cycle

  test.each([
    ['NaN', Number.NaN, 'NaN'],
    ['Infinity', -Infinity, '-Infinity'],
    ['2^53', 2 ** 53, 'the integer 9007199254740992, beyond 2^53,'],
    ['1e21', 1e21, 'the integer 1e+21'],
    ['undefined', undefined, 'undefined'],
    ['a Date', new Date(0), 'a Date'],
    ['a Map', new Map(), 'a Map'],
    ['a Set', new Set(), 'a Set'],
    ['a BigInt', 1n, 'a bigint'],
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('x'), 'a symbol'],
    ['bytes', new Uint8Array(1), 'a Uint8Array'],
    ['a boxed number', Object(1), 'a Number'],
    ['half a surrogate pair', '\ud800', 'half a surrogate pair'],
    ['a hole', Array.from({ length: 1 }), 'undefined'],
    ['a cycle', cycle, 'a cycle'],
    ['toJSON', { toJSON: () => 1 }, 'an object with toJSON()'],
  ])('%s, at any depth, with its path', (_name, value, found) => {
    for (const [members, path] of [
      [{ odd: value }, '$.odd'],
      [{ list: [{ odd: value }] }, '$.list[0].odd'],
    ] as const) {
      const attempt = (): string => keyOf(members)
      expect(attempt).toThrow(expect.toSatisfy(isSerializationError))
      expect(attempt).toThrow(path)
      expect(attempt).toThrow(found)
    }
  })

  test('a name that is half a surrogate pair, or a symbol', () => {
    expect(() => keyOf({ '\ud800': 1 })).toThrow('a name with half a surrogate pair')
    expect(() => keyOf({ [Symbol('x')]: 1 })).toThrow('a member whose name is a symbol')
  })
})

describe('parameters that cannot be', () => {
  test.each([
    ['no object', null, 'parameters: expected an object, got null'],
    ['a list', [base], 'parameters: expected an object, got an array'],
    ['no material', { quantity: 2, currency: 'EUR' }, 'parameters.materialCode: expected a text, got undefined'],
    ['an empty material', { ...base, materialCode: '' }, 'parameters.materialCode: expected a text, got ""'],
    ['a currency that is no text', { ...base, currency: 978 }, 'parameters.currency: expected a text, got 978'],
    [
      'a finish that is no text',
      { ...base, finishCode: null },
      'parameters.finishCode: expected a text, or no such member, got null',
    ],
    ['no quantity', { materialCode: 'AU585', currency: 'EUR' }, 'parameters.quantity: expected an integer >= 1, got undefined'],
    ['a fraction of a piece', { ...base, quantity: 1.5 }, 'parameters.quantity: expected an integer >= 1, got 1.5'],
    [
      'a model of their own',
      { ...base, model: sha256 },
      'parameters.model: expected no such member; the model is given as sha256',
    ],
  ])('are refused with what was given and what is allowed: %s', (_name, parameters, message) => {
    const attempt = (): string => priceKey(sha256, parameters as unknown as PriceParameters)
    expect(attempt).toThrow(expect.toSatisfy(isConfigurationError))
    expect(attempt).toThrow(message)
  })

  test.each(['', 'x', sha256.toUpperCase(), sha256.slice(1), `${sha256}\n`, undefined, 5])(
    'are refused with a digest that is none: %s',
    (given) => {
      expect(() => priceKey(given as string, base)).toThrow('sha256: expected 64 digits of lower-case hex')
    },
  )
})
