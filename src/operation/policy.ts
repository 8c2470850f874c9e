/**
 * A tag with OpenAPI runtime expressions in braces: `order:{$response.body#/items/*\/id}`. `*` in a JSON pointer stands for every
 * element. An expression with several values makes one tag for each; one without a value makes none, unless `absent` names
 * the values that it then stands for.
 */
export interface TagTemplate {
  readonly template: string
  /** Values of an expression, by its text, when the request leaves it out: every status when no status is asked for. */
  readonly absent?: Readonly<Record<string, readonly string[]>>
}

/** A lifetime that holds for the responses that meet `when`; the first rule that does counts. */
export interface TtlRule {
  /** Expression (`$statusCode` or `$response.…`) → the values that meet it. Without `when` the rule always holds. */
  readonly when?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>
  /** Duration such as `30s`; `0s` means not cached. */
  readonly ttl: string
  /** Expressions that cap the lifetime: a date-time of the body, or `$response.header.Retry-After`. */
  readonly notAfter?: readonly string[]
}

export type CacheScope = 'principal' | 'shared'
export type TierName = 'memory' | 'redis'

/** `x-cache` of an operation. */
export interface CachePolicy {
  readonly ttl: readonly TtlRule[]
  readonly scope: CacheScope
  readonly tiers: readonly TierName[]
  readonly tags: readonly TagTemplate[]
  /** Bound of the operation's reads that name none, such as `500ms` or `0s`. Default: the cache's. */
  readonly maxStaleness?: string
  /** How long past its lifetime a value may be served, marked, where the API is out of order, such as `10m`. Default: not. */
  readonly staleIfError?: string
  /** How long past its lifetime a value may be served, marked, while a newer one is loaded. Default: not. */
  readonly staleWhileRevalidate?: string
  /** For how long 404 is remembered, for the principal who got it. Default: not. */
  readonly negativeTtl?: string
  /** Whether the processes that share a Redis load a value one at a time. Default: not. */
  readonly lease?: boolean
  /** Loads that one process has under way at a time. Default: the cache's `loads.maxConcurrent`. */
  readonly maxConcurrentLoads?: number
}
