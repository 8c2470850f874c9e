import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSerializationError, SerializationError } from '../../../src/error/serialization-error.ts'
import { decodeJson } from '../../../src/key/frozen-json.ts'
import { encodeJson } from '../../../src/key/json.ts'

const refusal = (value: unknown): string => {
  try {
    encodeJson(value)
  } catch (error) {
    return isSerializationError(error) ? error.path : `another error: ${String(error)}`
  }
  return 'kept'
}

const cycle = (): unknown => {
  const value: { items: unknown[] } = { items: [1] }
  value.items.push({ back: value })
  return value
}

const nested = (levels: number): unknown => {
  let value: unknown[] = []
  for (let level = 1; level < levels; level++) value = [value]
  return value
}

class Order {
  readonly id = 1
}

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen))

describe('a value', () => {
  test('that is JSON comes back equal, deep-frozen, and another one than was given', () => {
    const anyJson = fc.jsonValue({ noUnicodeString: false }).filter((value) => refusal(value) === 'kept')
    fc.assert(
      fc.property(anyJson, (value) => {
        const before = JSON.stringify(value)
        const decoded = decodeJson(encodeJson(value)).value
        expect(JSON.stringify(decoded)).toBe(before)
        expect(isFrozen(decoded)).toBe(true)
        expect(typeof value === 'object' && value !== null && Object.keys(value).length > 0 && Object.isFrozen(value)).toBe(false)
      }),
    )
  })

  test('of 500 levels is kept', () => {
    expect(refusal(nested(500))).toBe('kept')
    expect(() => decodeJson(JSON.stringify(nested(500)))).not.toThrow()
  })

  test.each([501, 100_000])('of %i levels is refused when it is read, be it lists or objects, and says so', (levels) => {
    for (const text of ['['.repeat(levels) + ']'.repeat(levels), `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`]) {
      expect(() => decodeJson(text)).toThrow(SerializationError)
    }
  })

  test.each([
    ['a Date', { at: [new Date(0)] }, '$.at[0]'],
    ['a Map', { m: new Map() }, '$.m'],
    ['a Set', [new Set()], '$[0]'],
    ['a BigInt', { n: 1n }, '$.n'],
    ['undefined in an array', { list: [1, undefined] }, '$.list[1]'],
    ['a hole in an array', { list: Object.assign([], { length: 1 }) }, '$.list[0]'],
    ['undefined', undefined, '$'],
    ['a cycle', cycle(), '$.items[1].back'],
    ['NaN', { 'odd name': Number.NaN }, '$["odd name"]'],
    ['an infinity', [Number.NEGATIVE_INFINITY], '$[0]'],
    ['an integer of 2^53', { n: 2 ** 53 }, '$.n'],
    ['an integer of -2^53', { n: -(2 ** 53) }, '$.n'],
    ['a class instance', { order: new Order() }, '$.order'],
    ['an Error', new Error('x'), '$'],
    ['a function', { f: () => 1 }, '$.f'],
    ['a symbol', { s: Symbol('s') }, '$.s'],
    ['a typed array', { b: Buffer.from('x') }, '$.b'],
    ['a boxed number', { n: Object(5) as unknown }, '$.n'],
    ['a list of a class of its own', { rows: new (class Rows extends Array<number> {})() }, '$.rows'],
    ['a named member of an array', { found: Object.assign([1], { index: 0 }) }, '$.found.index'],
    ['a match', { found: /a/.exec('a') }, '$.found.index'],
    ['a member whose name is a symbol', { o: { [Symbol('s')]: 1 } }, '$.o'],
    ['a RegExp', { r: /a/ }, '$.r'],
    ['a promise', { p: Promise.resolve(1) }, '$.p'],
    ['more than 500 levels', nested(501), `$${'[0]'.repeat(67).slice(0, 199)}…`],
    ['100,000 levels of arrays', nested(100_000), `$${'[0]'.repeat(67).slice(0, 199)}…`],
    ['an object with toJSON', { o: { toJSON: () => 1 } }, '$.o'],
  ])('with %s is refused, with its path', (_, value, path) => {
    expect(refusal(value)).toBe(path)
  })

  test('keeps its greatest integers, and absent members stay absent', () => {
    expect(
      decodeJson(encodeJson({ n: Number.MAX_SAFE_INTEGER, m: Number.MIN_SAFE_INTEGER, f: 1.5, gone: undefined })).value,
    ).toEqual({ n: Number.MAX_SAFE_INTEGER, m: Number.MIN_SAFE_INTEGER, f: 1.5 })
    expect(encodeJson({ gone: undefined })).toBe('{}')
  })

  test('may hold the same object twice, since that is no cycle', () => {
    const shared = { a: 1 }
    expect(encodeJson([shared, shared])).toBe('[{"a":1},{"a":1}]')
  })

  test('may be an object without a prototype', () => {
    expect(encodeJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}')
  })

  test('with members of the names that objects inherit does no harm, and keeps them', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}'
    const decoded = decodeJson(encodeJson(JSON.parse(text))).value
    expect(JSON.stringify(decoded)).toBe(text)
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
