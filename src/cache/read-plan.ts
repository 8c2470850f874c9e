import type { PositionToken } from '../coherence/position-token.ts'
import type { Span } from '../foundation/tracing.ts'
import type { CacheKey } from '../key/cache-key.ts'
import type { Immutable } from '../key/json.ts'
import type { StaleWindow } from './stale-window.ts'

/** How a read uses the cache: `use` answers from it where it may, `reload` loads and fills, `bypass` loads and leaves the cache alone. */
export type CacheMode = 'use' | 'reload' | 'bypass'

/** What `cache` may be, for error messages. */
export const CACHE_MODE = "'use', 'reload' or 'bypass'"

export const isCacheMode = (value: unknown): value is CacheMode => value === 'use' || value === 'reload' || value === 'bypass'

/** What a loader is told. */
export interface LoadContext {
  /** Aborted when nobody waits for the value any longer. */
  readonly signal: AbortSignal
  /** Value of the `Cache-Position` header that a load sends to its origin, so that caches inside it keep the promise. */
  readonly cachePosition: string
}

/** What a tier still has for a read, and how its origin can tell whether it is still so. */
export interface KnownValue {
  readonly value: unknown
  /** What the origin called the value's state: an entity tag (RFC 9110, section 8.8.3). */
  readonly validator: string
}

/** What a load is told: it may ask for the value anew, or whether the known one is still so. */
export interface OriginContext extends LoadContext {
  readonly known: KnownValue | undefined
  /**
   * Moves the fence of the load up to now: records before now that name none of `tags` say nothing of its value any longer. Returns
   * false, and leaves the fence where it is, when one of `tags`, of what was read so far, is known to be invalidated since.
   */
  moveFence(tags: readonly string[]): boolean
}

/** What a loader returns: the value, and what may be done with it. */
export interface Loaded {
  readonly value: unknown
  /** Lifetime in milliseconds from the end of the load; 0 keeps the value out of the cache. */
  readonly ttlMs: number
  readonly tags: readonly string[]
  /** An `absence` is what the origin said where there is nothing. */
  readonly kind: 'value' | 'absence'
  /** By which the origin can be asked whether the value is still so; absent where it cannot. */
  readonly validator?: string | undefined
}

/** What a read asks for: all that a hit of the memory tier needs. */
export interface Question {
  readonly key: CacheKey
  /** Name of the API that the operation belongs to; `undefined` for reads that belong to none. */
  readonly api: string | undefined
  /** For events, and for the limit of loads; `undefined` for reads that belong to no operation. */
  readonly operation: string | undefined
  readonly mode: CacheMode
  /** In milliseconds. */
  readonly maxStaleness: number
  readonly atLeast: readonly PositionToken[]
}

/** A read, worked out: where its value is kept and how it is loaded. */
export interface ReadPlan extends Question {
  readonly shared: boolean
  /** Whether at most one process of the fleet loads it at a time. Default false. */
  readonly lease?: boolean | undefined
  readonly signal: AbortSignal | undefined
  readonly grace: StaleWindow
  /** How long its load may take, in milliseconds, whoever waits for it. A load waits for other processes for half of that. */
  readonly patienceMs: number
  /** How long what another process has left may live, by the reader's own policy. Default: as long as that process has said. */
  readonly longestMs?: (kind: Loaded['kind']) => number
  /** Loads of the operation that may be under way at a time; `undefined` where its loads are not limited. */
  readonly maxConcurrentLoads: number | undefined
  readonly load: (context: OriginContext) => Promise<Loaded>
  /** Whether a value of the shared tier still meets the reader's schema. */
  readonly accepts: (value: unknown, kind: Loaded['kind']) => boolean
  /** The span of the read, where somebody traces. */
  readonly span?: Span | undefined
  /**
   * Whether the read is one of many that share a span and a call of the loader. Such a load fails with the others of its call: a reader
   * of one key that joined it then loads alone. Default `false`.
   */
  readonly isOneOfMany?: boolean
}

/** A value with where it came from. */
export interface ReadResult<T = unknown> {
  readonly value: Immutable<T>
  readonly source: 'memory' | 'redis' | 'origin'
  /** `stale`: past its lifetime, or not confirmed, and served for want of a newer one. Never one that is known to be invalidated. */
  readonly state: 'fresh' | 'stale'
  /** Milliseconds since the value was loaded. */
  readonly ageMs: number
  /** The value reflects every invalidation up to here; `undefined` while the log has not been reached. */
  readonly position: PositionToken | undefined
}

/** A read's result, as the cache tells it to those who can remember absences. */
export interface Answer extends ReadResult {
  readonly kind: Loaded['kind']
}
