import type { Invalidation } from '../coherence/invalidation.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { ClosedError } from '../error/closed-error.ts'
import { refuseOption } from '../error/configuration-error.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import { type CacheKey, cacheKey, ownerOf, SHARED_OWNER } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import type { Immutable, Json } from '../key/json.ts'
import { checkTags } from '../key/tag.ts'
import { type CacheOptions, type CheckedCacheOptions, parseCacheOptions } from './cache-options.ts'
import type { Cache as ReadPath } from './cache.ts'
import type { MutationOptions } from './mutation-options.ts'
import { mutate, type MutationResult, type MutationTags } from './mutation.ts'
import { openCache } from './open-cache.ts'
import type { LoadContext, Question, ReadMode, ReadPlan, ReadResult } from './read-plan.ts'

/** What to read and how long it may be kept. */
export interface ReadRequest<T> {
  /** Any JSON value; equal meaning is the same key, whatever the order of members. */
  readonly key: Json
  /** Lifetime from the end of the load. 0 keeps the value out of the cache. */
  readonly ttl: Duration | ((value: T) => Duration)
  /** What the value was made of, or a function that tells it from the value. */
  readonly tags: readonly string[] | ((value: T) => readonly string[])
  /** How long after an invalidation this read may miss it, at most. Default: the cache's. */
  readonly maxStaleness?: Duration
  /**
   * How long past its lifetime the value may still be served where the load fails: its origin cannot be reached, is too slow or
   * broken. The result is marked `stale`; nothing that is known to be invalidated is served. Reads that name `atLeast`, or a
   * `maxStaleness` of 0, get none that the log does not confirm. Default 0: the error is thrown.
   */
  readonly staleIfError?: Duration
  /**
   * How long past its lifetime the value may still be served, marked `stale`, while a newer one is loaded in the background. What
   * was invalidated is never served. Default 0: a read waits for the load.
   */
  readonly staleWhileRevalidate?: Duration
  /** Lifetime of `null`, which says that there is no such thing. Default: `ttl`. */
  readonly negativeTtl?: Duration
  /** Name of what is loaded, such as `orders.list`: for events, and for the limit of concurrent loads. Default: none. */
  readonly operation?: string
  /** Positions that the value must have reached. Default none. */
  readonly atLeast?: PositionToken | readonly PositionToken[]
  /** `reload` loads and fills, `bypass` loads and leaves the cache alone. Default `use`. */
  readonly mode?: ReadMode
  /** Rejects this read with the signal's reason; the load goes on while others wait for it. */
  readonly signal?: AbortSignal
}

export type Loader<T> = (context: LoadContext) => Promise<T> | T

/** A coherent two-tier cache around an application's own loads. */
export interface Cache {
  /**
   * The value from the cache, or from `load`, which is then kept. Deep-frozen.
   *
   * @throws what `load` throws; `SerializationError` for a value that JSON would change; `ConfigurationError` for a bad request,
   * or a load that reads its own key
   */
  getOrLoad<T>(request: ReadRequest<T>, load: Loader<T>): Promise<Immutable<T>>
  /** As `getOrLoad`, with where the value came from. */
  read<T>(request: ReadRequest<T>, load: Loader<T>): Promise<ReadResult<T>>
  /**
   * Runs `work` and invalidates. Never rejects once `work` has succeeded; tags known beforehand are invalidated if it rejects,
   * too. With `hold` nothing stale is left behind by a process that dies between its commit and its invalidation.
   *
   * @throws what `work` throws; `ConfigurationError` for bad tags or options; `NotHeldError` where `hold.unheld` is `refuse`
   *
   * @example
   * await cache.mutate([`order:${id}`], () => db.updateStatus(id, 'SHIPPED'), { hold: '30s' })
   */
  mutate<T>(tags: MutationTags<T>, work: () => Promise<T> | T, options?: MutationOptions): Promise<MutationResult<T>>
  /**
   * Makes every entry with one of the tags invalid, in every process that shares the namespace. Never rejects for a failing
   * Redis.
   */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /** Settles when the invalidation log was reached for the first time. */
  ready(): Promise<void>
  /** The position up to which this process has applied the log, for `atLeast`; `undefined` while it has none. */
  readonly position: PositionToken | undefined
  /** Appends what is queued, for at most a second, and disconnects. Returns how many tags could not be appended. */
  close(): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Creates a cache. It returns at once and connects in the background.
 *
 * @throws {ConfigurationError}
 *
 * @example
 * const cache = createCache({ redis: 'redis://cache:6379', namespace: 'prod' })
 * const order = await cache.getOrLoad({ key: ['order', id], ttl: '30s', tags: [`order:${id}`] }, () => db.selectOrder(id))
 */
export const createCache = (options: CacheOptions = {}): Cache => {
  const checked = parseCacheOptions(options)
  return cacheOver(openCache(checked), checked)
}

/** The application's view of a read path. */
export const cacheOver = (reads: ReadPath, options: CheckedCacheOptions): Cache => {
  const owner = options.principal === undefined ? SHARED_OWNER : ownerOf(options.principal)
  return new ApplicationCache(reads, owner, options.maxStaleness)
}

class ApplicationCache implements Cache {
  readonly #reads: ReadPath
  readonly #owner: string
  readonly #maxStaleness: number
  /** Keys that are texts, worked out; a hit would else spend a third of its time on joining and hashing them. */
  readonly #keys = new Map<string, CacheKey>()
  #closing: Promise<number> | undefined

