import { SerializationError } from '../error/serialization-error.ts'
import { MAX_DEPTH, TOO_DEEP } from './json.ts'

/** A deep-frozen value that was read from JSON. */
export interface FrozenJson {
  readonly value: unknown
  /** What it takes of V8's heap, as an estimate. */
  readonly heapBytes: number
}

const WORD = 8
const OBJECT = 3 * WORD
/** An object that is read from `{}` has room for members that never come. */
const EMPTY_OBJECT = 7 * WORD
const ARRAY = 6 * WORD
const STRING = 2 * WORD
const DOUBLE = 2 * WORD
/** Objects with the same few names share one description of them; one with more members, or names like ids, has its own. */
const MAX_SHARED_MEMBERS = 24
const MAX_SHARED_NAME = 20
/** What one member of such a description takes beside its name. */
const OWN_MEMBER = 14 * WORD
const MAX_SMALL_INTEGER = 2 ** 31

const WIDE = /[^\0-\xff]/

/**
 * The deep-frozen value of a JSON text, `__proto__` members included as ordinary ones. `isWide` says that the text may have
 * characters beyond Latin-1, which take two bytes each in the heap.
 *
 * @throws {SyntaxError} where it is none; {SerializationError} where it is nested too deeply
 */
export const decodeJson = (text: string, isWide = true): FrozenJson => {
  const value: unknown = JSON.parse(text)
  return { value, heapBytes: freeze(value, 0, isWide) }
}

/** Freezes a value and returns what it takes of the heap beyond the slot that refers to it. */
const freeze = (value: unknown, depth: number, isWide: boolean): number => {
  if (typeof value === 'string') return stringBytes(value, isWide)
  if (typeof value === 'number') return isSmallInteger(value) ? 0 : DOUBLE
  if (typeof value !== 'object' || value === null) return 0
  if (depth === MAX_DEPTH) throw new SerializationError('$', TOO_DEEP)
  return Array.isArray(value) ? freezeArray(value, depth, isWide) : freezeObject(value, depth, isWide)
}

const freezeArray = (value: readonly unknown[], depth: number, isWide: boolean): number => {
  let bytes = ARRAY + WORD * value.length
  for (const element of value) bytes += freeze(element, depth + 1, isWide)
  Object.freeze(value)
  return bytes
}

const freezeObject = (value: object, depth: number, isWide: boolean): number => {
  let bytes = 0
  let members = 0
  for (const [name, member] of Object.entries(value)) {
    members++
    if (name.length > MAX_SHARED_NAME) bytes += OWN_MEMBER + stringBytes(name, isWide)
    bytes += freeze(member, depth + 1, isWide)
  }
  Object.freeze(value)
  if (members === 0) return EMPTY_OBJECT
  return bytes + OBJECT + WORD * members + (members > MAX_SHARED_MEMBERS ? OWN_MEMBER * members : 0)
}

/** What a text takes of the heap. */
export const stringBytes = (text: string, isWide: boolean): number =>
  STRING + Math.ceil((isWide && WIDE.test(text) ? 2 * text.length : text.length) / WORD) * WORD

/** Whether V8 keeps a number in the slot that would refer to it. */
const isSmallInteger = (value: number): boolean =>
  Number.isInteger(value) && value < MAX_SMALL_INTEGER && value >= -MAX_SMALL_INTEGER && !Object.is(value, -0)
