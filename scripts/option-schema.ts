import { z } from 'zod'

/** What a schema says of one option. */
export interface OptionRule {
  /** The default; `undefined` where there is none. */
  readonly byDefault: unknown
  readonly isRequired: boolean
  /** What the error says is allowed. */
  readonly allowed: string
  /** The options inside, for an object of options. */
  readonly inside: ReadonlyMap<string, OptionRule>
}

/** Values that options refuse for different reasons; the longest reason names every bound. */
const refused = [Symbol('none'), 0, -1, '', Number.MAX_VALUE]

const reasonsOf = (schema: z.core.$ZodType): readonly string[] =>
  refused.flatMap((value) => z.safeParse(schema, value).error?.issues.map(({ message }) => message) ?? [])

const allowedBy = (schema: z.core.$ZodType): string =>
  [...new Set(reasonsOf(schema))]
    .filter((reason) => !reason.startsWith('Invalid input'))
    .toSorted((one, other) => other.length - one.length)[0] ?? ''

const unwrap = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap())
    : schema

const ruleOf = (schema: z.core.$ZodType): OptionRule => {
  const inner = unwrap(schema)
  const given = z.safeParse(schema, undefined)
  const inside = inner instanceof z.ZodObject ? rulesOf(inner) : new Map<string, OptionRule>()
  return {
    byDefault: inside.size === 0 && given.success ? given.data : undefined,
    isRequired: !given.success,
    allowed: inside.size > 0 ? '' : allowedBy(inner),
    inside,
  }
}

/** The rules of a schema's options by name. */
export const rulesOf = (schema: z.ZodObject): ReadonlyMap<string, OptionRule> =>
  new Map(Object.entries(schema.shape).map(([name, option]) => [name, ruleOf(option)]))

const SIZES = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
] as const
const TIMES = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

const withUnit = (value: number, units: readonly (readonly [string, number])[], gap: string): string | undefined => {
  const [name, amount] = units.find(([, size]) => value > 0 && value % size === 0) ?? []
  return name === undefined || amount === undefined ? undefined : `${value / amount}${gap}${name}`
}

/** A default as TSDoc writes it: durations and sizes with their unit, numbers with commas, texts as code. */
export const showDefault = (value: unknown, type: string): string => {
  if (typeof value !== 'number') return `\`${String(value)}\``
  if (type === 'Duration') return `\`${withUnit(value, TIMES, '') ?? '0'}\``
  return withUnit(value, SIZES, ' ') ?? value.toLocaleString('en')
}
