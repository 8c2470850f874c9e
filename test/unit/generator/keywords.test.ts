import { describe, expect, test } from 'vitest'
import { compile, type CompiledSchema, documentOf, filesOf } from './compiled.ts'

const checksOf = async (Thing: unknown, others: Readonly<Record<string, unknown>> = {}): Promise<CompiledSchema> =>
  (await compile({ ...others, Thing })).Thing

describe('every keyword of every part of a schema holds', () => {
  test.each<readonly [string, object, readonly unknown[], readonly unknown[]]>([
    ['two lower bounds, the narrower first', { allOf: [{ type: 'integer', minimum: 5 }, { minimum: 1 }] }, [5, 6], [4, 1, '5']],
    ['two lower bounds, the narrower last', { allOf: [{ type: 'integer', minimum: 1 }, { minimum: 5 }] }, [5], [4]],
    ['two upper bounds', { type: 'number', maximum: 3, allOf: [{ maximum: 9 }, { exclusiveMaximum: 3 }] }, [2.9], [3, 4]],
    ['two steps', { type: 'integer', multipleOf: 2, allOf: [{ multipleOf: 3 }] }, [6, 12], [2, 3, 4]],
    ['two patterns', { allOf: [{ type: 'string', pattern: '^a' }, { pattern: 'z$' }] }, ['az', 'a-z'], ['a', 'z']],
    [
      'two lengths',
      { type: 'string', minLength: 3, allOf: [{ minLength: 1, maxLength: 9 }, { maxLength: 4 }] },
      ['abc', 'abcd'],
      ['ab', 'abcde'],
    ],
    ['two formats', { type: 'string', format: 'uri', allOf: [{ format: 'email' }] }, [], ['https://a.example', 'a@b.example']],
    [
      'two counts of items',
      { type: 'array', items: { type: 'integer' }, minItems: 2, allOf: [{ minItems: 1, maxItems: 3 }, { maxItems: 5 }] },
      [
        [1, 2],
        [1, 2, 3],
      ],
      [[1], [1, 2, 3, 4]],
    ],
    [
      'two counts of fields',
      { type: 'object', minProperties: 2, allOf: [{ minProperties: 1 }, { maxProperties: 2 }, { maxProperties: 9 }] },
      [{ a: 1, b: 2 }],
      [{ a: 1 }, { a: 1, b: 2, c: 3 }],
    ],
    ['a list and a length', { type: 'string', enum: ['a', 'abc'], minLength: 2 }, ['abc'], ['a', 'abcd']],
    ['a list and a bound', { type: 'integer', enum: [1, 5, 9], allOf: [{ maximum: 5 }, { minimum: 2 }] }, [5], [1, 9]],
    [
      'a list of another part and a pattern',
      { allOf: [{ enum: ['x1', 'y1'] }, { type: 'string', pattern: '^x' }] },
      ['x1'],
      ['y1'],
    ],
    [
      'objects of which none may be there twice',
      { type: 'array', uniqueItems: true, items: { type: 'object', additionalProperties: true } },
      [[{ a: 1, b: 2 }, { a: 1 }]],
      [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
    ],
    [
      'lists of which none may be there twice',
      { type: 'array', uniqueItems: true, items: { type: 'array', items: { type: 'integer' } } },
      [[[1], [2], [1, 2]]],
      [[[1], [2], [1]]],
    ],
  ])('%s', async (_what, thing, taken, refused) => {
    const { takes } = await checksOf(thing)
    expect(taken.filter((value) => !takes(value))).toEqual([])
    expect(refused.filter(takes)).toEqual([])
  })

  test('and a list of which no value meets them is named', () => {
    expect(filesOf(documentOf({ Thing: { type: 'string', enum: ['a', 'b'], minLength: 2 } }))).toEqual([
      'no value meets every part of this schema: its parts contradict each other',
    ])
  })
})

describe('a keyword says nothing about values of another type', () => {
  const Name = { type: 'object', required: ['first'], properties: { first: { type: 'string' } } }

  test.each<readonly [string, object, readonly unknown[], readonly unknown[]]>([
    ['a length beside an object', { $ref: '#/components/schemas/Name', maxLength: 80 }, [{ first: 'Mia' }], [{}, 'Mia']],
    ['a bound beside an object', { allOf: [{ $ref: '#/components/schemas/Name' }, { minimum: 1 }] }, [{ first: 'Mia' }], [1]],
    ['a length before a number', { allOf: [{ maxLength: 1 }, { type: 'integer' }] }, [1234], ['1']],
    ['a length beside a list of numbers', { enum: [100, 200], maxLength: 1 }, [100], [1]],
    ['a length beside two types', { type: ['string', 'integer'], allOf: [{ maxLength: 2 }] }, ['ab', 1234], ['abc']],
    ['counts of items beside a text', { type: 'string', allOf: [{ minItems: 3 }] }, ['a'], [['a', 'b', 'c']]],
  ])('%s', async (_what, thing, taken, refused) => {
    const { takes } = await checksOf(thing, { Name })
    expect(taken.filter((value) => !takes(value))).toEqual([])
    expect(refused.filter(takes)).toEqual([])
  })
})

describe('an answer may have values of a later version', () => {
  test.each<readonly [string, object, readonly unknown[], unknown, readonly unknown[]]>([
    ['of a list of integers', { type: 'integer', enum: [1, 2] }, [1, 2], 3, ['1', true]],
    ['of a list of texts', { type: 'string', enum: ['a', 'b'] }, ['a', 'b'], 'c', [1]],
    ['of a list of both', { enum: ['a', 1] }, ['a', 1], 2, [true]],
    ['of alternatives that are constants', { oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] }, ['a', 'b'], 'c', [1]],
    ['of alternatives that are numbers', { anyOf: [{ const: 1 }, { const: 2 }] }, [1, 2], 3, ['1']],
  ])('%s', async (_what, thing, known, later, others) => {
    const { takes, answers, notes } = await checksOf(thing)
    expect(known.filter((value) => !answers(value) || !takes(value))).toEqual([])
    expect([answers(later), takes(later)]).toEqual([true, false])
    expect(notes(later)).toMatchObject([{ value: later }])
    expect(others.filter((value) => answers(value) || takes(value))).toEqual([])
  })

  test('but a constant stays what it is, and so does what tells alternatives apart', async () => {
    const { answers } = await checksOf({
      oneOf: [
        { type: 'object', required: ['kind'], properties: { kind: { const: 'a' } } },
        { type: 'object', required: ['kind'], properties: { kind: { const: 'b' } } },
      ],
    })
    expect([answers({ kind: 'a' }), answers({ kind: 'c' })]).toEqual([true, false])
  })
})

