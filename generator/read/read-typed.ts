import { isRecord, listOf, recordOf, textOf, textsOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { inside } from './reading.ts'
import type { Above, Reading } from './reading.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import { documentationOf } from './schema-documentation.ts'
import { unionOf } from './shape.ts'
import type { ArrayShape, Numeric, ObjectShape, Property, Shape, Text } from './shape.ts'

/** The types that a schema allows: as it says, or as its keywords imply. */
export const typesOf = (node: JsonRecord): readonly string[] => {
  if (typeof node['type'] === 'string') return [node['type']]
  if (Array.isArray(node['type'])) return textsOf(node['type'])
  const implied = implications.find(([keywords]) => keywords.some((keyword) => keyword in node))
  return implied === undefined ? [] : [implied[1]]
}

const implications: readonly (readonly [readonly string[], string])[] = [
  [['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties'], 'object'],
  [['items', 'minItems', 'maxItems', 'uniqueItems'], 'array'],
  [['pattern', 'minLength', 'maxLength'], 'string'],
  [['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'], 'number'],
]

/** The shape that a schema's own keywords ask for, compositions and references aside; `undefined` when they ask for nothing. */
export const readTyped = ({ node, path }: Located, reading: Reading, above: Above): Shape | undefined => {
  if ('const' in node) return enumeration([node['const']], false)
  if (Array.isArray(node['enum'])) return enumeration(node['enum'], reading.direction === 'response')
  const types = typesOf(node)
  if (types.length === 0) return undefined
  return unionOf(types.map((type) => ofType(type, { node, path }, reading, above)))
}

/** Constants are what they are; other texts of a response may be joined by more. */
const enumeration = (given: readonly unknown[], isResponse: boolean): Shape => {
  const values = given.filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
  const known: readonly Shape[] = values.length === 0
    ? []
    : [{ kind: 'enumeration', values, isOpen: isResponse && values.every((value) => typeof value === 'string') }]
  return unionOf([...known, ...given.includes(null) ? [{ kind: 'null' as const }] : []])
}

const ofType = (type: string, schema: Located, reading: Reading, above: Above): Shape => {
  const { node } = schema
  switch (type) {
    case 'string': return textShape(node, reading)
    case 'integer': case 'number': return numericShape(type, node)
    case 'boolean': return { kind: 'boolean' }
    case 'null': return { kind: 'null' }
    case 'array': return arrayShape(schema, reading, above)
    case 'object': return objectShape(schema, reading, above)
    default: return { kind: 'json' }
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

const textShape = (node: JsonRecord, { direction }: Reading): Shape => {
  const format = textOf(node['format'])
  const pattern = textOf(node['pattern'])
  const isBinary = format === 'binary' || (textOf(node['contentMediaType']) !== undefined && node['contentEncoding'] === undefined)
  if (direction === 'form' && isBinary) return { kind: 'binary' }
  const shape: Text = { kind: 'text', ...numbersOf(node, ['minLength', 'maxLength']) }
  return { ...shape, ...format === undefined ? {} : { format }, ...pattern === undefined ? {} : { pattern } }
}

/** In OpenAPI 3.0 a bound is exclusive by a boolean beside it. */
const numericShape = (type: string, node: JsonRecord): Numeric => {
  const format = textOf(node['format'])
  const { minimum, maximum, ...bounds } =
    numbersOf(node, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])
  return {
    kind: 'number',
    isInteger: type === 'integer',
    ...format === undefined ? {} : { format },
    ...minimum === undefined ? {} : node['exclusiveMinimum'] === true ? { exclusiveMinimum: minimum } : { minimum },
    ...maximum === undefined ? {} : node['exclusiveMaximum'] === true ? { exclusiveMaximum: maximum } : { maximum },
    ...bounds,
  }
}

const arrayShape = ({ node, path }: Located, reading: Reading, above: Above): ArrayShape => ({
  kind: 'array',
  items: isRecord(node['items']) ? reading.read({ node: node['items'], path: [...path, 'items'] }, inside(above)) : { kind: 'json' },
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

/** The base of an inheritance, told by its discriminator, has fields that only its heirs name. */
const restOf = ({ node, path }: Located, reading: Reading, above: Above): ObjectShape['rest'] => {
  const { additionalProperties: more } = node
  if (isRecord(more)) return reading.read({ node: more, path: [...path, 'additionalProperties'] }, inside(above))
  if (more === true) return { kind: 'json' }
  const isNamed = isRecord(node['properties']) || listOf(node['required']).length > 0
  if (!isNamed) return more === false && reading.direction !== 'response' ? 'closed' : { kind: 'json' }
  return reading.direction === 'response' || isRecord(node['discriminator']) ? 'open' : 'closed'
}
