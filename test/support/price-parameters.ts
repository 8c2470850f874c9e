import fc from 'fast-check'
import type { PriceParameters } from '../../src/index.ts'

const code = fc.oneof(
  fc.constantFrom('AU585', 'EUR', 'ä💍'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).filter((text) => text.isWellFormed()),
)

/** No integer beyond 2^53, which has no key. */
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, min: -1e-5, max: 1e-5 }))
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))

const text = fc.string({ unit: 'binary', maxLength: 4 }).filter((value) => value.isWellFormed())

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    number,
    text,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

const more = fc.dictionary(
  text.filter((name) => !['model', 'materialCode', 'finishCode', 'quantity', 'currency'].includes(name)),
  value,
  { maxKeys: 4, noNullPrototype: true },
)

/** Any parameters that have a key. */
export const anyParameters: fc.Arbitrary<PriceParameters> = fc
  .record(
    {
      materialCode: code,
      finishCode: code,
      quantity: fc.integer({ min: 1, max: 1_000 }),
      currency: code,
      more,
    },
    { requiredKeys: ['materialCode', 'quantity', 'currency', 'more'] },
  )
  .map(({ more, ...parameters }) => ({ ...more, ...parameters }))
