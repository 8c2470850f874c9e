import { types } from 'node:util'
import type { PositionToken } from '../coherence/position-token.ts'
import { refuseOption } from '../error/configuration-error.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import type { Json } from '../key/json.ts'
import type { LoadContext, Question, CacheMode, ReadPlan } from './read-plan.ts'
import { checkValue, meets, type ValueSchema } from './value-schema.ts'

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
  /** `use` answers from the cache where it may, `reload` loads and fills, `bypass` loads and leaves the cache alone. Default `use`. */
  readonly cache?: CacheMode
  /**
   * One load over the whole fleet: a process that misses waits for the one that loads already, for as long as this read may wait. A
   * holder that dies is followed within 3 s. Without effect without Redis, while Redis cannot be asked, with `cache: 'reload'` and
   * `'bypass'`, and with positions that only the origin has reached. Default false.
   */
  readonly lease?: boolean
  /**
   * What the value has to be, such as a zod schema: a value in Redis that breaks it, perhaps from before an upgrade, is a miss, and a
   * loaded one is refused. The value itself is what `load` returned, whatever the schema makes of it. One key, one schema:
   * a value in memory was checked when it came there. An error has the first 20 issues; how many the schema looks for is its own affair.
   * Default none.
   */
  readonly schema?: ValueSchema
  /** Rejects this read with the signal's reason; the load goes on while others wait for it. */
  readonly signal?: AbortSignal
}

export type Loader<T> = (context: LoadContext) => Promise<T> | T

/** What to read of many, each kept under a key of its own. */
export interface ManyRequest<Id, T> extends Omit<ReadRequest<T>, 'key' | 'ttl' | 'tags'> {
  /** What to read, in the order of the values; the same one twice is read once. */
  readonly ids: readonly Id[]
  /** The key of one: the same as of `getOrLoad`, which shares the value. */
  readonly key: (id: Id) => Json
  /** As of `getOrLoad`, for each one. */
  readonly ttl: Duration | ((value: T, id: Id) => Duration)
  /** As of `getOrLoad`, for each one. */
  readonly tags: readonly string[] | ((value: T, id: Id) => readonly string[])
}

/** The request of one of many. */
export const requestOf = <Id, T>({ ids: _ids, key, ttl, tags, ...request }: ManyRequest<Id, T>, id: Id): ReadRequest<T> => ({
  ...request,
  key: keyOf(key(id)),
  ttl: typeof ttl === 'function' ? (value) => ttl(value, id) : ttl,
  tags: typeof tags === 'function' ? (value) => tags(value, id) : tags,
})

/** @throws {ConfigurationError} */
const keyOf = (key: Json): Json => {
  if (types.isPromise(key)) throw refuseOption('key', key, 'a function that tells the key of an id at once')
  return key
}

/**
 * The plan of a request.
 *
 * @throws {ConfigurationError}
 */
export const planOf = <T>(
  question: Question,
  { schema, ...request }: ReadRequest<T>,
  load: Loader<T>,
  patienceMs: number,
): ReadPlan => ({
  ...question,
  shared: true,
  lease: leaseOf(request),
  signal: request.signal,
  grace: {
    ifErrorMs: milliseconds(request.staleIfError ?? 0, 'staleIfError'),
    whileRevalidateMs: milliseconds(request.staleWhileRevalidate ?? 0, 'staleWhileRevalidate'),
  },
  patienceMs,
  longestMs: () => longestOf(request),
  maxConcurrentLoads: question.mode === 'bypass' ? undefined : Number.POSITIVE_INFINITY,
  load: async (context) => {
    const value = await load(context)
    if (schema !== undefined) checkValue(schema, value)
    return {
      value,
      ttlMs: lifetimeOf(request, value),
      tags: typeof request.tags === 'function' ? request.tags(value) : request.tags,
      kind: 'value',
    }
  },
  accepts: (value) => schema === undefined || meets(schema, value),
})

const lifetimeOf = <T>({ ttl, negativeTtl }: ReadRequest<T>, value: T): number => {
  if (value === null && negativeTtl !== undefined) return milliseconds(negativeTtl, 'negativeTtl')
  return milliseconds(typeof ttl === 'function' ? ttl(value) : ttl, 'ttl')
}

/** A lifetime that is told by the value is not known before it is loaded, and a reader who keeps nothing says nothing of others. */
const longestOf = <T>({ ttl, negativeTtl }: Pick<ReadRequest<T>, 'ttl' | 'negativeTtl'>): number => {
  if (typeof ttl === 'function') return Number.POSITIVE_INFINITY
  return (
    Math.max(milliseconds(ttl, 'ttl'), negativeTtl === undefined ? 0 : milliseconds(negativeTtl, 'negativeTtl')) ||
    Number.POSITIVE_INFINITY
  )
}

/** @throws {ConfigurationError} */
const leaseOf = ({ lease = false }: { readonly lease?: unknown }): boolean => {
  if (typeof lease !== 'boolean') throw refuseOption('lease', lease, 'true or false')
  return lease
}

/** @throws {ConfigurationError} */
export const milliseconds = (value: Duration, option: string): number => {
  const parsed = parseDuration(value)
  if (parsed === undefined) throw refuseOption(option, value, DURATION_FORMS)
  return parsed
}
