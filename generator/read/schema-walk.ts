import { isRecord, listOf, recordOf, textOf, textsOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { targetOf } from './read-shape.ts'
import type { Located } from './reference.ts'

/** Schemas that the steps of a pointer lead to; one for every branch of a composition that has the field. */
export type FieldSearch =
  | { readonly found: readonly Located[] }
  /** `step` is the index of the step that leads nowhere, `known` the fields that were there. */
  | { readonly step: number; readonly known: readonly string[] }

/** Follows a pointer through schemas, `null` standing for every element of an array. */
export const findField = (root: JsonRecord, schemas: readonly Located[], pointer: readonly (string | null)[]): FieldSearch => {
  let current = schemas.flatMap((schema) => branches(root, schema))
  for (const [step, name] of pointer.entries()) {
    const next = current.flatMap((schema) => member(schema, name))
    if (next.length === 0) return { step, known: fieldsOf(current) }
    current = next.flatMap((schema) => branches(root, schema))
  }
  return { found: current }
}

/** Names of the fields of the schemas, `*` for elements. */
const fieldsOf = (schemas: readonly Located[]): readonly string[] =>
  schemas.flatMap(({ node }) => [...Object.keys(recordOf(node['properties'])), ...(isRecord(node['items']) ? ['*'] : [])])

/** The schema itself and, when it is composed of others, each of those, without references. */
export const branches = (root: JsonRecord, schema: Located, depth = 0): readonly Located[] => {
  const { node, path } = targetOf(root, schema)
  if (depth > 20) return []
  const beside = '$ref' in node ? branches(root, { node: { $ref: node['$ref'] }, path }, depth + 1) : []
  const composed = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
    listOf(node[keyword]).map((part, index) => ({ node: recordOf(part), path: [...path, keyword, index] })),
  )
  return [{ node, path }, ...beside, ...composed.flatMap((part) => branches(root, part, depth + 1))]
}

const member = ({ node, path }: Located, name: string | null): readonly Located[] => {
  const isElement = name === null || /^\d+$/.test(name)
  if (isElement && isRecord(node['items'])) return [{ node: node['items'], path: [...path, 'items'] }]
  const properties = recordOf(node['properties'])
  if (name !== null && Object.hasOwn(properties, name)) {
    return [{ node: recordOf(properties[name]), path: [...path, 'properties', name] }]
  }
  if (name !== null && isRecord(node['additionalProperties'])) {
    return [{ node: node['additionalProperties'], path: [...path, 'additionalProperties'] }]
  }
  return []
}

/** Values of the enumeration of a schema, or of its elements; `undefined` when it has none. */
export const enumerated = (root: JsonRecord, schema: Located): readonly string[] | undefined => {
  for (const { node, path } of branches(root, schema)) {
    if (Array.isArray(node['enum'])) return textsOf(node['enum'])
    if (textOf(node['const']) !== undefined) return [String(node['const'])]
    if (isRecord(node['items'])) return enumerated(root, { node: node['items'], path: [...path, 'items'] })
  }
  return undefined
}
