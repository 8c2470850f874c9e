import type { Invalidation } from '../coherence/invalidation.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { ClosedError } from '../error/closed-error.ts'
import { ConfigurationError, refuseOption } from '../error/configuration-error.ts'
import { installedKit } from '../foundation/installed-kit.ts'
import { RunningWork } from '../foundation/running-work.ts'
import { type CacheKey, cacheKey, ownerOf, SHARED_OWNER } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import type { Immutable } from '../key/json.ts'
import { checkTags } from '../key/tag.ts'
import { type CacheOptions, type CheckedCacheOptions, parseCacheOptions } from './cache-options.ts'
import type { ReadPath } from './read-path.ts'
import { mutate, type MutationResult, type MutationTags, type MutationOptions } from './mutation.ts'
import { type CacheHost, openCache } from './open-cache.ts'
import { awaitReady, type ReadyOptions, closeAfter } from './ready.ts'
import { readMany, type ManyLoader } from './read-many.ts'
import { CACHE_MODE, isCacheMode, type Question, type ReadResult } from './read-plan.ts'
import { type Loader, type ManyRequest, milliseconds, planOf, type ReadRequest, requestOf } from './read-request.ts'
import { checkSchema } from './value-schema.ts'

/** A coherent two-tier cache around an application's own loads. */
export interface Cache {
  /**
   * The value from the cache, or from `load`, which is then kept. Deep-frozen.
   *
   * @throws what `load` throws; `SerializationError` for a value that JSON would change; `ValueValidationError` for one that
   * breaks `schema`; `ConfigurationError` for a bad request,
   * or a load that reads its own key
   */
  getOrLoad<T>(request: ReadRequest<T>, load: Loader<T>): Promise<Immutable<T>>
  /** As `getOrLoad`, with where the value came from. */
  read<T>(request: ReadRequest<T>, load: Loader<T>): Promise<ReadResult<T>>
  /**
   * The values of many ids, in their order: what memory has, then, in one round trip, what the shared tier has, then one call of
   * `load` for all the others, whose values come in the order of the ids that it is given. The same id twice is read once. Each
   * value is fenced and kept as one of `getOrLoad`. TypeScript cannot tell the value's type from `load` where `tags` or `ttl` take it,
   * so name it.
   *
   * @throws as `getOrLoad`; what was loaded is kept all the same
   *
   * @example
   * const orders = await cache.getMany<string, Order>(
   *   { ids, key: (id) => ['order', id], ttl: '30s', tags: (_order, id) => [`order:${id}`] },
   *   (missing) => db.selectOrders(missing),
   * )
   */
  getMany<Id, T>(request: ManyRequest<Id, T>, load: ManyLoader<Id, T>): Promise<readonly Immutable<T>[]>
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
  /**
   * Settles when the invalidation log was reached for the first time, and keeps the process alive until then. Without a `timeout` it
   * waits for as long as Redis cannot be reached.
   *
   * @throws `TimeoutError` after `timeout`, with the last cause why Redis could not be reached; the reason of `signal`; `ClosedError`
   * once the cache is closed; `ConfigurationError` for bad options
   *
   * @example
   * await cache.ready({ timeout: '5s' }).catch((error) => console.warn(error.message)) // the cache goes on to connect in the background
   */
  ready(options?: ReadyOptions): Promise<void>
  /** The position up to which this process has applied the log, for `atLeast`; `undefined` while it has none. */
  readonly position: PositionToken | undefined
  /**
   * Waits for mutations under way and appends what is queued, a second for each at most, and disconnects. Reads under way are
   * answered by their loads; reads, mutations and invalidations that begin later reject with a `ClosedError`. Returns how many
   * mutations and tags were left: what they changed may be cached elsewhere until its lifetime ends. Called again, it returns the
   * same promise. A process that only read need not call it: it exits by itself.
   */
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
  return cacheOver(openCache(checked, undefined, installedKit()?.hostOf({}) as CacheHost | undefined), checked)
}

/** The application's view of a read path. */
export const cacheOver = (reads: ReadPath, options: CheckedCacheOptions): Cache => {
  const owner = options.principal === undefined ? SHARED_OWNER : ownerOf(options.principal)
  return new ApplicationCache(reads, owner, { maxStaleness: options.maxStaleness, patienceMs: options.loads.timeout })
}

