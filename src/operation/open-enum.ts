import { z } from 'zod'
import { MAX_ISSUES } from '../error/validation-errors.ts'

/**
 * A text or a number that is one of the known values, or one that a later version of the API has added. Editors offer the known
 * ones.
 */
export type OpenEnum<Known extends string | number> = Known | (Known extends string ? string & {} : number & {})

/** A value that its description does not know: of an enumeration, or of another format. */
export interface UnknownValue {
  readonly value: string | number
  /** The values of the enumeration, or the format alone. */
  readonly known: readonly (string | number)[]
  /** Whether `known` is a format. Its values are as many as they like, so they are never shown, and reported once. */
  readonly isFormat: boolean
}

/** Values of one enumeration that are noted in a check; with more of them it is no later version of the API. */
export const MOST_UNKNOWN = 100

interface Noted {
  readonly values: Set<string | number>
  readonly isFormat: boolean
}

/** Each value that the check under way has found, by what is known instead. Checks are synchronous, so there is one at a time. */
let found: Map<readonly (string | number)[], Noted> | undefined

const note = (value: string | number, known: readonly (string | number)[], isFormat: boolean): void => {
  const noted = found?.get(known) ?? { values: new Set(), isFormat }
  found?.set(known, noted)
  if (noted.values.size < (isFormat ? 1 : MOST_UNKNOWN)) noted.values.add(value)
}

/** A schema that accepts every value of the types of those that it knows, and notes those that it does not know. */
export const openEnum = <const Known extends string | number>(
  known: readonly Known[],
): z.ZodType<OpenEnum<Known>, OpenEnum<Known>> => {
  const values: ReadonlySet<unknown> = new Set(known)
  return typeOf(known)
    .check(({ value }) => void (values.has(value) || note(value, known, false)))
    .meta({ openEnum: known }) as z.ZodType<OpenEnum<Known>, OpenEnum<Known>>
}

const typeOf = (known: readonly (string | number)[]): z.ZodType<string | number> => {
  if (known.every((value) => typeof value === 'string')) return z.string()
  return known.every((value) => typeof value === 'number') ? z.number() : z.union([z.string(), z.number()])
}

/** A schema that accepts every text, and notes one that is not of the format. */
export const openFormat = (format: string, strict: z.ZodType): z.ZodString => {
  const known = [format]
  return z.string().check(({ value }) => void (strict.safeParse(value).success || note(value, known, true)))
}

/** Runs a check, with the values that the enumerations and formats in its schema do not know. */
export const withUnknownValues = <T>(check: () => T): { readonly result: T; readonly unknown: readonly UnknownValue[] } => {
  const outer = found
  const noted = new Map<readonly (string | number)[], Noted>()
  found = noted
  try {
    const result = check()
    return {
      result,
      unknown: [...noted].flatMap(([known, { values, isFormat }]) => [...values].map((value) => ({ value, known, isFormat }))),
    }
  } finally {
    found = outer
  }
}

/** The known values of a schema made by `openEnum`, `undefined` for any other schema. */
export const knownValues = (schema: z.ZodType): readonly (string | number)[] | undefined => {
  const known = schema.meta()?.['openEnum']
  return Array.isArray(known) ? known : undefined
}

/**
 * A schema of a union whose members are told apart by the text of one property. What is wrong with a value is what the member it
 * claims to be says. A value without the property may be any of the members.
 */
export const oneOfBy = <Union>(property: string, members: Readonly<Record<string, () => z.ZodType>>): z.ZodType<Union, Union> =>
  z.custom<Union>().superRefine((value, context) => {
    const tag: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined
    if (tag === undefined && Object.values(members).some((member) => member().safeParse(value).success)) return
    const member = typeof tag === 'string' && Object.hasOwn(members, tag) ? members[tag] : undefined
    if (member === undefined) {
      context.addIssue({ code: 'custom', path: [property], message: `expected one of ${Object.keys(members).join(', ')}` })
      return
    }
    for (const { path, message } of member()
      .safeParse(value)
      .error?.issues.slice(0, MAX_ISSUES + 1) ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })
