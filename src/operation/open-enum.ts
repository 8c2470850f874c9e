import { z } from 'zod'

/** A text that is one of the known values, or one that a later version of the API has added. Editors offer the known ones. */
export type OpenEnum<Known extends string> = Known | (string & {})

/** A text that its enumeration does not know. */
export interface UnknownValue {
  readonly value: string
  readonly known: readonly string[]
}

/** Values of one enumeration that are noted in a check; with more of them it is no later version of the API. */
export const MOST_UNKNOWN = 100

/** Each value that the check under way has found, by what is known instead. Checks are synchronous, so there is one at a time. */
let found: Map<readonly string[], Set<string>> | undefined

const note = (value: string, known: readonly string[]): void => {
  const noted = found?.get(known) ?? new Set()
  found?.set(known, noted)
  if (noted.size < MOST_UNKNOWN) noted.add(value)
}

/** A schema that accepts every text, and notes those that it does not know. */
export const openEnum = <const Known extends string>(known: readonly Known[]): z.ZodType<OpenEnum<Known>, OpenEnum<Known>> => {
  const values: ReadonlySet<string> = new Set(known)
  return z.string()
    .check(({ value }) => void (values.has(value) || note(value, known)))
    .meta({ openEnum: known })
}

/** Runs a check, with the values that the enumerations in its schema do not know. */
export const withUnknownValues = <T>(check: () => T): { readonly result: T; readonly unknown: readonly UnknownValue[] } => {
  const outer = found
  const noted = new Map<readonly string[], Set<string>>()
  found = noted
  try {
    const result = check()
    return { result, unknown: [...noted].flatMap(([known, values]) => [...values].map((value) => ({ value, known }))) }
  } finally {
    found = outer
  }
}

/** The known values of a schema made by `openEnum`, `undefined` for any other schema. */
export const knownValues = (schema: z.ZodType): readonly string[] | undefined => {
  const known = schema.meta()?.['openEnum']
  return Array.isArray(known) ? known : undefined
}
