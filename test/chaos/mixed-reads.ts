import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Cache,
  createCache,
  type LoadContext,
  readCachePosition,
  type RedisSource,
  type ReadRequest,
} from 'mes-crm-sdk/cache'
import type { Read } from '../support/history.ts'
import type { OriginClient } from './origin.ts'

/** What one read of a mixture came to. */
export interface MixedRead {
  readonly version: number
  readonly source: Read['source']
  /** In milliseconds. */
  readonly maxStaleness: number
  /** Whether the promise covers the answer: one that stands in for an origin that failed is outside it. */
  readonly isPromised: boolean
}

/** Readers of one process that ask for everything a read can ask for. */
export interface Mixture {
  read(register: number): Promise<MixedRead>
  close(): Promise<void>
}

export interface MixtureOptions {
  readonly redis: RedisSource
  readonly namespace: string
  readonly maxStaleness: number
}

interface Value {
  readonly version: number
  readonly padding: string
}

interface Way {
  readonly request?: Partial<ReadRequest<Value>>
  /** Whether the load goes through a caching server in front of the origin. */
  readonly isStacked?: boolean
  /** Whether it is read together with its neighbours. */
  readonly isOfMany?: boolean
}

const TTL = '3s'
/** Each is as likely as the others. */
const WAYS: readonly Way[] = [
  {},
  {},
  { request: { maxStaleness: 0 } },
  { request: { staleWhileRevalidate: '20s' } },
  { request: { staleIfError: '10m', negativeTtl: '1s' } },
  { isStacked: true },
  { request: { lease: true } },
  { isOfMany: true },
  { request: { cache: 'reload' } },
]

/** One value in so many is large. */
const LARGE = 10
const PADDING = 'order of a ring in gold; '.repeat(1_000)

/** A bound of liveness: a process that was stopped under way for longer than the default of 30 s has loads that end late. */
export const LOADS = { timeout: '10m' } as const

/** Values that are read together. */
const TOGETHER = 5

const valueOf = (register: number, version: number): Value => ({ version, padding: register % LARGE === 0 ? PADDING : '' })

/** A server's loads are part of no load of its client, although here they run in one process. */
const outside = AsyncLocalStorage.snapshot()

export const createMixture = (
  cache: Cache,
  origin: OriginClient,
  { redis, namespace, maxStaleness }: MixtureOptions,
): Mixture => {
  const server = createCache({ redis, namespace, maxStaleness, principal: 'server', loads: LOADS })
  const requestOf = (register: number): ReadRequest<Value> => ({
    key: ['mixed', register],
    ttl: TTL,
    tags: [`register:${register}`],
  })
  const load = async (register: number): Promise<Value> => valueOf(register, await origin.read(register))
  const serve = (register: number, { cachePosition }: LoadContext): Promise<Value> =>
    outside(() =>
      server.getOrLoad({ ...requestOf(register), ...readCachePosition({ 'cache-position': cachePosition }) }, () =>
        load(register),
      ),
    )
  const readMany = async (register: number): Promise<MixedRead> => {
    const ids = Array.from({ length: TOGETHER }, (_, index) => Math.max(0, register - index))
    const loaded = new Set<number>()
    const { tags: _tags, ...common } = requestOf(register)
    const request = {
      ...common,
      ids,
      key: (id: number) => requestOf(id).key,
      tags: (_value: Value, id: number) => [`register:${id}`],
    }
    const [value] = await cache.getMany(request, (missing) =>
      Promise.all(
        missing.map((id) => {
          loaded.add(id)
          return load(id)
        }),
      ),
    )
    if (value === undefined) throw new Error('getMany returned nothing')
    return { version: value.version, source: loaded.has(register) ? 'origin' : 'redis', maxStaleness, isPromised: true }
  }
  return {
    async read(register) {
      const { request = {}, isStacked = false, isOfMany = false } = WAYS[Math.floor(Math.random() * WAYS.length)] ?? {}
      if (isOfMany) return readMany(register)
      const plan = { ...requestOf(register), ...request }
      const { value, source, state } = await cache.read(plan, (context) =>
        isStacked ? serve(register, context) : load(register),
      )
      return {
        version: value.version,
        source,
        maxStaleness: plan.maxStaleness === 0 ? 0 : maxStaleness,
        isPromised: state === 'fresh' || request.staleIfError === undefined,
      }
    },
    close: async () => void (await server.close()),
  }
}
