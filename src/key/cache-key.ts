import { digest } from './digest.ts'

/**
 * The identity of a cached value. Two values share a key only if they share the owner (a principal, or everyone), the
 * scope (API, base URL, schema, operation) and the canonical parameters.
 */
export interface CacheKey {
  /** Identity within this process; never leaves it, since it may hold personal data. */
  readonly text: string
  readonly owner: string
}

/** The owner of values that all principals share. */
export const SHARED_OWNER = 'shared'

/** A digest, so that no principal's name reaches Redis, logs or metrics. */
export const ownerOf = (principal: string): string => digest(`principal\0${principal}`)

/** Joins the parts unambiguously: NUL cannot stand in canonical JSON, nor in the names that come before it. */
export const cacheKey = (owner: string, scope: string, parameters: string): CacheKey => ({
  text: `${owner}\0${scope}\0${parameters}`,
  owner,
})

/** The key in Redis: `{prefix}:{owner}:{digest}`, so that an ACL can confine a service to its own principal's entries. */
export const redisKey = (prefix: string, key: CacheKey): string => `${prefix}:${key.owner}:${digest(key.text)}`
