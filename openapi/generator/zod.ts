import { OPEN } from './catalog.ts'
import type { Direction } from './catalog.ts'
import { isRecord, listOf, recordOf, textOf, textsOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { schemaConst } from './names.ts'
import { block, bracket, indent, literal, propertyKey } from './print.ts'
import { schemaName } from './reference.ts'

/** Where a schema is written: for which direction, and which named schemas are only declared later in the file. */
export interface ZodContext {
  readonly direction: Direction
  readonly later: (name: string) => boolean
}

/** A JSON Schema as the text of a zod 4 expression. */
export const zodOf = (schema: JsonRecord, context: ZodContext): string => {
  const name = schemaName(schema)
  if (name !== undefined) return schemaConst(name)
  if ('const' in schema) return `z.literal(${literal(schema['const'])})`
  if (Array.isArray(schema['enum'])) return enumeration(schema)
  if (Array.isArray(schema['allOf'])) return composition(schema, context)
  const alternatives = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])].map(recordOf)
  if (alternatives.length > 0) {
    const parts = alternatives.filter((part) => part['type'] !== 'null')
    return union(parts.map((part) => zodOf(part, context)), parts.length < alternatives.length)
  }
  const types = typeof schema['type'] === 'string' ? [schema['type']] : textsOf(schema['type'])
  return union(types.filter((type) => type !== 'null').map((type) => typed(type, schema, context)), types.includes('null'))
}

const union = (parts: readonly string[], nullable: boolean): string => {
  const [only] = parts
  if (only === undefined) return nullable ? 'z.null()' : 'z.unknown()'
  return (parts.length === 1 ? only : bracket('z.union([', parts, '])')) + (nullable ? '.nullable()' : '')
}

const enumeration = (schema: JsonRecord): string => {
  const values = listOf(schema['enum']).filter((value) => value !== null)
  const nullable = listOf(schema['enum']).includes(null) ? '.nullable()' : ''
  const maker = schema[OPEN] === true ? 'openEnum' : values.every((value) => typeof value === 'string') ? 'z.enum' : 'z.literal'
  return bracket(`${maker}([`, values.map(literal), '])') + nullable
}

const typed = (type: string, schema: JsonRecord, context: ZodContext): string => {
  switch (type) {
    case 'string': return text(schema)
    case 'integer': return (schema['format'] === 'int32' ? 'z.int32()' : 'z.int()') + numeric(schema)
    case 'number': return `z.number()${numeric(schema)}`
    case 'boolean': return 'z.boolean()'
    case 'array': return array(schema, context)
    case 'object': return object(schema, context)
    default: return 'z.unknown()'
  }
}

const formats: Readonly<Record<string, string>> = {
  'date-time': 'z.iso.datetime({ offset: true })',
  date: 'z.iso.date()',
  uuid: 'z.guid()',
  uri: 'z.url()',
  email: 'z.email()',
}

const text = (schema: JsonRecord): string => {
  const pattern = textOf(schema['pattern'])
  return (formats[textOf(schema['format']) ?? ''] ?? 'z.string()')
    + limits(schema, { minLength: 'min', maxLength: 'max' })
    + (pattern === undefined ? '' : `.regex(/${new RegExp(pattern, 'u').source}/u)`)
}

const numeric = (schema: JsonRecord): string =>
  limits(schema, { minimum: 'min', maximum: 'max', exclusiveMinimum: 'gt', exclusiveMaximum: 'lt', multipleOf: 'multipleOf' })

const limits = (schema: JsonRecord, methods: Readonly<Record<string, string>>): string =>
  Object.entries(methods).map(([keyword, method]) => (keyword in schema ? `.${method}(${String(schema[keyword])})` : '')).join('')

const UNIQUE = "\n  .refine((items) => new Set(items).size === items.length, 'must not repeat a value')"

const array = (schema: JsonRecord, context: ZodContext): string => {
  const unique = schema['uniqueItems'] === true ? UNIQUE : ''
  return `z.array(${zodOf(recordOf(schema['items']), context)})${limits(schema, { minItems: 'min', maxItems: 'max' })}${unique}`
}

const object = (schema: JsonRecord, context: ZodContext): string => {
  if (!isRecord(schema['properties'])) return `z.record(z.string(), ${zodOf(recordOf(schema['additionalProperties']), context)})`
  const isOpen = context.direction === 'response' || schema['additionalProperties'] === true
  const made = isOpen ? 'z.looseObject({' : 'z.strictObject({'
  return block(made, members(schema, context), '})')
}

/** A member that refers to a schema declared later is read only when it is needed. */
const members = (schema: JsonRecord, context: ZodContext): readonly string[] => {
  const required = textsOf(schema['required'])
  const optional = context.direction === 'request' ? '.optional()' : '.exactOptional()'
  return Object.entries(recordOf(schema['properties'])).map(([name, value]) => {
    const member = zodOf(recordOf(value), context) + (required.includes(name) ? '' : optional)
    const isLater = mentions(recordOf(value)).some(context.later)
    return isLater ? `get ${propertyKey(name)}() {\n  return ${indent(member)}\n}` : `${propertyKey(name)}: ${member}`
  })
}

const mentions = (schema: JsonRecord): readonly string[] => {
  const name = schemaName(schema)
  if (name !== undefined) return [name]
  const composed = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(schema[keyword]))
  const parts = [schema['items'], schema['additionalProperties'], ...composed]
  return parts.filter(isRecord).flatMap(mentions)
}

/** Objects of a composition become one object, as open or as closed as the first. */
const composition = (schema: JsonRecord, context: ZodContext): string => {
  const { allOf, ...own } = schema
  const parts = [...listOf(allOf).map(recordOf), ...isRecord(own['properties']) ? [own] : []]
  const [first, ...others] = parts
  return zodOf(first ?? {}, context) + others.map((part) => {
    const name = schemaName(part)
    return name === undefined ? `.extend(${block('{', members(part, context), '}')})` : `.extend(${schemaConst(name)}.shape)`
  }).join('')
}
