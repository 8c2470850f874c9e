import { listOf, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { annotations, lintSchema } from '../lint/schema.ts'
import { mergeShapes } from './merge-shape.ts'
import { readAlternatives } from './read-alternatives.ts'
import { readTyped, typesOf } from './read-typed.ts'
import { NOTHING_ABOVE, placeKey } from './reading.ts'
import type { Above, Reading } from './reading.ts'
import { follow, referencePath } from './reference.ts'
import type { Located } from './reference.ts'
import { unionOf } from './shape.ts'
import type { Shape } from './shape.ts'

/** The shape of a schema. One that is only a reference keeps its name. */
export const readShape = (schema: Located, reading: Reading, above: Above = NOTHING_ABOVE): Shape => {
  if (!isReference(schema.node) || constrains(schema.node)) return expandShape(schema, reading, above)
  if (isUnreadable(schema, reading)) return { kind: 'json' }
  const target = targetOf(reading.source.root, schema)
  return { kind: 'reference', name: reading.refer(target), target }
}

/**
 * The shape of a schema with everything that it refers to or is composed of written out. A composition that comes back to itself
 * ends there; one inside of itself has no end.
 */
export const expandShape = (schema: Located, reading: Reading, above: Above = NOTHING_ABOVE): Shape => {
  const key = placeKey(schema)
  if (above.around.has(key))
    return refuse(
      schema,
      reading,
      'a composition that holds itself cannot be written out: give it a name in components/schemas and refer to that',
    )
  if (isUnreadable(schema, reading)) return { kind: 'json' }
  const isRepeated = above.composition.has(key)
  const inner: Above = { ...above, composition: new Set([...above.composition, key]) }
  const parts = isRepeated ? [] : composedOf(schema)
  const own = [readTyped(schema, reading, inner), isRepeated ? [] : readAlternatives(schema, reading, inner)].flat()
  const [only] = parts
  const full =
    own.length === 0 && parts.length === 1 && only !== undefined
      ? reading.read(only, inner)
      : mergeAll([...parts.map((part) => writeOut(part, reading, inner)), ...own], schema, reading, inner)
  return isNullable(schema.node) ? unionOf([full, { kind: 'null' }]) : full
}

/** Reports what would be lost of a schema. Whether nothing is made of it therefore. */
const isUnreadable = (schema: Located, reading: Reading): boolean => {
  const defects = lintSchema(schema, reading)
  reading.report(defects)
  return reading.isLenient && defects.length > 0
}

/** What a schema refers to and is composed of. */
const composedOf = ({ node, path }: Located): readonly Located[] => [
  ...(isReference(node) ? [{ node: { $ref: node['$ref'] }, path: [...path, '$ref'] }] : []),
  ...listOf(node['allOf']).map((part, index) => ({ node: recordOf(part), path: [...path, 'allOf', index] })),
]

const writeOut = (part: Located, reading: Reading, above: Above): Shape => {
  if (isUnreadable(part, reading)) return { kind: 'json' }
  return expandShape(targetOf(reading.source.root, part), reading, above)
}

const mergeAll = (shapes: readonly Shape[], schema: Located, reading: Reading, above: Above): Shape => {
  const expand = (shape: Shape): Shape => (shape.kind === 'reference' ? expandShape(shape.target, reading, above) : shape)
  return shapes.reduce<Shape>(
    (left, right) =>
      mergeShapes(left, right, expand) ??
      refuse(schema, reading, 'no value meets every part of this schema: its parts contradict each other'),
    { kind: 'json' },
  )
}

const refuse = ({ path }: Located, reading: Reading, message: string): Shape => {
  reading.report([reading.source.at(path, message)])
  return { kind: 'json' }
}

/** `nullable` of OpenAPI 3.0. */
const isNullable = (node: JsonRecord): boolean => node['nullable'] === true && !typesOf(node).includes('null')

/** Where references lead: to the first schema that asks for something by itself, be it beside a reference of its own. */
export const targetOf = (root: JsonRecord, schema: Located, hops = 0): Located => {
  const next = hops > 100 || constrains(schema.node) ? undefined : follow(root, schema)
  return next === undefined ? schema : targetOf(root, next, hops + 1)
}

const isReference = (node: JsonRecord): boolean => referencePath(textOf(node['$ref']) ?? '') !== undefined

/** Whether a schema asks for something by itself, besides what it refers to. */
const constrains = (node: JsonRecord): boolean =>
  Object.entries(node).some(
    ([keyword, value]) => !annotations.has(keyword) && !keyword.startsWith('x-') && (keyword !== 'nullable' || value === true),
  )
