import { describe, expect, test } from 'vitest'
import { compile, documentOf, filesOf } from './compiled.ts'

/** The candidates that a request may hold. */
const taken = async (
  schema: unknown,
  candidates: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly unknown[]> => {
  const { Value } = await compile({ ...more, Value: schema })
  return candidates.filter((value) => Value.takes(value))
}

const thing = { type: 'object', properties: { a: { type: 'string' } } }

describe('every keyword of every part holds', () => {
  test.each([
    ['two lower bounds', { allOf: [{ type: 'integer', minimum: 5 }, { minimum: 1 }] }, [0, 4, 5], [5]],
    [
      'two upper bounds',
      {
        allOf: [
          { type: 'number', maximum: 5, exclusiveMaximum: 9 },
          { type: 'number', maximum: 7, exclusiveMaximum: 5 },
        ],
      },
      [4, 5, 6],
      [4],
    ],
    ['two factors', { allOf: [{ type: 'integer', multipleOf: 2 }, { multipleOf: 3 }] }, [2, 3, 6], [6]],
    ['two patterns', { allOf: [{ type: 'string', pattern: 'a' }, { pattern: 'b' }] }, ['a', 'b', 'ab'], ['ab']],
    [
      'two formats',
      { allOf: [{ type: 'string', format: 'uri' }, { format: 'email' }] },
      ['a@b.example', 'https://b.example'],
      [],
    ],
    [
      'two lengths of texts',
      {
        allOf: [
          { type: 'string', minLength: 3, maxLength: 4 },
          { minLength: 1, maxLength: 9 },
        ],
      },
      ['a', 'abc', 'abcde'],
      ['abc'],
    ],
    [
      'two lengths of lists',
      {
        allOf: [
          { type: 'array', items: {}, minItems: 2 },
          { minItems: 1, maxItems: 2 },
        ],
      },
      [[1], [1, 2], [1, 2, 3]],
      [[1, 2]],
    ],
    [
      'two counts of fields',
      {
        allOf: [
          { type: 'object', minProperties: 2 },
          { type: 'object', minProperties: 1, maxProperties: 2 },
        ],
      },
      [{ a: 1 }, { a: 1, b: 2 }],
      [{ a: 1, b: 2 }],
    ],
    [
      'an enumeration and a length',
      { type: 'string', enum: ['', 'a', 'abc'], minLength: 1, maxLength: 2 },
      ['', 'a', 'abc'],
      ['a'],
    ],
    ['an enumeration and a pattern', { enum: ['a1', 'b1'], pattern: '^a' }, ['a1', 'b1'], ['a1']],
    [
      'an enumeration and bounds',
      { allOf: [{ type: 'integer', enum: [1, 2, 3, 4] }, { minimum: 2 }, { multipleOf: 2 }] },
      [1, 2, 3, 4],
      [2, 4],
    ],
    ['an enumeration and a constant', { enum: ['a', 'b'], const: 'b' }, ['a', 'b'], ['b']],
    ['an enumeration and a type', { type: 'integer', enum: [1, 'a', 2.5] }, [1, 'a', 2.5], [1]],
    [
      'a field of two parts',
      {
        allOf: [
          { type: 'object', properties: { n: { type: 'integer', minimum: 3 } } },
          { type: 'object', properties: { n: { type: 'integer', maximum: 4, minimum: 0 } } },
        ],
      },
      [{ n: 2 }, { n: 3 }, { n: 5 }],
      [{ n: 3 }],
    ],
    ['a bound beside a reference', { $ref: '#/components/schemas/Small', minimum: 2 }, [1, 2, 9, 10], [2, 9]],
    [
      'distinct objects',
      { type: 'array', items: thing, uniqueItems: true },
      [
        [{ a: 'x' }, { a: 'x' }],
        [{ a: 'x' }, { a: 'y' }],
      ],
      [[{ a: 'x' }, { a: 'y' }]],
    ],
    [
      'distinct lists',
      { type: 'array', items: { type: 'array', items: {} }, uniqueItems: true },
      [
        [
          [1, { b: 1, a: 2 }],
          [1, { a: 2, b: 1 }],
        ],
        [[1], [2]],
      ],
      [[[1], [2]]],
    ],
    [
      'distinct values of several types',
      { type: 'array', items: {}, uniqueItems: true },
      [
        ['1', 1, true, null, [1]],
        [1, 1],
      ],
      [['1', 1, true, null, [1]]],
    ],
  ])('%s', async (_what, schema, candidates, expected) => {
    expect(await taken(schema, candidates, { Small: { type: 'integer', maximum: 9 } })).toEqual(expected)
  })

  test('so that parts which nothing meets are a defect', () => {
    expect(filesOf(documentOf({ Value: { type: 'string', enum: ['a'], minLength: 2 } }))).toContainEqual(
      expect.stringContaining('its parts contradict each other'),
    )
  })
})

describe('a keyword of another type says nothing', () => {
  test.each([
    ['a length beside an object', { $ref: '#/components/schemas/Thing', maxLength: 80 }, [{ a: 'x' }, 'x'], [{ a: 'x' }]],
    [
      'a length in a part of an object',
      { allOf: [{ $ref: '#/components/schemas/Thing' }, { maxLength: 1 }] },
      [{ a: 'xyz' }],
      [{ a: 'xyz' }],
    ],
    ['a bound beside a text', { allOf: [{ type: 'string' }, { minimum: 5, minLength: 2 }] }, ['a', 'ab'], ['ab']],
    ['fields beside a number', { allOf: [{ type: 'integer' }, { required: ['a'] }] }, [1], [1]],
    ['a pattern beside an enumeration of numbers', { enum: [1, 2], pattern: 'a' }, [1, 2], [1, 2]],
    [
      'a length beside one of several types',
      { anyOf: [{ type: 'string' }, { type: 'integer' }], maxLength: 1 },
      ['a', 'ab', 100],
      ['a', 100],
    ],
    ['keywords of two types without a type', { minLength: 2, minimum: 5 }, ['a', 'ab', 4, 5], ['ab', 5]],
    [
      'keywords of two types, each in a part',
      { allOf: [{ minLength: 2 }, { minimum: 5 }, { type: ['string', 'number'] }] },
      ['a', 'ab', 4, 5],
      ['ab', 5],
    ],
    ['a length of a boolean', { type: 'boolean', minLength: 5 }, [true], [true]],
  ])('%s', async (_what, schema, candidates, expected) => {
    expect(await taken(schema, candidates, { Thing: thing })).toEqual(expected)
  })
})

describe('a format', () => {
  const wrong = { uri: '/Calls?Page=1', 'date-time': '2025-03-02T08:15:00', date: '2025-02-30', email: 'nobody', uuid: '1' }
  const right = {
    uri: 'https://a.example/b',
    'date-time': '2025-03-02T08:15:00Z',
    date: '2025-02-28',
    email: 'a@b.example',
    uuid: '0f3c9f4e-7a54-4a3c-8a58-1b0a4d0f8f7a',
  }

  test.each(Object.entries(wrong))('%s is strict in a request, and only reported of an answer', async (format, value) => {
    const schema = { type: 'string', format }
    const { Text, Field, List } = await compile({
      Text: schema,
      Field: { type: 'object', properties: { a: { $ref: '#/components/schemas/Text' } } },
      List: { type: ['array', 'null'], items: schema },
    })
    for (const [one, holds] of [
      [Text, (text: string) => text],
      [Field, (a: string) => ({ a })],
      [List, (text: string) => [text]],
    ] as const) {
      const good = holds(Object.entries(right).find(([name]) => name === format)?.[1] ?? '')
      expect([one.takes(holds(value)), one.answers(holds(value)), one.reports(holds(value))]).toEqual([false, true, [value]])
      expect([one.takes(good), one.answers(good), one.reports(good)]).toEqual([true, true, []])
    }
  })

  test('of an answer leaves its other keywords as they are', async () => {
    const { Value } = await compile({ Value: { type: 'string', format: 'uri', maxLength: 3 } })
    expect([Value.answers('/a'), Value.answers('/abc'), Value.answers(1)]).toEqual([true, false, false])
  })
})

describe('formats of alternatives', () => {
  test.each([
    [
      'two formats',
      {
        anyOf: [
          { type: 'string', format: 'date-time' },
          { type: 'string', format: 'date' },
        ],
      },
      '2025-02-28',
      ['soon'],
    ],
    [
      'a format and any text',
      {
        anyOf: [
          { type: 'string', format: 'uri' },
          { type: 'string', maxLength: 3 },
        ],
      },
      '/a',
      ['soon'],
    ],
    ['a format and a number', { oneOf: [{ type: 'string', format: 'uri' }, { type: 'integer' }] }, 7, ['soon']],
  ])('%s are each tried before a warning', async (_what, schema, value, reported) => {
    const { Value } = await compile({ Value: schema })
    expect([Value.takes(value), Value.answers(value), Value.reports(value)]).toEqual([true, true, []])
    expect([Value.answers('soon'), Value.reports('soon')]).toEqual([true, reported])
  })
})

describe('an enumeration of an answer is open, and of a request closed', () => {
  test.each([
    ['integers', { type: 'integer', enum: [1, 2] }, 1, 3],
    ['texts and numbers', { enum: ['a', 1] }, 'a', 2],
    ['integers or null', { type: ['integer', 'null'], enum: [1, 2, null] }, null, 3],
    ['constants', { oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] }, 'b', 'c'],
    ['constants that are numbers', { anyOf: [{ type: 'integer', const: 1 }, { const: 2 }, { type: 'null' }] }, 2, 3],
    ['constants and enumerations', { oneOf: [{ const: 'a' }, { enum: ['b', 'c'] }] }, 'c', 'd'],
  ])('of %s', async (_what, schema, known, later) => {
    const { Value, Field } = await compile({
      Value: schema,
      Field: { type: 'object', properties: { a: { $ref: '#/components/schemas/Value' } } },
    })
    expect([Value.takes(known), Value.answers(known), Value.reports(known)]).toEqual([true, true, []])
    expect([Value.takes(later), Value.answers(later), Value.reports(later)]).toEqual([false, true, [String(later)]])
    expect([Field.takes({ a: later }), Field.answers({ a: later })]).toEqual([false, true])
  })

  test('but for one constant, a boolean and a value of another type', async () => {
    const { One, Flag, Digit } = await compile({
      One: { const: 'a' },
      Flag: { type: 'boolean', enum: [true] },
      Digit: { type: 'integer', enum: [1, 2] },
    })
    expect([One.answers('b'), Flag.answers(false), Digit.answers('1')]).toEqual([false, false, false])
  })
})