describe('a format', () => {
  test.each([
    ['uri', 'https://a.example/', '/Calls?Page=1'],
    ['date-time', '2025-03-02T08:15:00Z', '2025-03-02T08:15:00'],
    ['date', '2025-03-02', '02.03.2025'],
    ['email', 'mia@shop.example', 'mia'],
    ['uuid', '0b7a1f0e-5b6e-4c0e-9d53-0f4d2c8f6f3a', '42'],
  ])('%s is demanded of a request, and only noted of an answer', async (format, right, wrong) => {
    const { takes, answers, notes } = await checksOf({
      type: 'object',
      required: ['it'],
      properties: { it: { type: 'string', format } },
    })
    expect([takes({ it: right }), takes({ it: wrong })]).toEqual([true, false])
    expect([answers({ it: right }), answers({ it: wrong }), answers({ it: 1 })]).toEqual([true, true, false])
    expect(notes({ it: right })).toEqual([])
    expect(notes({ it: wrong })).toMatchObject([{ known: [format], value: wrong }])
  })
})

describe('a discriminator that is absent', () => {
  const pet = (...required: readonly string[]) => ({
    type: 'object',
    required,
    properties: { kind: { type: 'string' }, name: { type: 'string' } },
  })
  const union = {
    oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
    discriminator: { propertyName: 'kind' },
  }

  test('leaves the alternatives to be tried, where it may be absent', async () => {
    const { answers, takes } = await checksOf(union, { Cat: pet('name'), Dog: pet('kind', 'name') })
    for (const check of [answers, takes])
      expect([check({ name: 'Mia' }), check({ kind: 'Cat', name: 'Mia' })]).toEqual([true, true])
    for (const check of [answers, takes])
      expect([check({}), check({ kind: 'Cow', name: 'Mia' }), check({ kind: 'Dog' })]).toEqual([false, false, false])
  })

  test('is missing where every alternative requires it', async () => {
    const { answers } = await checksOf(union, { Cat: pet('kind'), Dog: pet('kind') })
    expect([answers({ name: 'Mia' }), answers({ kind: 'Dog' })]).toEqual([false, true])
  })
})