/** What holds where a read says nothing, and for every load; milliseconds. */
interface CacheDefaults {
  readonly maxStaleness: number
  readonly patienceMs: number
}

class ApplicationCache implements Cache {
  readonly #reads: ReadPath
  readonly #owner: string
  readonly #defaults: CacheDefaults
  /** Keys that are texts, worked out; a hit would else spend a third of its time on joining and hashing them. */
  readonly #keys = new Map<string, CacheKey>()
  readonly #mutations = new RunningWork()
  #closing: Promise<number> | undefined

  constructor(reads: ReadPath, owner: string, defaults: CacheDefaults) {
    this.#reads = reads
    this.#owner = owner
    this.#defaults = defaults
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
    return (this.#reads.recall(question) ??
      (await this.#reads.read(planOf(question, request, load, this.#defaults.patienceMs)))) as ReadResult<T>
  }

  async #load<T>(question: Question, request: ReadRequest<T>, load: Loader<T>): Promise<unknown> {
    return (await this.#reads.read(planOf(question, request, load, this.#defaults.patienceMs))).value
  }

  async getMany<Id, T>(request: ManyRequest<Id, T>, load: ManyLoader<Id, T>): Promise<readonly Immutable<T>[]> {
    if (!Array.isArray(request.ids)) throw refuseOption('ids', request.ids, 'a list of ids')
    if (typeof request.key !== 'function') throw refuseOption('key', request.key, 'a function that tells the key of an id')
    const asked = request.ids
      .map((id) => ({ id, request: requestOf(request, id) }))
      .map((one) => ({ ...one, question: this.#question(one.request) }))
    return (await readMany(this.#reads, asked, load, this.#defaults.patienceMs)) as readonly Immutable<T>[]
  }

  async mutate<T>(tags: MutationTags<T>, work: () => Promise<T> | T, options?: MutationOptions): Promise<MutationResult<T>> {
    this.#mustBeOpen()
    return this.#mutations.track(mutate(this.#reads.coherence, tags, work, options))
  }

  async invalidate(tags: readonly string[]): Promise<Invalidation> {
    this.#mustBeOpen()
    return this.#reads.coherence.invalidate(checkTags(tags))
  }

  async ready(options?: ReadyOptions): Promise<void> {
    this.#mustBeOpen()
    return awaitReady(this.#reads, options)
  }

  get position(): PositionToken | undefined {
    return this.#reads.coherence.token
  }

  close(): Promise<number> {
    this.#closing ??= closeAfter(this.#mutations, this.#reads)
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
    const key = this.#key(canonicalJson(text))
    if (text.length > LONGEST_REMEMBERED_KEY) return key
    if (this.#keys.size >= MAX_REMEMBERED_KEYS) this.#keys.clear()
    this.#keys.set(text, key)
    return key
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new ClosedError('cache')
  }

  #question<T>(request: ReadRequest<T>): Question {
    const { key, ttl, atLeast, maxStaleness, cache = 'use', signal, operation, schema } = request
    this.#mustBeOpen()
    if ('mode' in request) throw new ConfigurationError('mode: unknown option; it is called cache, with the same values')
    if (!isCacheMode(cache)) throw refuseOption('cache', cache, CACHE_MODE)
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw refuseOption('signal', signal, 'an AbortSignal')
    signal?.throwIfAborted()
    if (typeof ttl !== 'function') milliseconds(ttl, 'ttl')
    checkSchema(schema)
    return {
      key: typeof key === 'string' ? this.#textKey(key) : this.#key(canonicalJson(key)),
      api: undefined,
      operation,
      mode: cache,
      maxStaleness: maxStaleness === undefined ? this.#defaults.maxStaleness : milliseconds(maxStaleness, 'maxStaleness'),
      atLeast: atLeast === undefined ? NONE : typeof atLeast === 'string' ? [atLeast] : atLeast,
    }
  }
}

const rejected = async (cause: unknown): Promise<never> => {
  throw cause
}

const MAX_REMEMBERED_KEYS = 10_000
const LONGEST_REMEMBERED_KEY = 512

const NONE: readonly PositionToken[] = []
