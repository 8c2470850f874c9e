import type { Api, Operation, Parameter } from './api.ts'
import { compare } from './diagnostic.ts'
import { isRecord, listOf, recordOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { operationType } from './names.ts'
import { dereference, lookUp, schemaName } from './reference.ts'

/** Requests are closed: what the document does not name is refused. Responses are open: later fields and values pass. */
export type Direction = 'request' | 'response'

/** A schema that gets a type and a zod schema of its own. Its references are to names of the catalog. */
export interface NamedSchema {
  readonly name: string
  readonly direction: Direction
  readonly schema: JsonRecord
}

/** Every schema that the generated client names, ordered by name. */
export interface Catalog {
  readonly schemas: readonly NamedSchema[]
  /** Names that more than one schema would have. */
  readonly clashes: readonly string[]
  /** The schema as it is in one direction; what it refers to is in the catalog. */
  adapt(schema: JsonRecord, direction: Direction): JsonRecord
}

/** An enumeration that carries this accepts unknown values. */
export const OPEN = 'x-open'

/** Collects the schemas of an API: those that its operations refer to, their query parameters, and bodies without a name. */
export const readCatalog = (api: Api): Catalog => {
  const { root } = api.source
  const named = new Map<string, NamedSchema>()
  const origins = new Map<string, JsonRecord>()
  const clashes = new Set<string>()
  const adapt = (schema: JsonRecord, direction: Direction): JsonRecord => adaptNode(schema, direction, refer)
  const add = (name: string, direction: Direction, schema: JsonRecord): void => {
    if (named.has(name) && origins.get(name) !== schema) clashes.add(name)
    if (named.has(name)) return
    origins.set(name, schema)
    named.set(name, { name, direction, schema: {} })
    named.set(name, { name, direction, schema: adapt(schema, direction) })
  }
  const refer = (name: string, direction: Direction): string => {
    const schema = recordOf(lookUp(root, ['components', 'schemas', name]))
    const adapted = direction === 'request' && differs(root, schema) ? `${name}Input` : name
    add(adapted, direction, schema)
    return adapted
  }
  for (const operation of api.operations) {
    for (const { name, direction, schema } of ownSchemas(operation)) add(name, direction, schema)
    for (const { schema } of operation.parameters) adapt(schema.node, 'request')
    if (operation.body !== undefined) adapt(operation.body.node, 'request')
    for (const { schema } of [...operation.successes, ...operation.failures]) if (schema) adapt(schema.node, 'response')
  }
  return { schemas: [...named.values()].toSorted((a, b) => compare(a.name, b.name)), clashes: [...clashes], adapt }
}

/** Name of the type of an operation's query parameters. */
export const queryName = ({ id }: Operation): string => `${operationType(id)}Query`

/** Name of the type of an operation's body. */
export const bodyName = (operation: Operation, catalog: Catalog): string =>
  schemaName(catalog.adapt(operation.body?.node ?? {}, 'request')) ?? `${operationType(operation.id)}Body`

/** Name of the type of an answer's body. */
export const answerName = (operation: Operation, answer: Operation['successes'][number], catalog: Catalog): string =>
  schemaName(catalog.adapt(answer.schema?.node ?? {}, 'response')) ?? `${operationType(operation.id)}Answer${answer.status}`

export const queryParameters = ({ parameters }: Operation): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === 'query')

const ownSchemas = (operation: Operation): readonly NamedSchema[] => {
  const query = queryParameters(operation)
  const type = operationType(operation.id)
  return [
    ...query.length === 0
      ? []
      : [{ name: queryName(operation), direction: 'request' as const, schema: objectOf(query, operation.id) }],
    ...operation.body === undefined || schemaName(operation.body.node) !== undefined
      ? []
      : [{ name: `${type}Body`, direction: 'request' as const, schema: operation.body.node }],
    ...operation.successes.flatMap(({ status, schema }) =>
      schema === undefined || schemaName(schema.node) !== undefined
        ? []
        : [{ name: `${type}Answer${status}`, direction: 'response' as const, schema: schema.node }]),
  ]
}

const objectOf = (parameters: readonly Parameter[], id: string): JsonRecord => ({
  type: 'object',
  description: `Query parameters of \`${id}\`.`,
  properties: Object.fromEntries(parameters.map(({ name, schema, description, example }) => {
    const examples = example === undefined ? {} : { examples: [example] }
    return [name, { ...schema.node, ...description === undefined ? {} : { description }, ...examples }]
  })),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
})

/** Whether a schema is another one in requests than in responses: it holds an object or an enumeration. */
const differs = (root: JsonRecord, schema: JsonRecord, seen: ReadonlySet<JsonRecord> = new Set()): boolean => {
  const { node } = dereference(root, { node: schema, path: [] })
  if (seen.has(node)) return false
  const below = new Set([...seen, node])
  const parts = [node['items'], ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(node[keyword]))]
  return node['type'] === 'object' || 'properties' in node || Array.isArray(node['enum'])
    || parts.some((part) => isRecord(part) && differs(root, part, below))
}

type Refer = (name: string, direction: Direction) => string

const adaptNode = (schema: JsonRecord, direction: Direction, refer: Refer): JsonRecord => {
  const name = schemaName(schema)
  const adapt = (node: unknown): unknown => (isRecord(node) ? adaptNode(node, direction, refer) : node)
  if (name !== undefined) return { ...schema, $ref: `#/components/schemas/${refer(name, direction)}` }
  const adapted = Object.entries(schema).filter(([keyword]) => !keyword.startsWith('x-')).map(([keyword, value]) => {
    if (keyword === 'properties') return [keyword, mapValues(recordOf(value), adapt)]
    if (keyword === 'items' || keyword === 'additionalProperties') return [keyword, adapt(value)]
    if (keyword === 'allOf' || keyword === 'oneOf' || keyword === 'anyOf') return [keyword, listOf(value).map(adapt)]
    return [keyword, value]
  })
  const copy: JsonRecord = Object.fromEntries(adapted)
  return direction === 'response' ? open(copy) : copy
}

const mapValues = (record: JsonRecord, change: (value: unknown) => unknown): JsonRecord =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

const open = (schema: JsonRecord): JsonRecord => {
  const isText = listOf(schema['enum']).some((value) => typeof value === 'string')
  const { additionalProperties, ...others } = schema
  const closed = typeof additionalProperties === 'boolean' && 'properties' in schema ? others : schema
  return isText ? { ...closed, [OPEN]: true } : closed
}
