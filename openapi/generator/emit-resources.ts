import type { Api, Operation, Parameter } from './api.ts'
import { answerName, bodyName, queryName, queryParameters } from './catalog.ts'
import type { Catalog } from './catalog.ts'
import { compare } from './diagnostic.ts'
import { manyComment, methodComment } from './documentation.ts'
import { resultType, takesIdempotencyKey } from './emit-operations.ts'
import { ownHeaders } from './emit-schemas.ts'
import { isRecord, listOf, recordOf, textOf } from './json.ts'
import { apiType, operationConst, optionName, upperFirst } from './names.ts'
import { manyOf, pagingOf } from './policy.ts'
import { block, bracket, comment, indent, paragraphsOf, propertyKey } from './print.ts'
import { schemaName } from './reference.ts'
import { branches } from './schema-walk.ts'

/** The methods of an API, resource by resource: their interfaces, and the function that makes them from a caller. */
export const emitResources = (api: Api, catalog: Catalog, runtime: string): string => {
  const resources = [...new Set(api.operations.map(resourceOf))].toSorted(compare)
  const interfaces = resources.map((resource) => emitInterface(api, resource, catalog))
  const body = [...interfaces, emitApi(api, resources), emitFactory(api, resources)].join('\n\n')
  const code = body.replaceAll(/\/\*\*.*?\*\//gs, '')
  const used = (names: readonly string[]): readonly string[] =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).toSorted(compare)
  const runtimeTypes = used(['ApiCall', 'CommandOptions', 'Immutable', 'OperationCaller', 'PagedCall', 'ReadOptions'])
  const types = used(catalog.schemas.map(({ name }) => name).filter((name) => !runtimeTypes.includes(name)))
  return [
    `${bracket('import type {', runtimeTypes, '}')} from '${runtime}'`,
    `${bracket('import {', api.operations.map(({ id }) => operationConst(id)), '}')} from './operations.ts'`,
    ...types.length === 0 ? [] : [`${bracket('import type {', types, '}')} from './types.ts'`],
    '',
    body,
    '',
  ].join('\n')
}

/** Names of the interfaces that the file exports. */
export const resourceTypes = (api: Api): readonly string[] =>
  [...new Set(api.operations.map((operation) => interfaceName(resourceOf(operation)))), apiType(api.name)].toSorted(compare)

/** Name of the function that makes an API's resources. */
export const factoryName = (api: Api): string => `create${apiType(api.name)}`

const resourceOf = ({ id }: Operation): string => id.split('.')[0] ?? ''
const methodOf = ({ id }: Operation): string => id.split('.')[1] ?? ''
const interfaceName = (resource: string): string => `${upperFirst(resource)}Resource`
const operationsOf = (api: Api, resource: string): readonly Operation[] =>
  api.operations.filter((operation) => resourceOf(operation) === resource)

const emitInterface = (api: Api, resource: string, catalog: Catalog): string => {
  const tag = listOf(api.source.root['tags']).map(recordOf).find(({ name }) => name === resource)
  const methods = operationsOf(api, resource).flatMap((operation) => [
    `${methodComment(api, operation, optionHeaders(operation))}${signature(api, operation, catalog)}`,
    ...manySignature(api, operation, catalog),
  ])
  const inner = methods.map((method) => `  ${indent(method)}`).join('\n\n').replaceAll(/ +$/gm, '')
  const description = textOf(tag?.['description']) ?? `The resource ${resource}.`
  return `${comment(paragraphsOf(description))}export interface ${interfaceName(resource)} {\n${inner}\n}`
}

const signature = (api: Api, operation: Operation, catalog: Catalog): string => {
  const query = queryParameters(operation)
  const parameters = [
    ...pathParameters(operation).map(({ name, schema }) => `${name}: ${primitive(api, schema.node)}`),
    ...query.length === 0 ? [] : [`query${isOptional(query) ? '?' : ''}: ${queryName(operation)}`],
    ...operation.body === undefined ? [] : [`body${operation.body.required ? '' : '?'}: ${bodyName(operation, catalog)}`],
    `options${isOptional(optionHeaders(operation)) ? '?' : ''}: ${optionsType(api, operation)}`,
  ]
  const line = `${methodOf(operation)}(${parameters.join(', ')})`
  const head = line.length <= 100 ? line : block(`${methodOf(operation)}(`, parameters, ')')
  return `${head}: ${returnType(api, operation, catalog)}`
}

const manySignature = (api: Api, operation: Operation, catalog: Catalog): readonly string[] => {
  const many = manyOf(api.source, operation)
  const [parameter] = pathParameters(operation)
  if (many === undefined || parameter === undefined) return []
  const parameters = `${parameter.name}s: readonly ${primitive(api, parameter.schema.node)}[], options?: ${optionsType(api, operation)}`
  return [`${manyComment(api, operation, many)}${many}(${parameters}): Promise<readonly Immutable<${resultType(operation, catalog)}>[]>`]
}

const isOptional = (parameters: readonly Parameter[]): boolean => !parameters.some(({ required }) => required)
const pathParameters = ({ parameters }: Operation): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === 'path')

