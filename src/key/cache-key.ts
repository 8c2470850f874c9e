import { refuseOption } from '../error/configuration-error.ts'
import { hash } from 'node:crypto'

/**
 * The identity of a cached value. Two values share a key only if they share the owner (a principal, or everyone), the
 * scope (API, base URL, schema, operation) and the canonical parameters.
 */
export class CacheKey {
  /** Identity within this process; never leaves it, since it may hold personal data. */
  readonly text: string
  readonly owner: string
  #digest: string | undefined

  constructor(owner: string, text: string) {
    this.owner = owner
    this.text = text
  }

  /** What stands for the text outside this process; worked out once, when it is first needed. */
  get digest(): string {
    this.#digest ??= digest(this.text)
    return this.#digest
  }
}

/** The owner of values that all principals share. */
export const SHARED_OWNER = 'shared'

const MAX_PRINCIPAL = 256
/** What a principal has to be. Hashing takes every lone surrogate for U+FFFD, so two names with one would share their values. */
export const PRINCIPAL = `a string of 1 to ${MAX_PRINCIPAL} characters of well-formed Unicode`

export const isPrincipal = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_PRINCIPAL && value.isWellFormed()

/**
 * The owner of a principal's values as keys in Redis name it. A digest, so that no principal's name reaches Redis, logs or metrics.
 *
 * @throws {ConfigurationError} for a principal that is not a string of 1 to 256 characters of well-formed Unicode
 * @example
 * ownerOf('partner:42') // 22 characters of base64url, for the key patterns of an ACL user
 */
export const ownerOf = (principal: string): string => {
  if (!isPrincipal(principal)) throw refuseOption('principal', principal, PRINCIPAL)
  return digest(`principal\0${principal}`)
}

/** Joins the parts unambiguously: NUL cannot stand in canonical JSON, nor in the names that come before it. */
export const cacheKey = (owner: string, scope: string, parameters: string): CacheKey =>
  new CacheKey(owner, `${owner}\0${scope}\0${parameters}`)

/** The key in Redis: `{prefix}:{owner}:{digest}`, so that an ACL can confine a service to its own principal's entries. */
export const redisKey = (prefix: string, key: CacheKey): string => `${prefix}:${key.owner}:${key.digest}`

/** The key of the lease of an entry: behind the entry's own, so that whoever may use the one may use the other. */
export const leaseKey = (prefix: string, key: CacheKey): string => `${redisKey(prefix, key)}:lease`

/** The key of the generation of what is made for an entry, behind the entry's own as well. */
export const generationKey = (prefix: string, key: CacheKey): string => `${redisKey(prefix, key)}:generation`

/** 128 bits of SHA-256 as 22 characters of base64url: short, and no way back to the text. */
const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)
