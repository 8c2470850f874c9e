import canonicalize from 'canonicalize'
import { SerializationError } from '../error/serialization-error.ts'
import { assertJson } from './json.ts'

/**
 * The canonical JSON text of a value (RFC 8785): equal for two values exactly when they mean the same, whatever the order of
 * their members. `-0` is `0`; members that are `undefined` are absent.
 *
 * @throws {SerializationError} for a value that JSON would change
 */
export const canonicalJson = (value: unknown): string => {
  assertJson(value)
  try {
    return canonicalize(value) ?? 'null'
  } catch (cause) {
    throw new SerializationError('$', cause instanceof Error ? cause.message : String(cause))
  }
}
