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

/** What a text of a format is, for a message, and whether one is. */
interface TextFormat {
  readonly expected: string
  accepts(text: string): boolean
}

const PATH = "(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
const QUERY = "(?:[\\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
const URI_REFERENCE = new RegExp(`^${PATH}(?:\\?${QUERY})?(?:#${QUERY})?$`)
const IPV6_HOST = /\/\/\[[0-9A-Fa-f:.]+\]/
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
const EMAIL = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/

const isReference = (text: string): boolean =>
  URI_REFERENCE.test(text.replace(IPV6_HOST, '//host')) &&
  (SCHEME.test(text) || !/^[^/?#]*:/.test(text)) &&
  URL.canParse(text, 'https://base.example')

/** Formats of which the client accepts more than their standards do: builders give what every validator accepts. */
const formats: Readonly<Record<string, TextFormat>> = {
  uri: { expected: 'a URI as RFC 3986 has it', accepts: (text) => SCHEME.test(text) && isReference(text) },
  'uri-reference': { expected: 'a URI reference as RFC 3986 has it', accepts: isReference },
  email: { expected: 'an e-mail address', accepts: (text) => EMAIL.test(text) },
}

/** What a text of the format would be, `undefined` where this is one. */
export const expectedFormat = (format: string | undefined, text: unknown): string | undefined => {
  const known = format !== undefined && Object.hasOwn(formats, format) ? formats[format] : undefined
  return known === undefined || typeof text !== 'string' || known.accepts(text) ? undefined : known.expected
}
