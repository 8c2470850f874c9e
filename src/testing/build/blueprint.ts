import type { z } from 'zod'

/** A value of a document's example. */
type Example = string | number | boolean | null

/** Where the value of a field comes from when an override does not give it. */
export type Source =
  | { readonly value: Example; readonly format?: string }
  /** The prefix, followed by the number of the built value in that many digits: `ord_000001`. */
  | { readonly serial: string; readonly digits: number }
  /** 64 hexadecimal digits, other ones for each built value. */
  | { readonly digest: true }
  /** A date-time at or after the present. */
  | { readonly instant: true }
  /** The blueprint with this name. */
  | { readonly of: string }
  | { readonly fields: Fields }
  | { readonly list: Source }
  /** An object of any names, whose values are all like this. */
  | { readonly map: Source }

/** A field: whether it may be absent or null, whether it is null when an override does not give it, and its value otherwise. */
export type Field = Source & { readonly optional?: true; readonly nullable?: true; readonly empty?: true }

export type Fields = Readonly<Record<string, Field>>

/** What a builder knows of a schema. */
export interface Blueprint {
  /** The schema by which the client checks such a value. */
  readonly schema: z.ZodType
  readonly fields: Fields
}

export type Blueprints = Readonly<Record<string, Blueprint>>

/** The type of a source's values, for a message. */
export const expectedOf = (source: Field): string => {
  const type = typeOf(source)
  return source.nullable === true ? `${type} or null` : type
}

const typeOf = (source: Source): string => {
  if ('value' in source) return source.value === null ? 'a JSON value' : `a ${typeof source.value}`
  if ('instant' in source) return 'a date-time string'
  if ('list' in source) return 'an array'
  return 'of' in source || 'fields' in source || 'map' in source ? 'an object' : 'a string'
}
