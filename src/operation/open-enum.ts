import { z } from 'zod'

/** A text that is one of the known values, or one that a later version of the API has added. Editors offer the known ones. */
export type OpenEnum<Known extends string> = Known | (string & {})

/** A text that its enumeration does not know. */
export interface UnknownValue {
  readonly value: string
  readonly known: readonly string[]
}

/** What the check under way has found. Checks are synchronous, so there is one at a time. */
let found: UnknownValue[] | undefined

/** A schema that accepts every text, and notes those that it does not know. */
export const openEnum = <const Known extends string>(known: readonly Known[]): z.ZodType<OpenEnum<Known>, OpenEnum<Known>> => {
  const values: ReadonlySet<string> = new Set(known)
  return z.string()
    .check(({ value }) => void (values.has(value) || found?.push({ value, known })))
    .meta({ openEnum: known })
}

/** Runs a check, with the values that the enumerations in its schema do not know. */
export const withUnknownValues = <T>(check: () => T): { readonly result: T; readonly unknown: readonly UnknownValue[] } => {
  const outer = found
  const unknown: UnknownValue[] = []
  found = unknown
  try {
    return { result: check(), unknown }
  } finally {
    found = outer
  }
}

/** The known values of a schema made by `openEnum`, `undefined` for any other schema. */
export const knownValues = (schema: z.ZodType): readonly string[] | undefined => {
  const known = schema.meta()?.['openEnum']
  return Array.isArray(known) ? known : undefined
}
