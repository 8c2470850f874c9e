import type { Operation } from '../read/api.ts'
import { queryParameters } from '../read/catalog.ts'
import type { Catalog, NamedShape } from '../read/catalog.ts'
import { compare } from '../diagnostic.ts'
import { operationConst, schemaConst } from '../names.ts'
import { block, bracket, comment, propertyKey, withoutTexts } from '../print.ts'
import type { Parameter, Place } from '../read/read-parameters.ts'
import type { Direction } from '../read/reading.ts'
import { mentions } from '../read/shape.ts'
import type { Shape } from '../read/shape.ts'
import type { Target } from '../target.ts'
import { runtimeTypes, typeOf } from './type-text.ts'
import { runtimeSchemas, zodOf } from './zod.ts'
import type { ZodContext } from './zod.ts'

/** A zod schema of every schema of the catalog, those it needs first, and of the request of every operation. */
export const emitSchemas = (catalog: Catalog, operations: readonly Operation[], { runtime, extension }: Target): string => {
  const emitted = new Set<string>()
  const said: string[] = []
  const contextFor = (direction: Direction): ZodContext => ({
    direction,
    later: (other) => !emitted.has(other),
    annotate: (shape) => {
      const type = typeOf(shape, direction)
      said.push(withoutTexts(type))
      return type
    },
  })
  const named = catalog.schemas
  const schemas = inDependencyOrder(named).map((schema) => {
    const text = emitSchema(schema, contextFor(schema.direction))
    emitted.add(schema.name)
    return text
  })
  const request = contextFor('request')
  const body = [...schemas, ...operations.map((operation) => emitRequest(operation, catalog, request))].join('\n\n')
  const values = [...runtimeSchemas, 'binaryBody', 'z'].filter((name) => mentionsName(withoutTexts(body), name)).toSorted(compare)
  const types = said.join('\n')
  const typesOf = (names: readonly string[]): readonly string[] => names.filter((name) => mentionsName(types, name))
  return [
    `${bracket('import {', values, '}')} from '${runtime}'`,
    ...importTypes(typesOf(runtimeTypes), runtime),
    ...importTypes(typesOf(named.map(({ name }) => name)), `./types.${extension}`),
    '',
    `${body}\n`,
  ].join('\n')
}

const importTypes = (names: readonly string[], from: string): readonly string[] =>
  names.length === 0 ? [] : [`${bracket('import type {', names, '}')} from '${from}'`]

const mentionsName = (code: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(code)

const emitSchema = ({ name, shape }: NamedShape, context: ZodContext): string => {
  const around = shape.kind === 'object' ? shape.rest : shape
  const isCircular = typeof around === 'object' && mentions(around).some(context.later)
  const type = isCircular
    ? `: z.ZodType<${context.annotate({ kind: 'reference', name, target: { node: {}, path: [] } })}, ${name}>`
    : ''
  return `export const ${schemaConst(name)}${type} = ${zodOf(shape, context)}`
}

/** Name of the constant of a request's schema. */
export const requestConst = (operation: Operation): string => `${operationConst(operation)}RequestSchema`

const emitRequest = (operation: Operation, catalog: Catalog, context: ZodContext): string => {
  const parts = [
    ...parameterPart(operation, catalog, 'path', context),
    ...queryPart(operation, catalog),
    ...parameterPart(operation, catalog, 'header', context),
    ...parameterPart(operation, catalog, 'cookie', context),
    ...bodyPart(operation, catalog, context),
  ]
  const object = parts.length === 0 ? 'z.strictObject({})' : block('z.strictObject({', parts, '})')
  return `${comment([`Request of \`${operation.id}\`.`])}export const ${requestConst(operation)} = ${object}`
}

const queryPart = (operation: Operation, catalog: Catalog): readonly string[] => {
  const parameters = queryParameters(operation)
  if (parameters.length === 0) return []
  const optional = parameters.some(({ required }) => required) ? '' : '.optional()'
  return [`query: ${schemaConst(catalog.queryName(operation))}${optional}`]
}

const parameterPart = (operation: Operation, catalog: Catalog, place: Place, context: ZodContext): readonly string[] => {
  const parameters = operation.parameters.filter(({ in: where, name }) => where === place && !isOwnHeader(where, name))
  if (parameters.length === 0) return []
  const members = parameters.map(
    (parameter) =>
      `${propertyKey(parameter.name)}: ${parameterSchema(parameter.name, catalog.parameter(parameter), context)}${isNeeded(parameter) ? '' : '.optional()'}`,
  )
  const optional = parameters.some(isNeeded) ? '' : '.optional()'
  return [`${place}: ${bracket('z.strictObject({', members, '})')}${optional}`]
}

/** The client makes an idempotency key where the caller gives none. */
const isNeeded = ({ name, required }: Parameter): boolean => required && name.toLowerCase() !== 'idempotency-key'

/** Headers that the client sets by itself. */
export const isOwnHeader = (place: Place, name: string): boolean => place === 'header' && ownHeaders.has(name.toLowerCase())

const ownHeaders: ReadonlySet<string> = new Set([
  'accept',
  'authorization',
  'cache-position',
  'content-type',
  'if-none-match',
  'x-api-key',
])

/** A version, as a number or as digits, stands for the strong entity tag made of it. */
const parameterSchema = (name: string, shape: Shape, context: ZodContext): string => {
  const zod = zodOf(shape, context)
  return name.toLowerCase() === 'if-match' ? `z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), ${zod}])` : zod
}

const bodyPart = (operation: Operation, catalog: Catalog, context: ZodContext): readonly string[] => {
  if (operation.body === undefined) return []
  const shape = bodyShape(operation, catalog)
  const zod = shape === undefined ? 'binaryBody' : zodOf(shape, context)
  return [`body: ${zod}${operation.body.required ? '' : '.optional()'}`]
}

/** The shape of a body; `undefined` where it is bytes. */
const bodyShape = (operation: Operation, catalog: Catalog): Shape | undefined => {
  switch (operation.body?.content?.kind) {
    case 'text':
      return { kind: 'text' }
    case 'binary':
      return undefined
    case 'json':
    case 'multipart':
    case 'form':
    case undefined:
      return catalog.body(operation)
  }
}

/** Text of the type of an operation's body. */
export const bodyType = (operation: Operation, catalog: Catalog): string => {
  const shape = bodyShape(operation, catalog)
  return shape === undefined ? 'BinaryBody' : typeOf(shape, 'request')
}

/** Schemas after those they refer to; where they refer to each other, those that need the others at once come last. */
const inDependencyOrder = (schemas: readonly NamedShape[]): readonly NamedShape[] => {
  const byName = new Map(schemas.map((schema) => [schema.name, schema]))
  const ordered = new Set<NamedShape>()
  const above = new Set<NamedShape>()
  const visit = (schema: NamedShape): void => {
    if (ordered.has(schema) || above.has(schema)) return
    above.add(schema)
    for (const name of mentions(schema.shape)) {
      const dependency = byName.get(name)
      if (dependency !== undefined) visit(dependency)
    }
    above.delete(schema)
    ordered.add(schema)
  }
  for (const schema of schemas) visit(schema)
  return [...ordered]
}