/** Headers that the caller gives as options; the idempotency key is an option of every command that takes one. */
const optionHeaders = ({ parameters }: Operation): readonly Parameter[] =>
  parameters.filter(({ in: place, name }) =>
    place === 'header' && !ownHeaders.has(name.toLowerCase()) && name.toLowerCase() !== 'idempotency-key')

const optionsType = (api: Api, operation: Operation): string => {
  const members = optionHeaders(operation).map(({ name, required, schema }) => {
    const type = name.toLowerCase() === 'if-match' ? 'number | string' : primitive(api, schema.node)
    return `readonly ${optionName(name)}${required ? '' : '?'}: ${type}`
  })
  const base = operation.method === 'GET' ? 'ReadOptions' : commandOptions(operation)
  return members.length === 0 ? base : `${base} & { ${members.join('; ')} }`
}

/** Options of a command, without those that it has no use for. */
const commandOptions = (operation: Operation): string => {
  const unused = [...takesIdempotencyKey(operation) ? [] : ["'idempotencyKey'"], "'ifMatch'"]
  return `Omit<CommandOptions, ${unused.join(' | ')}>`
}

const returnType = (api: Api, operation: Operation, catalog: Catalog): string => {
  const result = resultType(operation, catalog)
  const paging = pagingOf(api.source, operation)
  return paging === undefined ? `ApiCall<${result}>` : `PagedCall<${result}, ${rowType(api, operation, catalog, paging.items)}>`
}

/** Type of a page's rows: its name when it has one, else the element of the page's list. */
const rowType = (api: Api, operation: Operation, catalog: Catalog, items: string): string => {
  const [answer] = operation.successes
  for (const { node } of answer?.schema === undefined ? [] : branches(api.source.root, answer.schema)) {
    const rows = recordOf(recordOf(node['properties'])[items])
    const name = isRecord(rows['items']) ? schemaName(catalog.adapt(rows['items'], 'response')) : undefined
    if (name !== undefined) return name
  }
  return answer === undefined ? 'unknown' : `${answerName(operation, answer, catalog)}['${items}'][number]`
}

const primitive = (api: Api, schema: Parameter['schema']['node']): string => {
  const [target] = branches(api.source.root, { node: schema, path: [] })
  const type = target?.node['type']
  return type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'string'
}

const emitApi = (api: Api, resources: readonly string[]): string => {
  const title = textOf(recordOf(api.source.root['info'])['summary']) ?? `The API ${api.name}.`
  const members = resources.map((resource) => `  readonly ${resource}: ${interfaceName(resource)}`)
  return `${comment(paragraphsOf(title))}export interface ${apiType(api.name)} {\n${members.join('\n')}\n}`
}

const emitFactory = (api: Api, resources: readonly string[]): string => {
  const members = resources.map((resource) =>
    `${propertyKey(resource)}: ${block('{', operationsOf(api, resource).flatMap((operation) => [emitMethod(api, operation), ...emitMany(api, operation)]), '}')}`)
  const made = block('({', members, '})')
  const head = `export const ${factoryName(api)} = (caller: OperationCaller): ${apiType(api.name)} =>`
  return `${comment(['The methods of the API, each as a call of its operation.'])}${head} ${made}`
}

const emitMethod = (api: Api, operation: Operation): string => {
  const path = pathParameters(operation).map(({ name }) => name)
  const query = queryParameters(operation)
  const headers = optionHeaders(operation)
  const names = [
    ...path,
    ...query.length === 0 ? [] : [isOptional(query) ? 'query = {}' : 'query'],
    ...operation.body === undefined ? [] : ['body'],
    'options',
  ]
  const parts = [
    ...path.length === 0 ? [] : [`path: { ${path.join(', ')} }`],
    ...query.length === 0 ? [] : ['query'],
    ...headers.length === 0 ? [] : [`header: { ${headers.map(headerMember).join(', ')} }`],
    ...operation.body === undefined ? [] : ['body'],
  ]
  const method = pagingOf(api.source, operation) === undefined ? 'call' : 'page'
  const given = parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  const call = `caller.${method}(${operationConst(operation.id)}, ${given}, options)`
  const line = `${methodOf(operation)}: (${names.join(', ')}) => ${call}`
  return line.length <= 120 ? line : line.replace(' => ', ' =>\n  ')
}

const emitMany = (api: Api, operation: Operation): readonly string[] => {
  const many = manyOf(api.source, operation)
  const [parameter] = pathParameters(operation)
  if (many === undefined || parameter === undefined) return []
  const given = `${parameter.name}s.map((${parameter.name}) => ({ path: { ${parameter.name} } }))`
  return [`${many}: async (${parameter.name}s, options) =>\n  caller.many(${operationConst(operation.id)}, ${given}, options)`]
}

/** Callers without types may forget the options; the request's schema says so better than a TypeError would. */
const headerMember = ({ name }: Parameter): string => `${propertyKey(name)}: options?.${optionName(name)}`
