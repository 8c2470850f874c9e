import fc from 'fast-check'

/** How often something is repeated: about the bounds of the package, and far above them. */
export const amount: fc.Arbitrary<number> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 2, 99, 101, 499, 501, 1_001) },
  { weight: 4, arbitrary: fc.constantFrom(10_001, 100_001) },
  { weight: 1, arbitrary: fc.constantFrom(250_001, 1_000_001) },
)

const FIXED = [
  'null',
  'true',
  '-0',
  '-1',
  '1e999',
  '-1e999',
  '9007199254740993',
  '0.1e-400',
  '""',
  '"\\ud83d"',
  '"\\u0000\\u001b[2J\\r\\nX-Evil: 1"',
  '"\\u202e\\u009b"',
  '[]',
  '{}',
  '[null]',
  '{"__proto__":{"id":"evil"}}',
  '{"constructor":{"prototype":{}}}',
  '{"toString":1,"valueOf":1,"then":1,"toJSON":1}',
  '"9999-99-99T99:99:99Z"',
] as const

/** A value that nobody expects there, as JSON. */
const hostileValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FIXED) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        amount,
        fc.constantFrom<(count: number) => string>(
          (count) => '['.repeat(count) + ']'.repeat(count),
          (count) => '{"a":'.repeat(count) + '1' + '}'.repeat(count),
          (count) => '['.repeat(count),
          (count) => `[${'{},'.repeat(count)}{}]`,
          (count) => `[${'"",'.repeat(count)}""]`,
          (count) => `"${'x'.repeat(count)}"`,
          (count) => `"${'\\u202e\\n'.repeat(count)}"`,
          (count) => '9'.repeat(count),
          (count) => `{${Array.from({ length: Math.min(count, 100_001) }, (_, index) => `"m${index}":${index}`).join()}}`,
        ),
      )
      .map(([count, make]) => make(count)),
  },
)

type Path = readonly (string | number)[]

const pathsOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key])),
  ]
}

/** What is done at one place of a document. */
interface Mutation {
  readonly path: Path
  readonly how: 'replace' | 'remove' | 'add' | 'repeat' | 'list'
  readonly value: string
}

/** A text that is no part of any document stands for a value until the document is a text. */
const placeholder = (index: number): string => `<<value ${index}>>`

const applied = (value: unknown, [step, ...rest]: Path, mutation: Mutation, mark: string): unknown => {
  if (step === undefined) {
    if (mutation.how === 'list') return [value, mark]
    if (mutation.how === 'replace' || typeof value !== 'object' || value === null || Array.isArray(value)) return mark
    return { ...value, [mutation.how === 'repeat' ? (Object.keys(value)[0] ?? 'more') : 'more']: mark }
  }
  if (typeof value !== 'object' || value === null) return mark
  if (Array.isArray(value))
    return value.map((inner: unknown, index) => (index === step ? applied(inner, rest, mutation, mark) : inner))
  if (rest.length === 0 && mutation.how === 'remove')
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === step ? applied(inner, rest, mutation, mark) : inner]),
  )
}

const mutationOf = (document: unknown): fc.Arbitrary<Mutation> =>
  fc.record({
    path: fc.constantFrom(...pathsOf(document)),
    how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat', 'list'),
    value: hostileValue,
  })

/** JSON texts that are almost the document: one to three places are changed, and the text itself may be cut off or go on. */
export const mutatedJson = (document: unknown): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(mutationOf(document), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('whole', 'whole', 'whole', 'whole', 'cut', 'twice', 'marked'),
    )
    .map(([mutations, end]) => {
      const changed = mutations.reduce(
        (value, mutation, index) => applied(value, mutation.path, mutation, placeholder(index)),
        document,
      )
      const text = mutations.reduce(
        (json, { value }, index) => json.split(JSON.stringify(placeholder(index))).join(value),
        JSON.stringify(changed),
      )
      return { whole: text, cut: text.slice(0, text.length / 2), twice: text + text, marked: `\ufeff${text}` }[end]
    })
