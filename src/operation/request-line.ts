import type { OperationDefinition } from './definition.ts'
import { headerText, pathText, queryTexts } from './parameter-text.ts'
import { redactPlaces } from '../transport/redaction.ts'
import type { TransportRequest } from '../transport/transport.ts'

/** A request's parts after validation. */
export interface CheckedArguments {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly cookie?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

const PARAMETER = /\{([^}]+)\}/g

/** Names of the parameters in an operation's path. */
export const pathParameters = ({ path }: OperationDefinition): readonly string[] =>
  [...path.matchAll(PARAMETER)].map(([, name = '']) => name)

/** A path parameter as it stands in the URL. */
export const pathSegment = ({ serialization }: OperationDefinition, { path }: CheckedArguments, name: string): string =>
  pathText(name, path?.[name], serialization?.path?.[name])

/** The absolute URL of a request: each parameter is escaped and written as the document says, lists of a query one by one. */
export const requestUrl = (baseUrl: string, operation: OperationDefinition, args: CheckedArguments): string => {
  const path = operation.path.replaceAll(PARAMETER, (_whole, name: string) => pathSegment(operation, args, name))
  const query = Object.entries(args.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : queryTexts(name, value, operation.serialization?.query?.[name]),
  )
  return `${baseUrl.replace(/\/+$/, '')}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** The headers that a request's arguments give, cookies among them. */
export const requestHeaders = (
  { serialization }: OperationDefinition,
  { header = {}, cookie = {} }: CheckedArguments,
): Readonly<Record<string, string>> => {
  const headers = Object.entries(header)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, headerText(value, serialization?.header?.[name])] as const)
  const cookies = Object.entries(cookie).flatMap(([name, value]) =>
    value === undefined ? [] : queryTexts(name, value, serialization?.cookie?.[name]),
  )
  return Object.fromEntries([...headers, ...(cookies.length === 0 ? [] : [['Cookie', cookies.join('; ')]])])
}

/** What a request says of its operation, and how it may be shown. */
export const outgoingRequest = (
  baseUrl: string,
  operation: OperationDefinition,
  args: CheckedArguments,
): Pick<TransportRequest, 'api' | 'operation' | 'method' | 'url' | 'shownUrl' | 'template' | 'sensitive'> => {
  const { id, api, method, sensitive } = operation
  const url = requestUrl(baseUrl, operation, args)
  const isUrlSensitive = sensitive?.request?.some((place) => /^\/(?:path|query)\//.test(place)) === true
  const { path = {}, query = {} } = args
  const shownUrl = isUrlSensitive ? requestUrl(baseUrl, operation, redactPlaces({ path, query }, sensitive?.request)) : url
  return { api, operation: id, method, url, shownUrl, template: `${baseUrl.replace(/\/+$/, '')}${operation.path}`, sensitive }
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const IDEMPOTENT: ReadonlySet<string> = new Set(['PUT', 'DELETE'])

/**
 * Whether a request does no harm twice. A key tells the API that it has seen a request before; PUT and DELETE come to the same, unless
 * they name the version that they replace: then a second one would be told that the first had failed.
 */
export const mayRepeat = (
  { idempotencyKey, method }: OperationDefinition,
  header: Readonly<Record<string, unknown>> = {},
): boolean =>
  idempotencyKey === true ||
  SAFE.has(method) ||
  (IDEMPOTENT.has(method) && !Object.keys(header).some((name) => name.toLowerCase() === 'if-match'))
