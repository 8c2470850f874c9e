import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isResponseValidationError, MAX_ISSUES } from '../../../src/error/validation-errors.ts'
import { checkResponse } from '../../../src/operation/validation.ts'
import { arrayOf, oneOfBy, openObject, recordOf, z } from '../../../src/runtime.ts'

/** A number that says how often it was looked at. */
const counted = () => {
  let calls = 0
  const number = z.unknown().refine((value) => {
    calls++
    return typeof value === 'number'
  }, 'expected a number')
  return {
    number,
    get calls() {
      return calls
    },
  }
}

const rows = (count: number): readonly string[] => Array.from({ length: count }, () => 'broken')
const named = (values: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(values.map((value, index) => [`k${index}`, value]))
type Row = z.ZodType<unknown, unknown>

/** Places where an answer may have any number of values, each with a value that has so many. */
const PLACES: Readonly<Record<string, readonly [schema: (row: Row) => z.ZodType, value: (count: number) => unknown]>> = {
  'a list': [(row) => arrayOf(row), rows],
  'a list in an object': [(row) => z.looseObject({ items: arrayOf(row) }), (count) => ({ items: rows(count) })],
  'a record': [(row) => recordOf(row), (count) => named(rows(count))],
  'an open object': [(row) => openObject({ id: z.string() }, row), (count) => ({ id: 'a', ...named(rows(count)) })],
  'a list of lists': [(row) => arrayOf(arrayOf(row)), (count) => rows(count).map(() => rows(3))],
  'a list of records of lists': [
    (row) => arrayOf(recordOf(arrayOf(row))),
    (count) => rows(count).map(() => ({ a: rows(3), b: rows(3) })),
  ],
  'a list of objects': [
    (row) => arrayOf(z.looseObject({ a: row, b: row, c: row })),
    (count) => rows(count).map(() => ({ a: '', b: '', c: '' })),
  ],
  'a union of lists': [(row) => z.union([arrayOf(z.looseObject({ id: row })), arrayOf(row)]), rows],
  'a list of unions': [(row) => arrayOf(z.union([row, arrayOf(row)])), (count) => rows(count).map(() => rows(count))],
  'a list of alternatives that are told apart': [
    (row) => arrayOf(oneOfBy('kind', { a: () => z.looseObject({ kind: z.string(), all: arrayOf(row) }) })),
    (count) => rows(count).map(() => ({ kind: 'a', all: rows(count) })),
  ],
  'a list that may be null': [(row) => arrayOf(row).min(1).nullable(), rows],
}

const answerOf = (schema: z.ZodType, body: unknown): unknown => {
  const operation = {
    id: 'rows.list',
    api: 'a',
    method: 'GET',
    path: '/',
    request: z.unknown(),
    responses: { 200: schema },
    schemaFingerprint: '',
  } as const
  try {
    return checkResponse(operation, { status: 200, headers: new Headers(), body, requestId: 'r', attempts: 1 }, 'bounds')
  } catch (error) {
    return error
  }
}

describe.each(Object.entries(PLACES))('%s of broken values', (_name, [schemaOf, valueOf]) => {
  test('is looked at no further than an error tells of, however many there are', () => {
    const [few, many] = [200, 2_000].map((count) => {
      const counter = counted()
      const error = answerOf(schemaOf(counter.number), valueOf(count))
      if (!isResponseValidationError(error)) throw new Error('the answer was not refused')
      expect(error.issues.length).toBeLessThanOrEqual(MAX_ISSUES)
      expect(error.message.length).toBeLessThan(MAX_ISSUES * 100)
      return { calls: counter.calls, message: error.message }
    })
    expect(many).toEqual(few)
    expect(few?.calls).toBeLessThan(5_000)
  })
})

test('an error says that there is more than it tells of, and no more than that', () => {
  const error = answerOf(arrayOf(z.number()), rows(1_000))
  expect(isResponseValidationError(error) && error.issues.map(({ path }) => path)).toEqual(
    Array.from({ length: MAX_ISSUES }, (_, index) => `body.${index}`),
  )
  expect(String(error)).toMatch(/body\.19: [^;]*; and more$/)
  expect(String(answerOf(arrayOf(z.number()), rows(MAX_ISSUES)))).not.toContain('and more')
})

test('an error repeats neither a long name nor a long list of names', () => {
  const long = 'n'.repeat(100_000)
  for (const error of [answerOf(recordOf(z.number()), { [long]: 'x' }), answerOf(z.strictObject({}), named(rows(10_000)))]) {
    expect(String(error).length).toBeLessThan(2_000)
    expect(JSON.stringify(error).length).toBeLessThan(5_000)
  }
})

describe('the verdict is that of zod', () => {
  const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 3 }), fc.constant(null))
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('any'), { maxLength: 6 }),
      fc.dictionary(fc.string({ maxLength: 3 }), tie('any'), { maxKeys: 6 }),
    ),
  })).any
  interface Containers {
    readonly list: (one: z.ZodType) => z.ZodType
    readonly record: (one: z.ZodType) => z.ZodType
    readonly open: (one: z.ZodType) => z.ZodType
  }
  const ours: Containers = { list: arrayOf, record: recordOf, open: (rest) => openObject({ a: z.int().exactOptional() }, rest) }
  const theirs: Containers = {
    list: (one) => z.array(one),
    record: (one) => z.record(z.string(), one),
    open: (rest) => z.object({ a: z.int().exactOptional() }).catchall(rest),
  }
  const SHAPES: readonly ((make: Containers) => z.ZodType)[] = [
    ({ list }) => list(z.int()),
    ({ list, record }) => list(record(z.int())),
    ({ record, list }) => record(list(z.string())),
    ({ open }) => open(z.string()),
    ({ open, list }) => list(open(list(z.int()))),
    ({ list, record }) => z.union([list(z.int()), record(z.int()), list(list(z.int())), z.string()]),
    ({ list, record }) => {
      const tree: z.ZodType = z.lazy(() => z.union([z.int(), z.null(), list(tree), record(tree)]))
      return tree
    },
  ]

  test('and so are what it makes of a value, and its first issues', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(...SHAPES), (given, shape) => {
        const [expected, found] = [theirs, ours].map((make) => {
          const { success, data, error } = shape(make).safeParse(given)
          return { success, data, path: error?.issues[0]?.path, message: error?.issues[0]?.message }
        })
        expect(found).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })

  test('whatever another member of a union has found before', () => {
    const broken = [...rows(1_000), 1]
    expect(z.union([arrayOf(z.number()), arrayOf(z.boolean())]).safeParse(broken).success).toBe(false)
    expect(z.union([arrayOf(z.number()), arrayOf(z.union([z.string(), z.number()]))]).safeParse(broken).success).toBe(true)
  })

  test('of a value within itself as well', () => {
    const list: unknown[] = []
    list.push(list)
    const lists: z.ZodType = arrayOf(z.lazy(() => lists))
    expect(lists.safeParse(list).success).toBe(true)
  })
})
