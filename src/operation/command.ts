import { randomUUID } from 'node:crypto'
import type { Invalidation } from '../coherence/coherence.ts'
import { isApiError } from '../error/api-error.ts'
import { evaluateTags, type Message } from '../key/tag-template.ts'
import { decodeJson, encodeJson } from '../key/json.ts'
import type { TransportResponse } from '../transport/transport.ts'
import type { CallResult } from './api-call.ts'
import { callDeadline } from './call-deadline.ts'
import type { CheckedOptions } from './call-options.ts'
import { compileOperation } from './compiled-operation.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import type { CallContext } from './executor.ts'
import { type CheckedArguments, requestUrl, toEntityTag } from './request-line.ts'
import { checkRequest, checkResponse } from './validation.ts'

/** Sends a command and then invalidates what it changed, or may have changed. */
export const executeCommand = async <T>(
  context: CallContext,
  operation: OperationDefinition<T>,
  args: OperationArguments,
  options: CheckedOptions,
): Promise<CallResult<T>> => {
  const checked = checkRequest(operation, withEntityTag(args))
  const response = await send(context, operation, checked, options)
  const invalidation = await invalidate(context, operation, messageOf(checked, response))
  checkResponse(operation, response)
  const { status, headers, requestId, attempts } = response
  return {
    value: decodeJson(encodeJson(response.body ?? null)) as CallResult<T>['value'],
    cache: { source: 'origin', state: 'fresh', ageMs: 0, position: invalidation?.position },
    response: { status, headers, requestId, attempts },
    invalidation,
  }
}

const IF_MATCH = 'If-Match'

const withEntityTag = (args: OperationArguments): OperationArguments => {
  const version = args.header?.[IF_MATCH]
  if (typeof version !== 'number' && typeof version !== 'string') return args
  return { ...args, header: { ...args.header, [IF_MATCH]: toEntityTag(version) } }
}

const messageOf = (args: CheckedArguments, response: TransportResponse): Message => ({
  ...args,
  response: { status: response.status, header: (name) => response.headers.get(name), body: response.body },
})

/** The answer; where there is none, what the command may have changed is invalidated before the error goes to the caller. */
const send = async (context: CallContext, operation: OperationDefinition, args: CheckedArguments, options: CheckedOptions): Promise<TransportResponse> => {
  const deadline = callDeadline(operation, options)
  try {
    return await context.api.transport.send({
      operation: operation.id,
      method: operation.method,
      url: requestUrl(context.api.baseUrl, operation, args),
      headers: headersOf(operation, args, options),
      body: args.body,
      repeatable: operation.idempotencyKey === true,
      timeoutMs: options.timeoutMs,
      signal: deadline.signal,
    })
  } catch (error) {
    if (mayHaveChanged(error)) await invalidate(context, operation, { ...args })
    throw error
  } finally {
    deadline.clear()
  }
}

const headersOf = (operation: OperationDefinition, { header = {} }: CheckedArguments, options: CheckedOptions): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)])),
  ...(operation.idempotencyKey === true ? { 'Idempotency-Key': options.idempotencyKey ?? randomUUID() } : {}),
})

/** 409 and 412 say that what is cached is old; other refusals changed nothing; anything else leaves the outcome unknown. */
const mayHaveChanged = (error: unknown): boolean => {
  if (!isApiError(error)) return true
  return error.status >= 500 || error.status === 409 || error.status === 412
}

/** Tags that cannot be told without the answer stand for their whole collection. */
const invalidate = async (context: CallContext, operation: OperationDefinition, message: Message): Promise<Invalidation | undefined> => {
  const { invalidates } = compileOperation(operation)
  if (context.api.invalidates === 'server' || invalidates.length === 0) return undefined
  const tags = new Set<string>()
  for (const template of invalidates) {
    const { tags: named, unresolved } = evaluateTags([template], message)
    for (const tag of named) tags.add(tag)
    if (unresolved) tags.add(template.collection)
  }
  return context.cache.coherence.invalidate([...tags])
}
