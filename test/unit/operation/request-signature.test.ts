import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../src/key/canonical.ts'
import { signatureOf, KnownRequests } from '../../../src/operation/request-signature.ts'

/** Texts that a careless signature would confuse with its own marks. */
const text = fc.oneof(
  fc.constantFrom('', '|', '"', '1:a', '"1:a', '[1', '#1;', '+', '-', '0', '1', 'a'),
  fc.string({ maxLength: 4 }),
)
const primitive = fc.oneof(
  text,
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(-0, 0.5, 1e15),
  fc.boolean(),
  fc.constant(undefined),
)
const members = fc.dictionary(
  fc.constantFrom('a', 'b', '1', 'a1', '1:a', '"'),
  fc.oneof(primitive, fc.array(fc.oneof(text, fc.integer({ min: 0, max: 2 })), { maxLength: 3 })),
)
const request = fc.record({ path: members, query: members, header: members }, { requiredKeys: [] })

describe('The signature of a request', () => {
  test('is the same for two requests only if they mean the same', () => {
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(request, (args) => {
        const signature = signatureOf(args)
        if (signature === undefined) return
        const meaning = canonicalJson({ path: {}, query: {}, header: {}, ...args })
        expect(seen.get(signature) ?? meaning).toBe(meaning)
        seen.set(signature, meaning)
      }),
      { numRuns: 20_000 },
    )
    expect(seen.size).toBeGreaterThan(1_000)
  })

  test('cannot be forged by a text that looks like the rest of another one', () => {
    fc.assert(
      fc.property(text, members, (value, others) => {
        const query = { a: value, z: 0, ...others }
        const [alone = '', whole = ''] = [signatureOf({ query: { a: query.a } }), signatureOf({ query })]
        const rest = whole.slice(alone.length - 1, -1)
        for (const forged of [`${value}${rest}`, `${value}|${rest}`])
          expect(signatureOf({ query: { a: forged } })).not.toBe(whole)
      }),
    )
  })

  test.each<[string, object, object]>([
    ['a name that looks like a name with its value', { 'a"1:b': 1 }, { a: 'b', '': 1 }],
    ['a number that could go on in the length of the next name', { n: 1, 'ab"8:vvvvvvv': true }, { n: 11, ab: 'vvvvvvv+' }],
    ['one value and a list of it', { a: 'x' }, { a: ['x'] }],
    ['a text and the number it spells', { a: '1' }, { a: 1 }],
  ])('tells apart %s', (_name, one, other) => {
    expect(signatureOf({ query: { ...one } })).not.toBe(signatureOf({ query: { ...other } }))
  })

  test('is the same for the same parameters, whoever made the object', () => {
    const query = { status: ['SHIPPED'], limit: 50 }
    expect(signatureOf({ query })).toBe(signatureOf({ query: { ...query, cursor: undefined } }))
    expect(signatureOf({ query })).toBeTypeOf('string')
    expect(signatureOf({ query: Object.assign(Object.create(null), query) })).toBe(signatureOf({ query }))
  })

  test.each<[string, object]>([
    ['a value that a class inherits', { query: Object.create({ status: ['SHIPPED'] }) }],
    ['an object within', { query: { filter: { a: 1 } } }],
    ['a list in a list', { query: { a: [['x']] } }],
    ['a list with a hole', { query: { a: Object.assign([], { length: 1 }) } }],
    ['a date', { query: { since: new Date(0) } }],
    ['null', { query: { a: null } }],
    ['a function', { query: { a: () => 'x' } }],
    ['a body', { body: {} }],
    ['no object at all', { query: 'status=SHIPPED' }],
    ['very many values', { query: { a: Array.from({ length: 1_000 }, () => 'xxx') } }],
  ])('does not exist for %s', (_name, args) => {
    expect(signatureOf(args)).toBeUndefined()
  })
})

describe('Known requests', () => {
  test('are bounded, and keep what is asked for again', () => {
    const requests = new KnownRequests<number>()
    requests.set('often', 0)
    for (let n = 0; n < 10_000; n++) {
      requests.set(`rare ${n}`, n)
      expect(requests.get('often')).toBe(0)
    }
    const left = Array.from({ length: 10_000 }, (_, n) => requests.get(`rare ${n}`)).filter((one) => one !== undefined)
    expect(left.length).toBeLessThanOrEqual(2_000)
  })
})
