import { RequestValidationError, type ValidationIssue } from '../error/validation-errors.ts'
import { isStream } from '../foundation/given-stream.ts'
import type { HttpMethod } from './definition.ts'
import { headerIssues } from './header-value.ts'

type Parameter = string | number | boolean

/** A request to an endpoint that the API's document does not describe. */
export interface RawRequest {
  /** Default `GET`. */
  readonly method?: HttpMethod
  /** Under the base URL, from its first slash on, without a query: `/reports/monthly`. Escaped by the caller. */
  readonly path: string
  /** A list is sent as one parameter for each element; `undefined` is not sent. */
  readonly query?: Readonly<Record<string, Parameter | readonly Parameter[] | undefined>>
  /** Further headers; neither credentials, which come from `auth`, nor those that frame a message, such as `Content-Length`, nor `Host`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON, which no stream is. */
  readonly body?: unknown
}

/** A request without a description has this name in errors, hooks and logs. */
export const RAW = 'request'

const METHODS: readonly unknown[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies HttpMethod[]
const PARTS: readonly string[] = ['method', 'path', 'query', 'headers', 'body'] satisfies (keyof RawRequest)[]

/** @throws {RequestValidationError} naming every part that is wrong */
export const checkRawRequest = (given: RawRequest, api?: string): void => {
  if (typeof given !== 'object' || given === null)
    throw new RequestValidationError(RAW, [{ path: 'request', message: 'expected an object' }], api)
  const issues = [
    ...Object.keys(given)
      .filter((name) => !PARTS.includes(name))
      .map((name) => ({ path: name, message: `expected one of ${PARTS.join(', ')}` })),
    ...(given.method === undefined || METHODS.includes(given.method)
      ? []
      : [{ path: 'method', message: `expected ${METHODS.join(', ')}` }]),
    ...(isPath(given.path) ? [] : [{ path: 'path', message: PATH }]),
    ...queryIssues(given.query),
    ...headerIssues(given.headers),
    ...(given.body === undefined || (given.method ?? 'GET') !== 'GET'
      ? []
      : [{ path: 'body', message: 'expected none with GET' }]),
    ...(isStream(given.body) ? [{ path: 'body', message: 'expected a JSON value, got a stream' }] : []),
  ]
  if (issues.length > 0) throw new RequestValidationError(RAW, issues, api)
}

const PATH =
  "expected a text that begins with '/', without '?', '#', braces, blanks, control characters and segments '.' and '..'"

/** It is appended to the base URL as a text, and must stay below it. A URL drops control characters at its end. */
const isPath = (path: unknown): boolean =>
  typeof path === 'string' &&
  path.isWellFormed() &&
  /^\/[^\s?#\\{}\p{Cc}]*$/u.test(path) &&
  !path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))

const isParameter = (value: unknown): boolean =>
  typeof value === 'string' ? value.isWellFormed() : ['number', 'boolean', 'undefined'].includes(typeof value)

const queryIssues = (query: unknown): readonly ValidationIssue[] => {
  if (query === undefined) return []
  if (typeof query !== 'object' || query === null) return [{ path: 'query', message: 'expected an object' }]
  return Object.entries(query)
    .filter(([name, value]) => !name.isWellFormed() || !(Array.isArray(value) ? value.every(isParameter) : isParameter(value)))
    .map(([name]) => ({ path: `query.${name}`, message: 'expected well-formed texts, numbers or booleans' }))
}
