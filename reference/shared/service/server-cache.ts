import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { createCache, readCachePosition, type CacheOptions, type Duration, type Immutable, type Json } from 'mes-crm-sdk/cache'

const READY_WITHIN_MS = 1_000

/** What a server reads through its cache. */
export interface CachedRead<Value> {
  /** Everything that the value depends on, the principal's view included. */
  readonly key: Json
  readonly ttl: Duration
  readonly tags: readonly string[] | ((value: Value) => readonly string[])
}

/** The acknowledgement of an invalidation; null when it could not be appended yet, or when there is no cache. */
export interface Acknowledgement {
  readonly position: string | null
}

/** The cache of a server around its own queries. */
export interface ServerCache {
  /**
   * Reads for a request: what its `Cache-Position` header asks for is kept, so that a client's cache in front of this one
   * never gets less than it knows of. Rejects with what `load` rejects with.
   */
  read<Value>(
    request: FastifyRequest,
    what: CachedRead<Value>,
    load: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Immutable<Value>>
  /** Runs `work`, which commits, and then invalidates the tags of its result. */
  mutate<Result>(
    tags: (result: Result) => readonly string[],
    work: () => Promise<Result>,
  ): Promise<Acknowledgement & { readonly value: Result; readonly status: 'applied' | 'queued' | 'off' }>
  /** Settles when the cache works, or after a second: without Redis a server is slow, not down. */
  ready(): Promise<void>
  /** Reads by where they were answered from. */
  counts(): Readonly<Record<string, number>>
  close(): Promise<void>
}

export function createServerCache(options: CacheOptions | 'off'): ServerCache {
  return options === 'off' ? uncached() : cached(options)
}

function cached(options: CacheOptions): ServerCache {
  const cache = createCache(options)
  const counts: Record<string, number> = {}
  return {
    async read(request, what, load) {
      const { value, source } = await cache.read(
        { ...what, ...readCachePosition(request.headers), signal: request.signal },
        ({ signal }) => load(signal),
      )
      counts[source] = (counts[source] ?? 0) + 1
      return value
    },
    mutate: (tags, work) => cache.mutate(tags, work),
    ready: () => Promise.race([cache.ready(), pause(READY_WITHIN_MS, undefined, { ref: false })]),
    counts: () => ({ ...counts }),
    async close() {
      await cache.close()
    },
  }
}

/** No cache at all: every read is a query. For comparison. */
function uncached(): ServerCache {
  let reads = 0
  return {
    async read<Value>(request: FastifyRequest, _what: CachedRead<Value>, load: (signal: AbortSignal) => Promise<Value>) {
      reads += 1
      return (await load(request.signal)) as Immutable<Value>
    },
    mutate: async (_tags, work) => ({ value: await work(), position: null, status: 'off' }),
    ready: async () => {},
    counts: () => ({ origin: reads }),
    close: async () => {},
  }
}
