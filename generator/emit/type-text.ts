import { literal, fill, indent, propertyKey } from '../print.ts'
import type { Direction } from '../read/reading.ts'
import { documentationComment } from '../read/schema-documentation.ts'
import type { ObjectShape, Shape, Tagged } from '../read/shape.ts'

/** Names of the runtime that the text of types uses. */
export const runtimeTypes = ['BinaryPart', 'Json', 'OpenEnum'] as const

/** A shape as the text of a TypeScript type. */
export const typeOf = (shape: Shape, direction: Direction): string => {
  switch (shape.kind) {
    case 'json':
      return 'Json'
    case 'null':
      return 'null'
    case 'boolean':
      return 'boolean'
    case 'binary':
      return 'BinaryPart'
    case 'text':
      return 'string'
    case 'number':
      return 'number'
    case 'enumeration':
      return shape.isOpen ? `OpenEnum<${literals(shape.values)}>` : literals(shape.values)
    case 'array':
      return `readonly ${grouped(shape.items, direction)}[]`
    case 'object':
      return objectType(shape, direction)
    case 'union':
      return shape.members.map((member) => typeOf(member, direction)).join(' | ')
    case 'tagged':
      return shape.members.map((member) => taggedMember(shape, member, direction)).join(' | ')
    case 'reference':
      return shape.name
  }
}

const literals = (values: readonly (string | number | boolean)[]): string => values.map(literal).join(' | ')

/** The text with every union of literals that is too long for its line on several lines. */
export const breakUnions = (text: string): string => text.split('\n').map(breakUnion).join('\n')

const breakUnion = (line: string): string => {
  if (line.length <= 120 || /^\s*(?:\/\*\*|\*)/.test(line)) return line
  const [, margin = '', before = '', union, after = ''] =
    /^(\s*)(.*?)((?:'(?:[^'\\]|\\.)*' \| )+'(?:[^'\\]|\\.)*')(.*)$/.exec(line) ?? []
  if (union === undefined) return line
  const rows = fill(
    union.split(/(?<=') \| (?=')/).map((member) => `| ${member}`),
    100,
  )
  return `${margin}${before.replace(/\|? *$/, '').trimEnd()}${rows.map((row) => `\n${margin}  ${row}`).join('')}${after}`
}

const grouped = (shape: Shape, direction: Direction): string => {
  const text = typeOf(shape, direction)
  const isUnion =
    shape.kind === 'union' ||
    shape.kind === 'tagged' ||
    shape.kind === 'array' ||
    (shape.kind === 'enumeration' && !shape.isOpen && shape.values.length > 1)
  return isUnion ? `(${text})` : text
}

const taggedMember = (
  { property, isOptional }: Tagged,
  { value, shape }: Tagged['members'][number],
  direction: Direction,
): string => {
  const tag =
    isOptional !== true ? `: ${literal(value)}` : `?: ${literal(value)}${direction === 'response' ? '' : ' | undefined'}`
  return `(${typeOf(shape, direction)} & { readonly ${propertyKey(property)}${tag} })`
}

/** What may be left out of a request may be given as `undefined` as well. */
const objectType = (shape: ObjectShape, direction: Direction): string => {
  const optional = direction === 'response' ? '' : ' | undefined'
  const extra = [...shape.required]
    .filter((name) => !shape.properties.has(name))
    .map((name) => `readonly ${propertyKey(name)}: Json`)
  const members = [...shape.properties].map(([name, property]) => {
    const isRequired = shape.required.has(name)
    const type = typeOf(property.shape, direction)
    return `${documentationComment(property.documentation)}readonly ${propertyKey(name)}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : optional}`
  })
  const lines = [...members, ...extra, ...restMember(shape, direction)]
  if (lines.length === 0) return 'Record<string, never>'
  return `{\n${lines.map((line) => `  ${indent(line)}`).join('\n')}\n}`
}

/** Further members are whatever the named ones are, or values of the map. */
const restMember = ({ rest, properties, required }: ObjectShape, direction: Direction): readonly string[] => {
  const isNamed = properties.size > 0 || required.size > 0
  if (
    rest === 'closed' ||
    (rest === 'untyped' && isNamed) ||
    (rest === 'open' && properties.size > 0 && direction === 'response')
  )
    return []
  if (direction !== 'form' && (typeof rest === 'string' || rest.kind === 'json'))
    return [`readonly [name: string]: Json${required.size < properties.size ? ' | undefined' : ''}`]
  const known = [...properties].map(([name, property]) => [typeOf(property.shape, direction), required.has(name)] as const)
  const types = new Set([typeof rest === 'string' ? 'Json' : typeOf(rest, direction), ...known.map(([type]) => type)])
  const undefinedToo = known.some(([, isRequired]) => !isRequired) ? ' | undefined' : ''
  return [`readonly [name: string]: ${[...types].join(' | ')}${undefinedToo}`]
}
