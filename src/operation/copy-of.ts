import { RequestValidationError } from '../error/validation-errors.ts'
import type { OperationDefinition } from './definition.ts'
import { MAX_DEPTH } from '../foundation/json-text.ts'

type Named = Pick<OperationDefinition, 'api' | 'id'>

/**
 * A copy of lists and plain objects: what a caller changes after its call is not part of it. Anything else is shared. Every read of a
 * page makes one, so it is written to be cheap.
 *
 * @throws {RequestValidationError} where they are nested too deeply, or one is within itself
 */
export const copyOf = <T>(value: T, operation: Named): T => copy(value, operation, 0) as T

const copy = (value: unknown, operation: Named, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw new RequestValidationError(operation.id, [{ path: 'request', message: TOO_DEEP }], operation.api)
  if (Array.isArray(value)) return copyList(value, operation, depth + 1)
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? copyMembers({ ...value }, operation, depth + 1) : value
}

const TOO_DEEP = `expected at most ${MAX_DEPTH} levels, got more, or an object within itself`

const copyList = (value: readonly unknown[], operation: Named, depth: number): unknown => {
  const list = value.slice()
  for (let index = 0; index < list.length; index++)
    if (typeof list[index] === 'object') list[index] = copy(list[index], operation, depth)
  return list
}

const copyMembers = (members: Record<string, unknown>, operation: Named, depth: number): unknown => {
  for (const name of Object.keys(members))
    if (typeof members[name] === 'object') members[name] = copy(members[name], operation, depth)
  return members
}
