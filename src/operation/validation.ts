import type { z } from 'zod'
import { MAX_ISSUES, RequestValidationError, ResponseValidationError, type ValidationIssue } from '../error/validation-errors.ts'
import { findUnkept } from '../key/json.ts'
import type { TransportResponse } from '../transport/transport.ts'
import { DEFAULT_PAGING, type OperationArguments, type OperationDefinition } from './definition.ts'
import { withUnknownValues } from './open-enum.ts'
import { HEADER_VALUE, isHeaderValue } from './header-value.ts'
import { type CheckedArguments, pathParameters, pathSegment, requestHeaders } from './request-line.ts'
import { reportUnknownValues } from './unknown-values.ts'
import { answerFor } from './media.ts'

/** @throws {RequestValidationError} naming every field, what is wrong with it and what is allowed */
export const checkRequest = (operation: OperationDefinition, { nextCursor, ...args }: OperationArguments): CheckedArguments => {
  const parsed = operation.request.safeParse(withoutUndefined(args))
  if (!parsed.success) throw new RequestValidationError(operation.id, toIssues(parsed.error), operation.api)
  const checked = withCursor(operation, parsed.data as CheckedArguments, nextCursor)
  const misplaced = pathParameters(operation).filter((name) => !isSegment(operation, checked, name))
  if (misplaced.length > 0)
    throw new RequestValidationError(
      operation.id,
      misplaced.map((name) => ({ path: `path.${name}`, message: SEGMENT })),
      operation.api,
    )
  const unsendable = Object.entries(requestHeaders(operation, checked)).filter(([, value]) => !isHeaderValue(value))
  if (unsendable.length > 0)
    throw new RequestValidationError(
      operation.id,
      unsendable.map(([name]) => ({ path: `header.${name}`, message: HEADER_VALUE })),
      operation.api,
    )
  return checked
}

const withCursor = (
  { paging = DEFAULT_PAGING }: OperationDefinition,
  args: CheckedArguments,
  cursor: string | number | undefined,
): CheckedArguments => (cursor === undefined ? args : { ...args, query: { ...args.query, [paging.cursor]: cursor } })

const SEGMENT = "expected a text other than '', '.' and '..'"

/** Whether a value stays the segment of a path that it is meant to be; a URL takes dots for a step, escaped or not. */
const isSegment = (operation: OperationDefinition, args: CheckedArguments, name: string): boolean => {
  const value = args.path?.[name]
  if (value === undefined || (typeof value === 'string' && !value.isWellFormed())) return false
  return !['', '.', '..'].includes(typeof value === 'string' ? value : pathSegment(operation, args, name))
}

/**
 * Values that an enumeration does not know pass, and are reported.
 *
 * @throws {ResponseValidationError}
 */
export const checkResponse = (operation: OperationDefinition, response: TransportResponse, namespace: string): void => {
  const schema = answerFor(operation.responses, response.status)
  const refuse = (issues: readonly ValidationIssue[]): ResponseValidationError =>
    new ResponseValidationError(operation.id, response.status, response.requestId, issues, response.attempts, operation.api)
  if (schema === undefined) throw refuse([{ path: 'status', message: `expected ${Object.keys(operation.responses).join(', ')}` }])
  if (schema === null) return
  const { result: parsed, unknown } = withUnknownValues(() => schema.safeParse(response.body))
  if (!parsed.success) throw refuse(toIssues(parsed.error, 'body'))
  checkKept(operation, response)
  reportUnknownValues(namespace, operation, response.body, unknown)
}

/**
 * A number that JavaScript would change, such as an integer beyond 2^53, is refused wherever it stands, in members without a schema as well.
 *
 * @throws {ResponseValidationError}
 */
export const checkKept = ({ id, api }: OperationDefinition, { status, body, requestId, attempts }: TransportResponse): void => {
  const unkept = body instanceof Uint8Array || body === undefined ? undefined : findUnkept(body)
  if (unkept === undefined) return
  const issue = { path: unkept.path.replace(/^\$/, 'body'), message: `${unkept.found} cannot be read without a loss` }
  throw new ResponseValidationError(id, status, requestId, [issue], attempts, api)
}

/** Whether a cached value still meets one of the operation's schemas. */
export const meetsSchema = (operation: OperationDefinition, value: unknown): boolean =>
  Object.values(operation.responses).some((schema) =>
    schema == null
      ? value === null || (typeof value === 'string' && operation.media !== undefined)
      : schema.safeParse(value).success,
  )

const toIssues = (error: z.ZodError, prefix?: string): readonly ValidationIssue[] =>
  error.issues.slice(0, MAX_ISSUES + 1).map((issue) => ({
    path: [...(prefix === undefined ? [] : [prefix]), ...issue.path].join('.') || 'request',
    message: optionOf(issue.path) + (issue.code === 'invalid_union' ? alternatives(issue) : issue.message),
  }))

/** Callers give a header by an option: `If-Match` by `ifMatch`. */
const optionOf = ([part, name]: readonly PropertyKey[]): string =>
  part === 'header' && typeof name === 'string'
    ? `${name.toLowerCase().replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}: `
    : ''

/** A union says only that nothing fits; its members say what would. */
const alternatives = ({ errors, message }: z.core.$ZodIssueInvalidUnion): string =>
  [...new Set(errors.flat().map((issue) => issue.message))].join(', or ') || message

/** An argument that is `undefined` is absent: what a caller has not set is not sent. */
const withoutUndefined = (args: OperationArguments): OperationArguments =>
  Object.fromEntries(Object.entries(args).map(([part, value]) => [part, part === 'body' ? value : definedOf(value)]))

const definedOf = (members: unknown): unknown => {
  if (typeof members !== 'object' || members === null) return members
  const entries = Object.entries(members)
  return entries.some(([, value]) => value === undefined)
    ? Object.fromEntries(entries.filter(([, value]) => value !== undefined))
    : members
}
