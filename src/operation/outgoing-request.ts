import { redactPlaces } from '../transport/redaction.ts'
import type { TransportRequest } from '../transport/transport.ts'
import type { OperationDefinition } from './definition.ts'
import { type CheckedArguments, requestUrl } from './request-line.ts'

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
