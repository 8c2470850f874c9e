import { SerializationError } from '../error/serialization-error.ts'
import { MAX_DEPTH } from '../foundation/json-text.ts'

/** A JSON value, as a type. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

/** A value that nobody can change, typed so at every depth. */
export type Immutable<T> = Json extends T
  ? T
  : T extends string | number | boolean | bigint | symbol | null | undefined
    ? T
    : T extends Uint8Array
      ? T
      : T extends (...args: never) => unknown
        ? T
        : T extends readonly (infer Element)[]
          ? ImmutableList<T, Element>
          : { readonly [K in keyof T]: Immutable<T[K]> }

/** Said apart from tuples, since a list of itself would never end otherwise. */
type ImmutableList<T extends readonly unknown[], Element> = number extends T['length']
  ? readonly Immutable<Element>[]
  : { readonly [K in keyof T]: Immutable<T[K]> }

export const TOO_DEEP = `a value of more than ${MAX_DEPTH} levels`
const MAX_PATH = 200

/**
 * Checks that JSON keeps a value as it is: a Date, Map, BigInt, class instance, function, NaN, an integer beyond 2^53,
 * `undefined` in an array, a named member of an array, a member whose name is a symbol, a cycle, and more than 500
 * levels are refused with their path. An `undefined` property is the same as an absent one, and -0 the same as 0.
 *
 * @throws {SerializationError}
 */
export const assertJson = (value: unknown, path = '$', above: readonly object[] = []): void => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return
    case 'number':
      return assertNumber(value, path)
    case 'object':
      return value === null ? undefined : assertObject(value, path, above)
    default:
      throw new SerializationError(path, value === undefined ? 'undefined' : `a ${typeof value}`)
  }
}

/** What keeps a value from being kept as JSON, and where; `undefined` where nothing does. */
export const findUnkept = (value: unknown): SerializationError | undefined => {
  if (isKept(value)) return undefined
  try {
    assertJson(value)
    return undefined
  } catch (error) {
    if (error instanceof SerializationError) return error
    throw error
  }
}

/** @throws {SerializationError} for more than 500 levels, and for a cycle */
export const assertShallow = (value: unknown, depth = 0): void => {
  if (typeof value !== 'object' || value === null) return
  if (depth === MAX_DEPTH) throw new SerializationError('$', TOO_DEEP)
  for (const member of Object.values(value)) assertShallow(member, depth + 1)
}

const assertNumber = (value: number, path: string): void => {
  if (!Number.isFinite(value)) throw new SerializationError(path, String(value))
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new SerializationError(path, `the integer ${value}, beyond 2^53,`)
}

const assertObject = (value: object, path: string, above: readonly object[]): void => {
  if (above.includes(value)) throw new SerializationError(shorten(path), 'a cycle')
  if (above.length === MAX_DEPTH) throw new SerializationError(shorten(path), TOO_DEEP)
  const below = [...above, value]
  if (Object.getOwnPropertySymbols(value).length > 0) throw new SerializationError(path, 'a member whose name is a symbol')
  if (Array.isArray(value)) {
    assertList(value, path)
    for (let index = 0; index < value.length; index++) assertJson(value[index], `${path}[${index}]`, below)
    return
  }
  assertPlain(value, path)
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) assertJson(member, memberPath(path, name), below)
  }
}

/** A list has elements alone, and no behaviour of its own. */
const assertList = (value: readonly unknown[], path: string): void => {
  if (!Array.isArray(Object.getPrototypeOf(value)))
    throw new SerializationError(path, `a ${value.constructor?.name || 'class instance'}`)
  const extra = Object.keys(value).find((name) => !/^\d+$/.test(name))
  if (extra !== undefined) throw new SerializationError(memberPath(path, extra), 'a named member of an array')
}

/** A deep path says where it begins. */
const shorten = (path: string): string => (path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path)

/** Of this realm or of another one: a plain object's prototype has none itself. */
const assertPlain = (value: object, path: string): void => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new SerializationError(path, `a ${value.constructor?.name || 'class instance'}`)
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') throw new SerializationError(path, 'an object with toJSON()')
}

/** The path of a member of what is at a path. */
export const memberPath = (path: string, name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`

/**
 * The JSON text of a value that JSON keeps as it is.
 *
 * @throws {SerializationError}
 */
export const encodeJson = (value: unknown): string => {
  const text = stringify(value)
  if (text === undefined || !isKept(value)) assertJson(value)
  return text ?? JSON.stringify(value)
}

/** `undefined` for a cycle, a BigInt and whatever else JSON has no text for. */
const stringify = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** What `assertJson` checks, for values without cycles and without saying where: several times faster. */
const isKept = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))
  if (typeof value !== 'object' || depth === MAX_DEPTH || Object.getOwnPropertySymbols(value).length > 0) return false
  if (Array.isArray(value)) {
    if (Object.getPrototypeOf(value) !== Array.prototype || Object.keys(value).length !== value.length) return false
    for (let index = 0; index < value.length; index++) if (!isKept(value[index], depth + 1)) return false
    return true
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return false
  for (const member of Object.values(value)) if (member !== undefined && !isKept(member, depth + 1)) return false
  return true
}
