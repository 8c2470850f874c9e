import type { PositionToken } from '../coherence/position-token.ts'
import type { CacheKey } from '../key/cache-key.ts'
import type { Immutable } from '../key/json.ts'

/** How a read uses the cache: `reload` loads and fills, `bypass` loads and leaves the cache alone. */
export type ReadMode = 'use' | 'reload' | 'bypass'

/** What a loader is told. */
export interface LoadContext {
  /** Aborted when nobody waits for the value any longer. */
  readonly signal: AbortSignal
  /** Value of the `Cache-Position` header that a load sends to its origin, so that caches inside it keep the promise. */
  readonly cachePosition: string
}

/** What a loader returns: the value, and what may be done with it. */
export interface Loaded {
  readonly value: unknown
  /** Lifetime in milliseconds from the end of the load; 0 keeps the value out of the cache. */
  readonly ttlMs: number
  readonly tags: readonly string[]
}

/** What a read asks for: all that a hit of the memory tier needs. */
export interface Question {
  readonly key: CacheKey
  /** For events; `undefined` for reads that belong to no operation. */
  readonly operation: string | undefined
  readonly mode: ReadMode
  /** In milliseconds. */
  readonly maxStaleness: number
  readonly atLeast: readonly PositionToken[]
}

/** A read, worked out: where its value is kept and how it is loaded. */
export interface ReadPlan extends Question {
  readonly shared: boolean
  readonly signal: AbortSignal | undefined
  readonly load: (context: LoadContext) => Promise<Loaded>
  /** Whether a value of the shared tier still meets the reader's schema. */
  readonly accepts: (value: unknown) => boolean
}

/** A value with where it came from. */
export interface ReadResult<T = unknown> {
  readonly value: Immutable<T>
  readonly source: 'memory' | 'redis' | 'origin'
  readonly state: 'fresh' | 'stale'
  /** Milliseconds since the value was loaded. */
  readonly ageMs: number
  /** The value reflects every invalidation up to here; `undefined` while the log has not been reached. */
  readonly position: PositionToken | undefined
}
