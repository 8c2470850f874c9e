import type { Loaded } from '../cache/read-plan.ts'
import { parseDuration } from '../foundation/duration.ts'
import { type CompiledTemplate, compileTemplate } from '../key/tag-template.ts'
import type { OperationDefinition } from './definition.ts'
import { compileLifetime, type Lifetime } from './lifetime.ts'

/** What is worked out once for each operation. */
export interface CompiledOperation {
  readonly lifetime: Lifetime
  /** The longest lifetime that any answer is given, in milliseconds. */
  readonly longestMs: Readonly<Record<Loaded['kind'], number>>
  /** Tags of the operation's cached values. */
  readonly tags: readonly CompiledTemplate[]
  /** Tags that the operation invalidates. */
  readonly invalidates: readonly CompiledTemplate[]
  /** Those of them that can be held before the operation is sent: collections are not, and the answer is not known yet. */
  readonly holds: readonly CompiledTemplate[]
}

const compiled = new WeakMap<OperationDefinition, CompiledOperation>()

export const compileOperation = (operation: OperationDefinition): CompiledOperation => {
  const known = compiled.get(operation)
  if (known !== undefined) return known
  const invalidates = (operation.invalidates ?? []).map(compileTemplate)
  const fresh: CompiledOperation = {
    lifetime: compileLifetime(operation.cache?.ttl ?? []),
    longestMs: {
      value: Math.max(0, ...(operation.cache?.ttl ?? []).map(({ ttl }) => parseDuration(ttl) ?? 0)),
      absence: operation.cache?.scope === 'shared' ? 0 : (parseDuration(operation.cache?.negativeTtl) ?? 0),
    },
    tags: (operation.cache?.tags ?? []).map(compileTemplate),
    invalidates,
    holds: invalidates.filter(({ isOfRequest }) => isOfRequest),
  }
  compiled.set(operation, fresh)
  return fresh
}
