import type { Invalidation } from '../coherence/invalidation.ts'
import { isApiError } from '../error/api-error.ts'
import { isConfigurationError } from '../error/configuration-error.ts'
import { isConnectionError } from '../error/connection-error.ts'
import { parseDuration } from '../foundation/duration.ts'
import { evaluateTags, type Message } from '../key/tag-template.ts'
import type { CallContext } from './call-context.ts'
import type { CheckedOptions } from './call-options.ts'
import { compileOperation } from './compiled-operation.ts'
import type { OperationDefinition } from './definition.ts'
import { holdMutation } from '../cache/mutation.ts'

/** What a command does to what is cached: what it holds while it is under way, and what it invalidates then. */
export interface Effect {
  succeeded(message: Message): Promise<Invalidation>
  /** Settles when what the command may have changed is invalidated. */
  failed(failure: Failure): Promise<unknown>
}

/** How a command failed. */
export interface Failure {
  readonly error: unknown
  /** Attempts that were made. */
  readonly attempts: number
  /** Whether its caller has left: the error is the caller's own then, whatever it looks like. */
  readonly isAborted: boolean
}

/** Begins before the command is sent. `undefined` where there is nothing to invalidate, or the server does it. */
export const beginEffect = async (
  context: CallContext,
  operation: OperationDefinition,
  request: Message,
  { holdMs, timeoutMs }: CheckedOptions,
): Promise<Effect | undefined> => {
  const { invalidates, holds } = compileOperation(operation)
  if (context.api.invalidates === 'server' || invalidates.length === 0) return undefined
  const { tags } = evaluateTags(holds, request)
  const hold = holdMs === 0 || tags.length === 0 ? undefined : { leaseMs: Math.max(holdMs, timeoutMs), tags, mayProceed: true }
  const guard = await holdMutation(context.cache.coherence, { hold, settleMs: parseDuration(operation.settle) ?? 0 })
  return {
    succeeded: (message) => guard.invalidate(changedBy(operation, message)),
    async failed(failure) {
      switch (outcomeOf(failure)) {
        case 'unknown':
          return guard.suspect(changedBy(operation, request))
        case 'outdated':
          return guard.invalidate(changedBy(operation, request))
        case 'unchanged':
          return guard.status === undefined ? undefined : guard.invalidate([])
      }
    },
  }
}

type Outcome = 'unchanged' | 'outdated' | 'unknown'

/**
 * 409 and 412 say that what is cached is old; other refusals changed nothing, unless an earlier attempt may have; without
 * credentials nothing was sent; anything else leaves the outcome unknown.
 */
const outcomeOf = ({ error, attempts, isAborted }: Failure): Outcome => {
  if (isAborted) return 'unknown'
  if (isConfigurationError(error)) return attempts > 0 ? 'unknown' : 'unchanged'
  if (isConnectionError(error)) return error.attempts > 0 ? 'unknown' : 'unchanged'
  if (!isApiError(error) || error.attempts > 1 || error.status >= 500) return 'unknown'
  return error.status === 409 || error.status === 412 ? 'outdated' : 'unchanged'
}

/** Tags that cannot be told without the answer stand for their whole collection. */
const changedBy = (operation: OperationDefinition, message: Message): readonly string[] => {
  const tags = new Set<string>()
  for (const template of compileOperation(operation).invalidates) {
    const { tags: named, unresolved } = evaluateTags([template], message)
    for (const tag of named) tags.add(tag)
    if (unresolved) tags.add(template.collection)
  }
  return [...tags]
}
