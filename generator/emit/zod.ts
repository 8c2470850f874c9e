import { toRegExp } from '../lint/schema.ts'
import { schemaConst } from '../names.ts'
import { block, bracket, indent, literal, propertyKey, visible } from '../print.ts'
import type { TextFormat } from '../read/read-typed.ts'
import type { Direction } from '../read/reading.ts'
import { mentions } from '../read/shape.ts'
import type { ArrayShape, Enumeration, Numeric, ObjectShape, Shape, Tagged, Text } from '../read/shape.ts'

/** Where a schema is written: for which direction, and which named schemas are only declared later in the file. */
export interface ZodContext {
  readonly direction: Direction
  readonly later: (name: string) => boolean
  /** The text of a type that the schemas need to say. */
  readonly annotate: (shape: Shape) => string
}

/** A shape as the text of a zod 4 expression. */
export const zodOf = (shape: Shape, context: ZodContext): string => {
  switch (shape.kind) {
    case 'json':
      return 'json'
    case 'null':
      return 'z.null()'
    case 'boolean':
      return 'z.boolean()'
    case 'binary':
      return 'binaryPart'
    case 'text':
      return text(shape)
    case 'number':
      return number(shape)
    case 'enumeration':
      return enumeration(shape)
    case 'array':
      return array(shape, context)
    case 'object':
      return object(shape, context)
    case 'union':
      return union(shape.members, context)
    case 'tagged':
      return tagged(shape, context)
    case 'reference':
      return context.later(shape.name) ? `z.lazy(() => ${schemaConst(shape.name)})` : schemaConst(shape.name)
  }
}

/** Names of the runtime that the text of schemas uses. */
export const runtimeSchemas = [
  'areDistinct',
  'arrayOf',
  'binaryPart',
  'dateTime',
  'json',
  'oneOfBy',
  'openEnum',
  'openFormat',
  'openObject',
  'recordOf',
] as const

const union = (members: readonly Shape[], context: ZodContext): string => {
  const given = members.filter(({ kind }) => kind !== 'null')
  const open = given.length === 1 ? undefined : given.find(hasOpenFormat)
  // An open format accepts every text, which another member may know by its own format: it comes behind all of them.
  const parts = [
    ...given.map((member) => zodOf(open === undefined ? member : withStrictFormat(member), context)),
    ...(open === undefined ? [] : [zodOf(open, context)]),
  ]
  return (
    (parts.length === 1 ? parts.join('') : bracket('z.union([', parts, '])')) +
    (given.length < members.length ? '.nullable()' : '')
  )
}

const hasOpenFormat = (shape: Shape): boolean =>
  shape.kind === 'text' && shape.areFormatsOpen === true && (shape.formats ?? []).some((format) => Object.hasOwn(formats, format))

const withStrictFormat = (shape: Shape): Shape => {
  if (shape.kind !== 'text') return shape
  const { areFormatsOpen: _areFormatsOpen, ...strict } = shape
  return strict
}

const tagged = (shape: Tagged, context: ZodContext): string => {
  const members = shape.members.map(
    (member) => `${propertyKey(member.value)}: () => ${zodOf(member.shape, { ...context, later: () => false })}`,
  )
  return block(`oneOfBy<${context.annotate(shape)}>(${literal(shape.property)}, {`, members, '})')
}

const enumeration = ({ values, isOpen }: Enumeration): string => {
  const [only] = values
  if (values.length === 1 && !isOpen) return `z.literal(${literal(only)})`
  const maker = isOpen ? 'openEnum' : values.every((value) => typeof value === 'string') ? 'z.enum' : 'z.literal'
  return bracket(`${maker}([`, values.map(literal), '])')
}

const formats: Readonly<Record<string, string>> = {
  'date-time': 'dateTime()',
  date: 'z.iso.date()',
  uuid: 'z.guid()',
  uri: 'z.url()',
  email: 'z.email()',
} satisfies Readonly<Record<TextFormat, string>>