describe('a discriminator', () => {
  const cat = { type: 'object', required: ['lives'], properties: { kind: { type: 'string' }, lives: { type: 'integer' } } }
  const dog = { type: 'object', required: ['tricks'], properties: { kind: { type: 'string' }, tricks: { type: 'integer' } } }
  const Value = {
    oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
    discriminator: { propertyName: 'kind' },
  }

  test('that may be absent and is, leaves the choice to the alternatives', async () => {
    const { Value: value } = await compile({ Cat: cat, Dog: dog, Value })
    expect([{ lives: 1 }, { tricks: 1 }, { kind: 'Cat', lives: 1 }].map((one) => [value.takes(one), value.answers(one)])).toEqual(
      [
        [true, true],
        [true, true],
        [true, true],
      ],
    )
    expect(
      [{}, { kind: 'Cat', tricks: 1 }, { kind: 'Cow', lives: 1 }].map((one) => [value.takes(one), value.answers(one)]),
    ).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ])
    const files = filesOf(documentOf({ Cat: cat, Dog: dog, Value }))
    expect(files instanceof Map && files.get('pets/types.ts')).toContain(
      "export type Value = (Cat & { readonly kind?: 'Cat' }) | (Dog & { readonly kind?: 'Dog' })",
    )
  })

  test.each([
    ['of every alternative', (schema: typeof cat | typeof dog) => ({ ...schema, required: ['kind', ...schema.required] })],
    [
      'of a part of every alternative',
      (schema: typeof cat | typeof dog) => ({ allOf: [schema, { type: 'object', required: ['kind'] }] }),
    ],
  ])('that is required %s must be there', async (_what, withKind) => {
    const schemas = { Cat: withKind(cat), Dog: withKind(dog), Value }
    expect((await compile(schemas)).Value.takes({ lives: 1 })).toBe(false)
    const files = filesOf(documentOf(schemas))
    expect(files instanceof Map && files.get('pets/types.ts')).toContain("(Cat & { readonly kind: 'Cat' })")
  })
})

describe('a request with fields that its schema does not name', () => {
  const pair = { type: 'object', required: ['b'], properties: { b: { type: 'string' } } }

  test.each([
    ['passes', thing, true],
    ['is refused where the document forbids them', { ...thing, additionalProperties: false }, false],
    ['passes where no part forbids them', { allOf: [{ $ref: '#/components/schemas/Pair' }, thing] }, true],
    ['passes by an alternative', { anyOf: [{ $ref: '#/components/schemas/Pair' }, { type: 'integer' }] }, true],
    ['is refused where they must be numbers', { ...thing, additionalProperties: { type: 'number' } }, false],
  ])('%s', async (_what, schema, passes) => {
    expect(await taken(schema, [{ a: 'x', b: 'y', more: [1] }], { Pair: pair })).toHaveLength(passes ? 1 : 0)
  })
})

test('an API without operations has a client without methods', () => {
  const files = filesOf({ openapi: '3.1.0', info: { title: 'None', version: '1' }, paths: {} })
  expect(files instanceof Map && files.get('pets/resources.ts')).toContain('(_caller: OperationCaller)')
})
