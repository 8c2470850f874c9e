import { SerializationError } from '../error/serialization-error.ts'
import { MAX_DEPTH } from '../foundation/json-text.ts'
import { TOO_DEEP } from './json.ts'

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
const OWN_MEMBER = 8 * WORD

const WIDE = /[^\0-\xff]/

/**
 * The deep-frozen value of a JSON text, `__proto__` members included as ordinary ones.
 *
 * @throws {SyntaxError} where it is none; {SerializationError} where it is nested too deeply
 */
export const decodeJson = (text: string): FrozenJson => {
  const value: unknown = JSON.parse(text)
  const isAscii = Buffer.byteLength(text) === text.length
  return { value, heapBytes: freeze(value, 0, !isAscii) }
}

/**
 * Freezes a value and returns what it takes of the heap beyond the slot that refers to it. A text that may be wide is searched for
 * characters beyond Latin-1: it takes two bytes for each of its characters then.
 */
const freeze = (value: unknown, depth: number, isWide: boolean): number => {
  if (typeof value === 'string') return stringBytes(value, isWide)
  // V8 keeps a small integer in the slot that would refer to it.
  if (typeof value === 'number') return (value | 0) === value ? 0 : DOUBLE
  if (typeof value !== 'object' || value === null) return 0
  if (depth === MAX_DEPTH) throw new SerializationError('$', TOO_DEEP)
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  let bytes = members === value ? ARRAY : objectBytes(value, members.length, isWide)
  for (let index = 0; index < members.length; index++) bytes += WORD + freeze(members[index], depth + 1, isWide)
  Object.freeze(value)
  return bytes
}

/** Without what its members refer to. */
const objectBytes = (value: object, members: number, isWide: boolean): number => {
  if (members === 0) return EMPTY_OBJECT
  if (members <= MAX_SHARED_MEMBERS && !isNamedByIds(value)) return OBJECT
  let bytes = OBJECT
  for (const name of Object.keys(value)) bytes += OWN_MEMBER + stringBytes(name, isWide)
  return bytes
}

/** Whether its first member is called like nothing that a program would name. */
const isNamedByIds = (value: object): boolean => {
  for (const name in value) return name.length > MAX_SHARED_NAME
  return false
}

/** What a text takes of the heap. */
export const stringBytes = (text: string, isWide: boolean): number =>
  STRING + (((isWide && WIDE.test(text) ? 2 * text.length : text.length) + WORD - 1) & -WORD)
