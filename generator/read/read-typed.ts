import { isRecord, listOf, recordOf, textOf, textsOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { inside } from './reading.ts'
import type { Above, Reading } from './reading.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import { documentationOf } from './schema-documentation.ts'
import { impliedOf, unionOf } from './shape.ts'
import type { ArrayShape, Numeric, ObjectShape, Property, Shape, Text } from './shape.ts'

/** The types that a schema says it allows. */
export const typesOf = ({ type }: JsonRecord): readonly string[] => (typeof type === 'string' ? [type] : textsOf(type))

/** The types whose keywords a schema has. */
const impliedTypes = (node: JsonRecord): readonly string[] =>
  implications
    .filter(([keywords, type]) => keywords.some((keyword) => keyword in node) || (type === 'string' && hasTextFormat(node)))
    .map(([, type]) => type)

/** Formats that are checked. Others may be those of numbers. */
const hasTextFormat = ({ format }: JsonRecord): boolean => typeof format === 'string' && textFormats.has(format)

const implications: readonly (readonly [readonly string[], string])[] = [
  [['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties'], 'object'],
  [['items', 'minItems', 'maxItems', 'uniqueItems'], 'array'],
  [['pattern', 'minLength', 'maxLength'], 'string'],
  [['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'], 'number'],
]

/** The shapes that a schema's own keywords ask for, compositions and references aside. All of them hold. */
export const readTyped = ({ node, path }: Located, reading: Reading, above: Above): readonly Shape[] => {
  const isResponse = reading.direction === 'response'
  const listed = [
    ...('const' in node ? [enumeration([node['const']], false)] : []),
    ...(Array.isArray(node['enum']) ? [enumeration(node['enum'], isResponse)] : []),
  ]
  const said = typesOf(node)
  const types = said.length > 0 ? said : impliedTypes(node)
  if (types.length === 0) return listed
  const shapes = types.map((type) => ofType(type, { node, path }, reading, above))
  if (said.length === 0) return [...listed, impliedOf(shapes)]
  // What lists `null` allows it, whatever the type beside it is.
  return [...listed, unionOf([...shapes, ...(listed.some(allowsNull) ? [{ kind: 'null' as const }] : [])])]
}

const allowsNull = ({ kind, ...shape }: Shape): boolean =>
  kind === 'null' || ('members' in shape && shape.members.some((member) => 'kind' in member && member.kind === 'null'))

/** Constants are what they are; other texts and numbers of a response may be joined by more. */
const enumeration = (given: readonly unknown[], isResponse: boolean): Shape => {
  const values = given.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
  const known: readonly Shape[] =
    values.length === 0 ? [] : [{ kind: 'enumeration', values, isOpen: isResponse && canGrow(values) }]
  return unionOf([...known, ...(given.includes(null) ? [{ kind: 'null' as const }] : [])])
}

/** Whether a later version may know more values: there is no third boolean. */
export const canGrow = (values: readonly unknown[]): boolean => values.every((value) => typeof value !== 'boolean')

const ofType = (type: string, schema: Located, reading: Reading, above: Above): Shape => {
  const { node } = schema
  switch (type) {
    case 'string':
      return textShape(node, reading)
    case 'integer':
    case 'number':
      return numericShape(type, node)
    case 'boolean':
      return { kind: 'boolean' }
    case 'null':
      return { kind: 'null' }
    case 'array':
      return arrayShape(schema, reading, above)
    case 'object':
      return objectShape(schema, reading, above)
    default:
      return { kind: 'json' }
  }
}

const numbersOf = <Name extends string>(node: JsonRecord, names: readonly Name[]): Partial<Record<Name, number>> => {
  const found: Partial<Record<Name, number>> = {}
  for (const name of names) {
    const value = node[name]
    if (typeof value === 'number') found[name] = value
  }
  return found
}

/** Formats of texts that are checked. */
const checkedFormats = ['date-time', 'date', 'uuid', 'uri', 'email'] as const
export type TextFormat = (typeof checkedFormats)[number]
export const textFormats: ReadonlySet<string> = new Set(checkedFormats)

const textShape = (node: JsonRecord, { direction, isStrict }: Reading): Shape => {
  const format = textOf(node['format'])
  const pattern = textOf(node['pattern'])
  const isBinary =
    format === 'binary' || (textOf(node['contentMediaType']) !== undefined && node['contentEncoding'] === undefined)
  if (direction === 'form' && isBinary) return { kind: 'binary' }
  const shape: Text = { kind: 'text', ...numbersOf(node, ['minLength', 'maxLength']) }
  const isOpen = direction === 'response' && !isStrict && textFormats.has(format ?? '')
  return {
    ...shape,
    ...(format === undefined ? {} : { formats: [format] }),
    ...(isOpen ? { areFormatsOpen: true } : {}),
    ...(pattern === undefined ? {} : { patterns: [pattern] }),
  }
}

/** In OpenAPI 3.0 a bound is exclusive by a boolean beside it. */
const numericShape = (type: string, node: JsonRecord): Numeric => {
  const format = textOf(node['format'])
  const { minimum, maximum, multipleOf, ...bounds } = numbersOf(node, [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ])
  return {
    kind: 'number',
    isInteger: type === 'integer',
    ...(format === undefined ? {} : { formats: [format] }),
    ...(minimum === undefined ? {} : node['exclusiveMinimum'] === true ? { exclusiveMinimum: minimum } : { minimum }),
    ...(maximum === undefined ? {} : node['exclusiveMaximum'] === true ? { exclusiveMaximum: maximum } : { maximum }),
    ...bounds,
    ...(multipleOf === undefined ? {} : { multiplesOf: [multipleOf] }),
  }
}

const arrayShape = ({ node, path }: Located, reading: Reading, above: Above): ArrayShape => ({
  kind: 'array',
  items: isRecord(node['items'])
    ? reading.read({ node: node['items'], path: [...path, 'items'] }, inside(above))
    : { kind: 'json' },
  ...numbersOf(node, ['minItems', 'maxItems']),
  isUnique: node['uniqueItems'] === true,
})

const objectShape = ({ node, path }: Located, reading: Reading, above: Above): ObjectShape => {
  const fields = Object.entries(recordOf(node['properties'])).map(([name, value]) => {
    const schema = { node: recordOf(value), path: [...path, 'properties', name] }
    return [name, schema, readProperty(schema, reading, above)] as const
  })
  const ignored = new Set(fields.filter(([, schema]) => isOtherWay(schema, reading)).map(([name]) => name))
  return {
    kind: 'object',
    properties: new Map(fields.map(([name, , property]) => [name, property])),
    required: new Set(textsOf(node['required']).filter((name) => !ignored.has(name))),
    rest: restOf({ node, path }, reading, above),
    ...numbersOf(node, ['minProperties', 'maxProperties']),
  }
}

const readProperty = (schema: Located, reading: Reading, above: Above): Property => ({
  shape: reading.read(schema, inside(above)),
  documentation: documentationOf(schema.node, dereference(reading.source.root, schema).node),
})

/** What only answers have, or only requests, is not asked for in the others. */
const isOtherWay = (schema: Located, { direction, source }: Reading): boolean => {
  const keyword = direction === 'response' ? 'writeOnly' : 'readOnly'
  return schema.node[keyword] === true || dereference(source.root, schema).node[keyword] === true
}

/**
 * The base of an inheritance, told by its discriminator, has fields that only its heirs name. A request of a foreign document may
 * have fields that it does not name, unless it forbids them.
 */
const restOf = ({ node, path }: Located, reading: Reading, above: Above): ObjectShape['rest'] => {
  const { additionalProperties: more } = node
  if (isRecord(more)) return reading.read({ node: more, path: [...path, 'additionalProperties'] }, inside(above))
  if (more === true) return { kind: 'json' }
  const isNamed = isRecord(node['properties']) || listOf(node['required']).length > 0
  if (!isNamed) return more === false && reading.direction !== 'response' ? 'closed' : { kind: 'json' }
  if (reading.direction === 'response' || isRecord(node['discriminator'])) return 'open'
  return reading.isStrict || more === false ? 'closed' : 'untyped'
}
