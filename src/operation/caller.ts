import type { PositionToken } from '../coherence/position-token.ts'
import type { Duration } from '../foundation/duration.ts'
import type { Immutable } from '../key/json.ts'
import type { ApiCall } from './api-call.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import type { PagedCall } from './paged-call.ts'

/** Options of one call. */
export interface CallOptions {
  /** Rejects this call with the signal's reason; another caller who waits for the same answer is not affected. */
  readonly signal?: AbortSignal | undefined
  /** Time limit of the whole call, retries included. Default: the SDK's `timeout`, 30 s. */
  readonly timeout?: Duration | undefined
  /**
   * Further headers of the request, such as `X-Tenant`. Credentials, conditions, `Cache-Control` and what frames a message are refused.
   * A read with further headers asks the API and leaves the cache alone, since its answer may depend on them. Default: none.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Further attempts after a failed one, 0 to 10, of a call that may be repeated. Default: the SDK's `retries`, 2. */
  readonly retries?: number | undefined
  /**
   * Sent as `X-Request-Id`, and named by errors: 1 to 128 printable ASCII characters without blanks. A read that shares the request of
   * another call sends none. Default: a random UUID.
   */
  readonly requestId?: string | undefined
}

/** Options of a view: as if each of its calls was given them. Those of a call come first. */
export type ViewOptions = Pick<ReadOptions, 'timeout' | 'headers' | 'retries' | 'maxStaleness'>

/** Options of a call that reads. */
export interface ReadOptions extends CallOptions {
  /** How long after an invalidation this read may miss it, at most. Default: the cache's, 1 s. 0 asks the log first. */
  readonly maxStaleness?: Duration
  /**
   * How long past its lifetime a cached value may be served where the API cannot be reached, is too slow, overloaded or broken. Its
   * `cache.state` is `stale`; nothing that is known to be invalidated is served. Default: the operation's `x-cache`, else 0: the
   * error is thrown.
   */
  readonly staleIfError?: Duration
  /**
   * How long past its lifetime a cached value may be served, its `cache.state` being `stale`, while a newer one is loaded in the
   * background. Default: the operation's `x-cache`, else 0: a read waits for the API.
   */
  readonly staleWhileRevalidate?: Duration
  /** `reload` asks the API and fills the cache, `bypass` asks the API and leaves the cache alone. Default: the cache is used. */
  readonly cache?: 'bypass' | 'reload'
  /** Positions that the answer must have reached: what `withMeta()` of a command returned, here or in another service. */
  readonly atLeast?: PositionToken | readonly PositionToken[]
}

/** Options of a call that changes something. */
export interface CommandOptions extends CallOptions {
  /** Sent as `Idempotency-Key` where the operation takes one. Default: a random one for each call, the same in its retries. */
  readonly idempotencyKey?: string
  /** Sent as `If-Match` where the operation takes it: a version, which is an integer of 0 or more, or an ETag such as `"7"`. */
  readonly ifMatch?: number | string
  /**
   * Lease of a hold on what the request names (`order:{id}`, not collections) while the command is under way: a process that dies
   * before it has invalidated leaves nothing stale. Lasts at least as long as `timeout`; at most `1h`. Default: the operation's
   * `x-hold`, else 0, no hold.
   */
  readonly hold?: Duration
}

/** What generated resource methods call. */
export interface OperationCaller {
  call<T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions): ApiCall<T>
  /** Calls with each of the arguments, in one turn. Rejects with the first error. */
  many<T>(
    operation: OperationDefinition<T>,
    args: readonly OperationArguments[],
    options?: ReadOptions,
  ): Promise<readonly Immutable<T>[]>
  page<P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions): PagedCall<P, I>
}
