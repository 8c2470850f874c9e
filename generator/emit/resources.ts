import type { Api, Operation } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import { compare } from '../diagnostic.ts'
import { manyComment, methodComment } from './documentation.ts'
import { answerName, resultType, takesIdempotencyKey } from './operations.ts'
import { bodyType } from './schemas.ts'
import { listOf, recordOf, textOf } from '../json.ts'
import { argumentsOf, isOptional } from './method-arguments.ts'
import type { MethodArguments, NamedParameter } from './method-arguments.ts'
import { apiType, operationConst, pascalCase } from '../names.ts'
import { manyOf, pagingOf } from '../policy/policy.ts'
import { block, bracket, comment, indent, literal, paragraphsOf, propertyKey, withoutTexts } from '../print.ts'
import type { Shape } from '../read/shape.ts'
import type { Target } from '../target.ts'
import { typeOf } from './type-text.ts'

/** The methods of an API, resource by resource: their interfaces, and the function that makes them from a caller. */
export const emitResources = (api: Api, catalog: Catalog, { runtime, extension }: Target): string => {
  const resources = resourcesOf(api)
  const interfaces = resources.map((resource) => emitInterface(api, resource, catalog))
  const body = [...interfaces, emitApi(api, resources), emitFactory(api, resources)].join('\n\n')
  const words = new Set(withoutTexts(body).split(/[^\w$]+/))
  const used = (names: readonly string[]): readonly string[] => names.filter((name) => words.has(name)).toSorted(compare)
  const runtimeNames = used(runtimeTypes)
  const types = used(catalog.schemas.map(({ name }) => name))
  return [
    `${bracket('import type {', runtimeNames, '}')} from '${runtime}'`,
    ...(api.operations.length === 0
      ? []
      : [`${bracket('import {', api.operations.map(operationConst), '}')} from './operations.${extension}'`]),
    ...(types.length === 0 ? [] : [`${bracket('import type {', types, '}')} from './types.${extension}'`]),
    '',
    body,
    '',
  ].join('\n')
}

const runtimeTypes = [
  'ApiCall',
  'BinaryBody',
  'CommandOptions',
  'Immutable',
  'Json',
  'OpenEnum',
  'OperationCaller',
  'PagedCall',
  'ReadOptions',
]

/** Names of the interfaces that the file exports. */
export const resourceTypes = (api: Api): readonly string[] =>
  [...resourcesOf(api).map(interfaceName), apiType(api.name)].toSorted(compare)

/** Name of the function that makes an API's resources. */
export const factoryName = (api: Api): string => `create${apiType(api.name)}`

const resourcesOf = ({ operations }: Api): readonly string[] =>
  [...new Set(operations.map(({ resource }) => resource))].toSorted(compare)
const interfaceName = (resource: string): string => `${pascalCase(resource)}Resource`
const operationsOf = (api: Api, resource: string): readonly Operation[] =>
  api.operations.filter((operation) => operation.resource === resource)

const emitInterface = (api: Api, resource: string, catalog: Catalog): string => {
  const tag = listOf(api.source.root['tags'])
    .map(recordOf)
    .find(({ name }) => name === resource)
  const methods = operationsOf(api, resource).flatMap((operation) => {
    const given = argumentsOf(operation)
    return [
      `${methodComment(api, operation, given)}${signature(api, operation, given, catalog)}`,
      ...manySignature(api, operation, given, catalog),
    ]
  })
  const inner = methods
    .map((method) => `  ${indent(method)}`)
    .join('\n\n')
    .replaceAll(/ +$/gm, '')
  const description = textOf(tag?.['description']) ?? `The resource ${resource}.`
  return `${comment(paragraphsOf(description))}export interface ${interfaceName(resource)} {\n${inner}\n}`
}

const signature = (api: Api, operation: Operation, given: MethodArguments, catalog: Catalog): string => {
  const { path, query, options } = given
  const parameters = [
    ...path.map((named) => `${named.name}: ${parameterType(named, catalog)}`),
    ...(query.length === 0 ? [] : [`query${isOptional(query) ? '?' : ''}: ${catalog.queryName(operation)}`]),
    ...(operation.body === undefined ? [] : [`body${operation.body.required ? '' : '?'}: ${bodyType(operation, catalog)}`]),
    `options${isOptional(options.map(({ parameter }) => parameter)) ? '?' : ''}: ${optionsType(operation, options, catalog)}`,
  ]
  const ordered = requiredBehind(parameters)
  const name = propertyKey(operation.name)
  const line = `${name}(${ordered.join(', ')})`
  const head = line.length <= 100 ? line : block(`${name}(`, ordered, ')')
  return `${head}: ${returnType(api, operation, catalog)}`
}

/** What may be left out, with something behind it that may not, may be given as `undefined`. */
const requiredBehind = (parameters: readonly string[]): readonly string[] => {
  const last = parameters.findLastIndex((parameter) => /^\w+: /.test(parameter))
  return parameters.map((parameter, index) =>
    index < last ? parameter.replace(/^(\w+)\?: (.*)$/s, '$1: $2 | undefined') : parameter,
  )
}

const manySignature = (
  api: Api,
  operation: Operation,
  { path: [first], options }: MethodArguments,
  catalog: Catalog,
): readonly string[] => {
  const many = manyOf(api.source, operation)
  if (many === undefined || first === undefined) return []
  const parameters = `${first.name}s: readonly ${parameterType(first, catalog)}[], options?: ${optionsType(operation, options, catalog)}`
  return [
    `${manyComment(api, operation, many)}${many}(${parameters}): Promise<readonly Immutable<${resultType(operation, catalog)}>[]>`,
  ]
}

