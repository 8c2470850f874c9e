import { evaluateTags, type Message } from '../key/tag-template.ts'
import type { TransportResponse } from '../transport/transport.ts'
import { compileOperation } from './compiled-operation.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import type { Loaded } from '../cache/read-plan.ts'
import { ApiError } from '../error/api-error.ts'
import { isProblem } from '../error/problem-details.ts'

/** For how long an answer may be kept, and under which tags. */
export interface Keeping {
  /** Milliseconds; 0 keeps it out of the cache. */
  readonly ttlMs: number
  readonly tags: readonly string[]
}

/** What the policy of an operation says of an answer. One whose tags cannot all be told is not kept. */
export const keepingOf = (
  operation: OperationDefinition,
  args: OperationArguments,
  { status, headers, body }: Pick<TransportResponse, 'status' | 'headers' | 'body'>,
  wallNow: number,
): Keeping => {
  const compiled = compileOperation(operation)
  const message: Message = { ...args, response: { status, header: (name) => headers.get(name), body } }
  const { tags, unresolved } = evaluateTags(compiled.tags, message)
  return { ttlMs: unresolved ? 0 : compiled.lifetime(message, { headers }, wallNow), tags }
}

const NOT_FOUND = 404

/**
 * What is remembered of an API that says there is no such thing, for the operation's `negativeTtl`; `undefined` for any other error, and
 * for values that principals share: one who may not see a thing is told the same.
 * Only tags of the request tell what the absence depends on.
 */
export const absenceOf = (operation: OperationDefinition, request: Message, error: ApiError): Loaded | undefined => {
  const {
    longestMs: { absence: ttlMs },
    tags: templates,
  } = compileOperation(operation)
  if (ttlMs === 0 || error.status !== NOT_FOUND) return undefined
  const { tags, unresolved } = evaluateTags(templates, request)
  return { value: error.problem, ttlMs: unresolved ? 0 : ttlMs, tags, kind: 'absence' }
}

/** What a reader of a remembered absence is told: the API's own words, of an earlier request. */
export const toNotFound = (operation: OperationDefinition, problem: unknown): ApiError =>
  new ApiError(NOT_FOUND, isProblem(problem) ? problem : {}, {
    api: operation.api,
    operation: operation.id,
    requestId: 'cached',
    attempts: 0,
    cause: undefined,
  })
