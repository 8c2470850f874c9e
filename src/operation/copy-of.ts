/**
 * A copy of lists and plain objects, however deep: what a caller changes after its call is not part of it. Anything else is shared.
 * Every read of a page makes one, so it is written to be cheap.
 */
export const copyOf = <T>(value: T): T => copy(value) as T

const copy = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyList(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? copyMembers({ ...value }) : value
}

const copyList = (value: readonly unknown[]): unknown => {
  const list = value.slice()
  for (let index = 0; index < list.length; index++) if (typeof list[index] === 'object') list[index] = copy(list[index])
  return list
}

const copyMembers = (members: Record<string, unknown>): unknown => {
  for (const name of Object.keys(members)) if (typeof members[name] === 'object') members[name] = copy(members[name])
  return members
}
