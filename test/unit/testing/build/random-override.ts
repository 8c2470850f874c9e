import { isRecord, listOf, recordOf } from '../../../../generator/json.ts'
import type { JsonRecord } from '../../../../generator/json.ts'
import { dereference } from '../../../../generator/read/reference.ts'

/** Random numbers that one seed always gives in the same order (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to, but not including, 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  isOneOf(chances: number): boolean {
    return this.roll() * chances < 1
  }

  upTo(most: number): number {
    return Math.floor(this.roll() * (most + 1))
  }

  pick<T>(values: readonly T[]): T {
    return values[this.upTo(values.length - 1)] as T
  }
}

/** What a test gives by mistake. */
const MISTAKES: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  'ring',
  [],
  {},
  [null],
  new Date(0),
  'ö\u2028',
  '\ud800',
  1n,
]

const MISTAKEN_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-13-41',
    '2026-02-30T10:00:00Z',
    '2026-03-01 10:00:00Z',
    '2026-03-01T10:00:00',
    '2026-03-01T24:00:00Z',
    '2026-03-01T10:00Z',
    '2026-03-01T10:00:60Z',
    '2026-03-01T10:00:00+99:00',
    '2026-03-01T10:00:00,5Z',
    '2026-03-01T10:00:00-0100',
    ' 2026-03-01T10:00:00Z',
  ],
  uri: [
    'http://a b',
    'https://host/a b',
    'https://host/ü',
    '/relative',
    'host',
    'https://[::1',
    'https://host:port/',
    'https://host/%zz',
    'https://host/a#b#c',
    'https:///x',
    'https://a\\b',
  ],
  email: [
    'x y@z',
    'a@b..c',
    '"q"@example.com',
    'a@b',
    'ä@example.com',
    'a@-b.com',
    '@b.com',
    '.a@b.com',
    'a..b@c.com',
    `${'a'.repeat(65)}@b.com`,
  ],
  'uri-reference': ['a b', '\\x', '1:b', '%zz', '#a#b', '//host:port', 'http://[', '[a]', '//'],
}

/** What texts of a pattern are tried with, in both documents. */
const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$': ['a', 'ord_1', 'A-0', `x${'y'.repeat(63)}`],
  '^"[0-9]{1,16}"$': ['"1"', '"1234567890123456"'],
  '^[A-Z]{3}$': ['EUR', 'CHF', 'USD'],
  '^[A-Z]{2}$': ['DE', 'AT'],
  '^[0-9a-f]{64}$': ['0'.repeat(64), 'c0ffee00'.repeat(8)],
  '^whsec_[A-Za-z0-9+/]{43}=$': [`whsec_${'A'.repeat(43)}=`],
  '^\\+[1-9][0-9]{6,14}$': ['+4972311234567', '+1234567'],
}

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.123456Z', '2024-02-29T23:59:59+05:30', '1990-12-31t23:59:60z'],
  uri: ['https://partner.example/a?b=c#d', 'https://user@host.example:8443/%20', 'urn:isbn:0451450523', 'http://[::1]:8080/hook'],
  email: ['a@example.com', 'first.last+tag@sub.example.org'],
  'uri-reference': ['/problems/other', 'https://problems.example/a'],
}

/** Random parts of values that a schema of a document accepts, now and then with a mistake in it. */
export class RandomOverride {
  readonly #root: JsonRecord
  readonly #dice: Dice
  readonly #mistakes: number
  /** Whether the last override has a mistake. */
  hasMistake = false

  /** `mistakes`: one value of so many is a mistake. */
  constructor(root: JsonRecord, dice: Dice, mistakes: number) {
    this.#root = root
    this.#dice = dice
    this.#mistakes = mistakes
  }

  of(schema: unknown): unknown {
    this.hasMistake = false
    return this.#object(this.#expand(schema))
  }

  /** The schema behind references, with the parts of a composition in one. */
  #expand(schema: unknown): JsonRecord {
    const { node } = dereference(this.#root, { node: recordOf(schema), path: [] })
    const parts = listOf(node['allOf']).map((part) => this.#expand(part))
    return parts.length === 0
      ? node
      : {
          ...node,
          properties: Object.assign({}, ...parts.map((part) => part['properties'])) as unknown,
          required: parts.flatMap((part) => listOf(part['required'])),
        }
  }

  #object(schema: JsonRecord): JsonRecord {
    const required = new Set(listOf(schema['required']))
    const given = Object.entries(recordOf(schema['properties']))
      .filter(() => this.#dice.isOneOf(2))
      .map(
        ([name, property]) => [name, !required.has(name) && this.#dice.isOneOf(8) ? undefined : this.#value(property)] as const,
      )
    const values = isRecord(schema['additionalProperties'])
      ? [['x-ms-blob-type', this.#value(schema['additionalProperties'])] as const]
      : []
    return Object.fromEntries([...given, ...values])
  }

  #value(property: unknown): unknown {
    const schema = this.#expand(property)
    if (this.#dice.isOneOf(this.#mistakes)) {
      this.hasMistake = true
      return this.#dice.pick([...MISTAKES, ...(MISTAKEN_TEXTS[String(schema['format'])] ?? [])])
    }
    const choices = listOf(schema['oneOf'])
    if (choices.length > 0) return this.#value(this.#dice.pick(choices))
    if ('const' in schema) return schema['const']
    if (Array.isArray(schema['enum'])) return this.#dice.pick(schema['enum'])
    const type = Array.isArray(schema['type']) ? this.#dice.pick(schema['type']) : schema['type']
    switch (type) {
      case 'null':
        return null
      case 'boolean':
        return this.#dice.isOneOf(2)
      case 'integer':
      case 'number':
        return this.#number(schema, type === 'integer')
      case 'string':
        return this.#text(schema)
      case 'array':
        return this.#list(schema)
      default:
        return this.#object(schema)
    }
  }

  #number({ minimum, exclusiveMinimum, maximum, format }: JsonRecord, isInteger: boolean): number {
    const most = Number(maximum ?? (format === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER))
    const least = Number(minimum ?? (exclusiveMinimum === undefined ? -1_000 : Number(exclusiveMinimum) + 0.001))
    return this.#dice.pick([
      least,
      most,
      isInteger ? Math.min(most, Math.ceil(least) + this.#dice.upTo(1_000)) : least + this.#dice.roll(),
    ])
  }

  #text({ pattern, format, minLength = 0, maxLength = 300 }: JsonRecord): string {
    const known = PATTERNS[String(pattern)] ?? FORMATS[String(format)]
    if (pattern !== undefined && known === undefined)
      throw new TypeError(`expected texts for the pattern ${JSON.stringify(pattern)}, got none`)
    if (known !== undefined) return this.#dice.pick(known)
    return this.#dice
      .pick(['a', 'ä', '😀', '\t', '"'])
      .repeat(this.#dice.pick([Number(minLength), Math.floor(Number(maxLength) / 2)]))
  }

  #list({ items, minItems = 0, maxItems = 3, uniqueItems }: JsonRecord): readonly unknown[] {
    const values = Array.from({ length: Number(minItems) + this.#dice.upTo(Number(maxItems) - Number(minItems)) }, () =>
      this.#value(items),
    )
    return uniqueItems === true ? [...new Set(values)] : values
  }
}
