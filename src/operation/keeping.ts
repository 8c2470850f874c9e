import { evaluateTags, type Message } from '../key/tag-template.ts'
import type { TransportResponse } from '../transport/transport.ts'
import { compileOperation } from './compiled-operation.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'

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