const text = (shape: Text): string => {
  const known = (shape.formats ?? []).filter((format) => Object.hasOwn(formats, format))
  const [first = 'z.string()', ...more] = known.map((format) =>
    shape.areFormatsOpen === true ? `openFormat(${literal(format)}, ${formats[format]})` : (formats[format] ?? ''),
  )
  return (
    first +
    limits(shape, { minLength: 'min', maxLength: 'max' }) +
    (shape.patterns ?? []).map(regex).join('') +
    more.map((other) => `.and(${other})`).join('')
  )
}

/** A mark that becomes an escape in the file must not be escaped before: two escapes in a row are something else. */
const unescapeMarks = (pattern: string): string =>
  pattern.replaceAll(/\\([^])/g, (whole, character: string) => (visible(character) === character ? whole : character))

const regex = (pattern: string): string => {
  const expression = toRegExp(pattern)
  return expression === undefined ? '' : `.regex(/${unescapeMarks(expression.source)}/${expression.flags})`
}

const number = (shape: Numeric): string =>
  (shape.isInteger ? (shape.formats?.includes('int32') ? 'z.int32()' : 'z.int()') : 'z.number()') +
  limits(shape, { minimum: 'min', maximum: 'max', exclusiveMinimum: 'gt', exclusiveMaximum: 'lt' }) +
  (shape.multiplesOf ?? []).map((factor) => `.multipleOf(${factor})`).join('')

const limits = (shape: object, methods: Readonly<Record<string, string>>): string =>
  Object.entries(shape)
    .map(([keyword, bound]) => (Object.hasOwn(methods, keyword) ? `.${methods[keyword]}(${String(bound)})` : ''))
    .join('')

const UNIQUE = "\n  .refine(areDistinct, 'must not repeat a value')"

const array = (shape: ArrayShape, context: ZodContext): string =>
  `arrayOf(${zodOf(shape.items, context)})${limits(shape, { minItems: 'min', maxItems: 'max' })}${shape.isUnique ? UNIQUE : ''}`

const object = (shape: ObjectShape, context: ZodContext): string => {
  const { rest, minProperties, maxProperties } = shape
  return (
    (shape.properties.size === 0 && shape.required.size === 0 && rest !== 'closed'
      ? map(rest, context)
      : members(shape, context)) +
    (minProperties === undefined
      ? ''
      : `\n  .refine((fields) => Object.keys(fields).length >= ${minProperties}, 'must have at least ${minProperties} fields')`) +
    (maxProperties === undefined
      ? ''
      : `\n  .refine((fields) => Object.keys(fields).length <= ${maxProperties}, 'must have at most ${maxProperties} fields')`)
  )
}

const map = (rest: 'open' | 'untyped' | Shape, context: ZodContext): string =>
  `recordOf(${typeof rest === 'string' ? 'json' : zodOf(rest, context)})`

const members = (shape: ObjectShape, context: ZodContext): string => {
  const { rest } = shape
  const texts = [
    ...[...shape.properties].map(([name, property]) => member(name, property.shape, shape.required.has(name), context)),
    ...[...shape.required].filter((name) => !shape.properties.has(name)).map((name) => `${propertyKey(name)}: json`),
  ]
  if (rest === 'closed') return texts.length === 0 ? 'z.strictObject({})' : block('z.strictObject({', texts, '})')
  if (typeof rest === 'string' || rest.kind === 'json') return block('z.looseObject({', texts, '})')
  return block('openObject({', texts, `}, ${zodOf(rest, context)})`)
}

/** A member that refers to a schema declared later is read only when it is needed; its type is said, since the compiler cannot follow a circle. */
const member = (name: string, shape: Shape, isRequired: boolean, context: ZodContext): string => {
  const optional = context.direction === 'response' ? '.exactOptional()' : '.optional()'
  if (!mentions(shape).some(context.later)) return `${propertyKey(name)}: ${zodOf(shape, context)}${isRequired ? '' : optional}`
  const type = context.annotate(shape)
  const schema = `z.ZodType<${type}, ${type}>`
  const whole = isRequired
    ? schema
    : context.direction === 'response'
      ? `z.ZodExactOptional<${schema}>`
      : `z.ZodOptional<${schema}>`
  const written = zodOf(shape, { ...context, later: () => false }) + (isRequired ? '' : optional)
  return `get ${propertyKey(name)}(): ${whole} {\n  return ${indent(written)}\n}`
}
