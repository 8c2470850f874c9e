import { compare } from '../diagnostic.ts'
import type { Located } from './reference.ts'
import type { Documentation } from './schema-documentation.ts'

/** A shape whose type only its keywords imply: it says nothing of values of another type. */
interface Implied {
  readonly isImplied?: true
}

/**
 * What values of a schema look like, in one form for every way to write it: OpenAPI 3.0 and 3.1 differ no more, `nullable` is a
 * union, and compositions are merged. Types and zod schemas are both written from it.
 */
export type Shape = Implied &
  /** Any JSON value. */
  (
    | { readonly kind: 'json' }
    | { readonly kind: 'null' }
    | { readonly kind: 'boolean' }
    | Text
    | Numeric
    | Enumeration
    | ArrayShape
    | ObjectShape
    | Union
    | Tagged
    /** Bytes of a request: of its body, or of a part of it. */
    | { readonly kind: 'binary' }
    | Reference
  )

export interface Union extends Implied {
  readonly kind: 'union'
  readonly members: readonly Shape[]
}

export interface Text extends Implied {
  readonly kind: 'text'
  /** All of them hold, as do all patterns. */
  readonly formats?: readonly string[]
  /** Whether a text of another format passes, and is reported. */
  readonly areFormatsOpen?: true
  readonly patterns?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
}

export interface Numeric extends Implied {
  readonly kind: 'number'
  readonly isInteger: boolean
  readonly formats?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  /** A value is a multiple of each. */
  readonly multiplesOf?: readonly number[]
}

export interface Enumeration {
  readonly kind: 'enumeration'
  readonly values: readonly (string | number | boolean)[]
  /** Whether other texts pass too, those of a later version of the API. */
  readonly isOpen: boolean
}

export interface ArrayShape extends Implied {
  readonly kind: 'array'
  readonly items: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly isUnique: boolean
}

export interface ObjectShape extends Implied {
  readonly kind: 'object'
  readonly properties: ReadonlyMap<string, Property>
  readonly required: ReadonlySet<string>
  /** What further members may be: nothing; anything that nobody looks at, with or without a type; or values of a shape. */
  readonly rest: 'closed' | 'open' | 'untyped' | Shape
  readonly minProperties?: number
  readonly maxProperties?: number
}

export interface Property {
  readonly shape: Shape
  readonly documentation: Documentation
}

/** A union whose members are told apart by the value of one property. */
export interface Tagged {
  readonly kind: 'tagged'
  readonly property: string
  readonly members: readonly { readonly value: string; readonly shape: Shape }[]
  /** Whether a value may be without the property: its alternatives are tried then. */
  readonly isOptional?: true
}

/** A schema that has a name. */
export interface Reference {
  readonly kind: 'reference'
  readonly name: string
  readonly target: Located
}

/** Shapes directly inside of another one. */
export const partsOf = (shape: Shape): readonly Shape[] => {
  switch (shape.kind) {
    case 'array':
      return [shape.items]
    case 'object':
      return [...shape.properties.values()]
        .map((property) => property.shape)
        .concat(typeof shape.rest === 'string' ? [] : [shape.rest])
    case 'union':
      return shape.members
    case 'tagged':
      return shape.members.map((member) => member.shape)
    case 'json':
    case 'null':
    case 'boolean':
    case 'text':
    case 'number':
    case 'enumeration':
    case 'binary':
    case 'reference':
      return []
  }
}

/** Names that a shape mentions. */
export const mentions = (shape: Shape): readonly string[] =>
  shape.kind === 'reference' ? [shape.name] : partsOf(shape).flatMap(mentions)

/** The members as a union, without repetitions; `null` comes last. */
export const unionOf = (members: readonly Shape[]): Shape => {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.members : [member]))
  if (flat.some(({ kind }) => kind === 'json')) return { kind: 'json' }
  const distinct = [...new Map(flat.map((member) => [identity(member), member])).values()]
  const ordered = [...distinct.filter(({ kind }) => kind !== 'null'), ...distinct.filter(({ kind }) => kind === 'null')]
  const [only] = ordered
  return ordered.length === 1 && only !== undefined ? only : { kind: 'union', members: ordered }
}

/** Shapes of several types that only keywords imply: what one of them asks concerns the values of its type alone. */
export const impliedOf = (members: readonly Shape[]): Shape => {
  const shape = unionOf(members.map((member): Shape => ({ ...member, isImplied: true })))
  return { ...shape, isImplied: true }
}

/** A text that two shapes share only when they are the same. */
export const identity = (shape: Shape): string =>
  JSON.stringify(shape, (key: string, value: unknown) => {
    if (key === 'documentation' || key === 'target' || key === 'isImplied') return undefined
    if (value instanceof Map) return [...value].toSorted(([a], [b]) => compare(String(a), String(b)))
    return value instanceof Set ? [...value].map(String).toSorted(compare) : value
  })