/** A text, a number or a boolean as such, whatever its schema is called. */
const parameterType = ({ parameter }: NamedParameter, catalog: Catalog): string => {
  const shape = catalog.parameter(parameter)
  const target: Shape = catalog.resolve(shape)
  return typeOf(target.kind === 'text' || target.kind === 'number' || target.kind === 'boolean' ? target : shape, 'request')
}

const optionsType = (operation: Operation, options: readonly NamedParameter[], catalog: Catalog): string => {
  const members = options.map((named) => {
    const { name, required } = named.parameter
    const type = name.toLowerCase() === 'if-match' ? 'number | string' : parameterType(named, catalog)
    return `readonly ${propertyKey(named.name)}${required ? '' : '?'}: ${type}${required ? '' : ' | undefined'}`
  })
  const base = operation.method === 'GET' ? 'ReadOptions' : commandOptions(operation)
  return members.length === 0 ? base : `${base} & { ${members.join('; ')} }`
}

/** Options of a command, without those that it has no use for. */
const commandOptions = (operation: Operation): string => {
  const unused = [...(takesIdempotencyKey(operation) ? [] : ["'idempotencyKey'"]), "'ifMatch'"]
  return `Omit<CommandOptions, ${unused.join(' | ')}>`
}

const returnType = (api: Api, operation: Operation, catalog: Catalog): string => {
  const result = resultType(operation, catalog)
  const paging = pagingOf(api.source, operation)
  return paging === undefined ? `ApiCall<${result}>` : `PagedCall<${result}, ${rowType(operation, catalog, paging.items)}>`
}

/** Type of a page's rows: its name when it has one, else the element of the page's list. */
const rowType = (operation: Operation, catalog: Catalog, items: string): string => {
  const answer = operation.successes.find(({ schema }) => schema !== undefined)
  if (answer === undefined) return 'Json'
  const page = catalog.resolve(catalog.answer(operation, answer))
  const rows = page.kind === 'object' ? page.properties.get(items)?.shape : undefined
  const list = rows === undefined ? undefined : catalog.resolve(rows)
  return list?.kind === 'array' && list.items.kind === 'reference'
    ? list.items.name
    : `${answerName(operation, answer, catalog)}[${literal(items)}][number]`
}

const emitApi = (api: Api, resources: readonly string[]): string => {
  const title = textOf(recordOf(api.source.root['info'])['summary']) ?? `The API ${api.name}.`
  const members = resources.map((resource) => `  readonly ${propertyKey(resource)}: ${interfaceName(resource)}`)
  return `${comment(paragraphsOf(title))}export interface ${apiType(api.name)} {\n${members.join('\n')}\n}`
}

const emitFactory = (api: Api, resources: readonly string[]): string => {
  const members = resources.map(
    (resource) =>
      `${propertyKey(resource)}: ${block(
        '{',
        operationsOf(api, resource).flatMap((operation) => [emitMethod(api, operation), ...emitMany(api, operation)]),
        '}',
      )}`,
  )
  const made = block('({', members, '})')
  const caller = resources.length === 0 ? '_caller' : 'caller'
  const head = `export const ${factoryName(api)} = (${caller}: OperationCaller): ${apiType(api.name)} =>`
  return `${comment(['The methods of the API, each as a call of its operation.'])}${head} ${made}`
}

const emitMethod = (api: Api, operation: Operation): string => {
  const { path, query, options } = argumentsOf(operation)
  // An empty object does not fit a query with a parameter `toString`, since it has one already.
  const fitsEmpty = !query.some(({ name }) => name in {})
  const names = [
    ...path.map(({ name }) => name),
    ...(query.length === 0 ? [] : [isOptional(query) && fitsEmpty ? 'query = {}' : 'query']),
    ...(operation.body === undefined ? [] : ['body']),
    'options',
  ]
  const headers = options.filter(({ parameter }) => parameter.in === 'header')
  const cookies = options.filter(({ parameter }) => parameter.in === 'cookie')
  const parts = [
    ...(path.length === 0 ? [] : [`path: { ${path.map(pathMember).join(', ')} }`]),
    ...(query.length === 0 ? [] : [isOptional(query) && !fitsEmpty ? 'query: query ?? {}' : 'query']),
    ...(headers.length === 0 ? [] : [`header: { ${headers.map(optionMember).join(', ')} }`]),
    ...(cookies.length === 0 ? [] : [`cookie: { ${cookies.map(optionMember).join(', ')} }`]),
    ...(operation.body === undefined ? [] : ['body']),
  ]
  const method = pagingOf(api.source, operation) === undefined ? 'call' : 'page'
  const given = parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  const call = `caller.${method}(${operationConst(operation)}, ${given}, options)`
  const line = `${propertyKey(operation.name)}: (${names.join(', ')}) => ${call}`
  return line.length <= 120 ? line : line.replace(' => ', ' =>\n  ')
}

const pathMember = ({ name, parameter }: NamedParameter): string =>
  name === parameter.name ? name : `${propertyKey(parameter.name)}: ${name}`

const emitMany = (api: Api, operation: Operation): readonly string[] => {
  const many = manyOf(api.source, operation)
  const [first] = argumentsOf(operation).path
  if (many === undefined || first === undefined) return []
  const given = `${first.name}s.map((${first.name}) => ({ path: { ${pathMember(first)} } }))`
  return [`${many}: async (${first.name}s, options) =>\n  caller.many(${operationConst(operation)}, ${given}, options)`]
}

/** Callers without types may forget the options; the request's schema says so better than a TypeError would. */
const optionMember = ({ name, parameter }: NamedParameter): string => `${propertyKey(parameter.name)}: options?.${name}`
