import type { Operation, Parameter } from './api.ts'
import { bodyName, queryName, queryParameters } from './catalog.ts'
import type { Catalog, NamedSchema } from './catalog.ts'
import { isRecord, listOf, recordOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { operationConst, schemaConst } from './names.ts'
import { block, bracket, propertyKey } from './print.ts'
import { schemaName } from './reference.ts'
import { zodOf } from './zod.ts'

/** A zod schema of every schema of the catalog, those it needs first, and of the request of every operation. */
export const emitSchemas = (catalog: Catalog, operations: readonly Operation[], runtime: string): string => {
  const emitted = new Set<string>()
  const schemas = inDependencyOrder(catalog.schemas).map(({ name, direction, schema }) => {
    const text = `export const ${schemaConst(name)} = ${zodOf(schema, { direction, later: (other) => !emitted.has(other) })}`
    emitted.add(name)
    return text
  })
  const requests = operations.map((operation) => emitRequest(operation, catalog))
  const body = [...schemas, ...requests].join('\n\n')
  const imports = ["import { z } from 'zod'", ...body.includes('openEnum(') ? [`import { openEnum } from '${runtime}'`] : []]
  return `${imports.join('\n')}\n\n${body}\n`
}

/** Name of the constant of a request's schema. */
export const requestConst = (id: string): string => `${operationConst(id)}RequestSchema`

const emitRequest = (operation: Operation, catalog: Catalog): string => {
  const parts = [
    ...parameterPart(operation, catalog, 'path'),
    ...queryPart(operation),
    ...parameterPart(operation, catalog, 'header'),
    ...bodyPart(operation, catalog),
  ]
  const object = parts.length === 0 ? 'z.strictObject({})' : block('z.strictObject({', parts, '})')
  return `/** Request of \`${operation.id}\`. */\nexport const ${requestConst(operation.id)} = ${object}`
}

const queryPart = (operation: Operation): readonly string[] => {
  const parameters = queryParameters(operation)
  if (parameters.length === 0) return []
  const optional = parameters.some(({ required }) => required) ? '' : '.optional()'
  return [`query: ${schemaConst(queryName(operation))}${optional}`]
}

const parameterPart = (operation: Operation, catalog: Catalog, place: 'path' | 'header'): readonly string[] => {
  const parameters = operation.parameters.filter(({ in: where, name }) => where === place && !ownHeaders.has(name.toLowerCase()))
  if (parameters.length === 0) return []
  const members = parameters.map((parameter) => {
    const schema = parameterSchema(parameter.name, catalog.adapt(parameter.schema.node, 'request'))
    return `${propertyKey(parameter.name)}: ${schema}${isNeeded(parameter) ? '' : '.optional()'}`
  })
  const optional = parameters.some(isNeeded) ? '' : '.optional()'
  return [`${place}: ${bracket('z.strictObject({', members, '})')}${optional}`]
}

/** The client makes an idempotency key where the caller gives none. */
const isNeeded = ({ name, required }: Parameter): boolean => required && name.toLowerCase() !== 'idempotency-key'

/** Headers that the client sets by itself, in lower case. */
export const ownHeaders: ReadonlySet<string> =
  new Set(['accept', 'authorization', 'cache-position', 'content-type', 'if-none-match', 'x-api-key'])

/** A version, as a number or as digits, stands for the strong entity tag made of it. */
const parameterSchema = (name: string, schema: JsonRecord): string => {
  const zod = zodOf(schema, { direction: 'request', later: () => false })
  return name.toLowerCase() === 'if-match' ? `z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), ${zod}])` : zod
}

const bodyPart = (operation: Operation, catalog: Catalog): readonly string[] =>
  operation.body === undefined
    ? []
    : [`body: ${schemaConst(bodyName(operation, catalog))}${operation.body.required ? '' : '.optional()'}`]

/** Schemas after those they refer to; where they refer to each other, in the order of their names. */
const inDependencyOrder = (schemas: readonly NamedSchema[]): readonly NamedSchema[] => {
  const byName = new Map(schemas.map((schema) => [schema.name, schema]))
  const ordered = new Set<NamedSchema>()
  const visit = (schema: NamedSchema, above: ReadonlySet<NamedSchema>): void => {
    if (ordered.has(schema) || above.has(schema)) return
    for (const name of referencesOf(schema.schema)) {
      const dependency = byName.get(name)
      if (dependency !== undefined) visit(dependency, new Set([...above, schema]))
    }
    ordered.add(schema)
  }
  for (const schema of schemas) visit(schema, new Set())
  return [...ordered]
}

const referencesOf = (schema: JsonRecord): readonly string[] => {
  const name = schemaName(schema)
  if (name !== undefined) return [name]
  const parts = [...Object.values(recordOf(schema['properties'])), schema['items'], schema['additionalProperties'],
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(schema[keyword]))]
  return parts.filter(isRecord).flatMap(referencesOf)
}
