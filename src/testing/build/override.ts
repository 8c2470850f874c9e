/**
 * Some fields of a value, at every depth. A field that the API may leave out can be given as `undefined`, which leaves it out. Elements of
 * a list are completed one by one.
 */
export type DeepPartial<T> = T extends readonly (infer Element)[]
  ? readonly DeepPartial<Element>[]
  : T extends object
    ? { readonly [K in keyof T]?: {} extends Pick<T, K> ? DeepPartial<T[K]> | undefined : DeepPartial<T[K]> }
    : T

/**
 * Completes an override to a valid value: fields that are left out have the document's example, and what follows from the given ones.
 *
 * @throws {ConfigurationError} that names every wrong field, what was given and what is allowed
 */
export type Build<T> = (override?: DeepPartial<T>) => T

/** Fields of an override, before they are checked. */
export type Given = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Given => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The fields of an object; none where the value is something else. */
export const fieldsOf = (value: unknown): Given => (isObject(value) ? value : {})

/** The override on top of fields that follow from it: an object within both is merged, anything else is the override's. */
export const mergeGiven = (implied: Given, override: Given): Given => ({
  ...implied,
  ...Object.fromEntries(
    Object.entries(override).map(([name, value]) => {
      const under = Object.hasOwn(implied, name) ? implied[name] : undefined
      return [name, isObject(under) && isObject(value) ? mergeGiven(under, value) : value]
    }),
  ),
})

/** Stands for the default of a field that would be absent or null otherwise. */
export const DEFAULT: unique symbol = Symbol('default')