  constructor(reads: ReadPath, owner: string, maxStaleness: number) {
    this.#reads = reads
    this.#owner = owner
    this.#maxStaleness = maxStaleness
  }

  getOrLoad<T>(request: ReadRequest<T>, load: Loader<T>): Promise<Immutable<T>> {
    try {
      const question = this.#question(request)
      const hit = this.#reads.recallValue(question)
      return (hit ?? this.#load(question, request, load)) as Promise<Immutable<T>>
    } catch (cause) {
      return rejected(cause)
    }
  }

  async read<T>(request: ReadRequest<T>, load: Loader<T>): Promise<ReadResult<T>> {
    const question = this.#question(request)
    return (this.#reads.recall(question) ?? (await this.#reads.read(planOf(question, request, load)))) as ReadResult<T>
  }

  async #load<T>(question: Question, request: ReadRequest<T>, load: Loader<T>): Promise<unknown> {
    return (await this.#reads.read(planOf(question, request, load))).value
  }

  async mutate<T>(tags: MutationTags<T>, work: () => Promise<T> | T, options?: MutationOptions): Promise<MutationResult<T>> {
    this.#mustBeOpen()
    return mutate(this.#reads.coherence, tags, work, options)
  }

  async invalidate(tags: readonly string[]): Promise<Invalidation> {
    this.#mustBeOpen()
    return this.#reads.coherence.invalidate(checkTags(tags))
  }

  ready(): Promise<void> {
    return this.#reads.coherence.ready()
  }

  get position(): PositionToken | undefined {
    return this.#reads.coherence.token
  }

  close(): Promise<number> {
    this.#closing ??= this.#reads.coherence.close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #key(parameters: string): CacheKey {
    return cacheKey(this.#owner, 'cache', parameters)
  }

  #textKey(text: string): CacheKey {
    const known = this.#keys.get(text)
    if (known !== undefined) return known
    if (this.#keys.size >= MAX_REMEMBERED_KEYS) this.#keys.clear()
    const key = this.#key(canonicalJson(text))
    this.#keys.set(text, key)
    return key
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new ClosedError('cache')
  }

  #question<T>({ key, ttl, atLeast, maxStaleness, mode, signal, operation }: ReadRequest<T>): Question {
    this.#mustBeOpen()
    signal?.throwIfAborted()
    if (typeof ttl !== 'function') milliseconds(ttl, 'ttl')
    return {
      key: typeof key === 'string' ? this.#textKey(key) : this.#key(canonicalJson(key)),
      operation,
      mode: mode ?? 'use',
      maxStaleness: maxStaleness === undefined ? this.#maxStaleness : milliseconds(maxStaleness, 'maxStaleness'),
      atLeast: atLeast === undefined ? NONE : typeof atLeast === 'string' ? [atLeast] : atLeast,
    }
  }
}

const planOf = <T>(question: Question, request: ReadRequest<T>, load: Loader<T>): ReadPlan => ({
  ...question,
  shared: true,
  signal: request.signal,
  grace: {
    ifErrorMs: milliseconds(request.staleIfError ?? 0, 'staleIfError'),
    whileRevalidateMs: milliseconds(request.staleWhileRevalidate ?? 0, 'staleWhileRevalidate'),
  },
  patienceMs: Number.POSITIVE_INFINITY,
  maxConcurrentLoads: Number.POSITIVE_INFINITY,
  load: async (context) => {
    const value = await load(context)
    return { value, ttlMs: lifetimeOf(request, value), tags: typeof request.tags === 'function' ? request.tags(value) : request.tags, kind: 'value' }
  },
  accepts: () => true,
})

const lifetimeOf = <T>({ ttl, negativeTtl }: ReadRequest<T>, value: T): number => {
  if (value === null && negativeTtl !== undefined) return milliseconds(negativeTtl, 'negativeTtl')
  return milliseconds(typeof ttl === 'function' ? ttl(value) : ttl, 'ttl')
}

const rejected = async (cause: unknown): Promise<never> => {
  throw cause
}

const MAX_REMEMBERED_KEYS = 10_000

const NONE: readonly PositionToken[] = []

const milliseconds = (value: Duration, option: string): number => {
  const parsed = parseDuration(value)
  if (parsed === undefined) throw refuseOption(option, value, DURATION_FORMS)
  return parsed
}
