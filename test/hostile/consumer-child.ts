import { Readable } from 'node:stream'
import { Redis } from 'ioredis'
import { type Cache, createCache, type RedisSource } from '../../src/cache.ts'
import { type ApiOptions, createSdk, isSdkError, type Sdk } from '../../src/index.ts'
import { serve } from '../support/child.ts'
import { binaryStl, box } from '../support/solids.ts'

/** A consumer of the package, as its users' processes are: nothing here catches what escapes a promise. */

interface OpenParameters {
  readonly id: string
  readonly source: RedisSource
  /** Instead of `source`, the options of an ioredis instance that the cache is given. */
  readonly instance?: { readonly host: string; readonly port: number }
  readonly namespace: string
}

interface OpenSdkParameters {
  readonly id: string
  readonly baseUrl: string
  readonly auth: NonNullable<ApiOptions['auth']>
}

const caches = new Map<string, Cache>()
const sdks = new Map<string, Sdk>()
let reads = 0

const cacheOf = (id: string): Cache => {
  const cache = caches.get(id)
  if (cache === undefined) throw new Error(`no cache ${id}`)
  return cache
}

const sdkOf = (id: string): Sdk => {
  const sdk = sdks.get(id)
  if (sdk === undefined) throw new Error(`no SDK ${id}`)
  return sdk
}

let edge = 1

/** The most processor time that one turn of the event loop took, in milliseconds; other processes do not count in it. */
let longestTurnMs = 0
let lastUsage = process.threadCpuUsage()
const watchTurns = (): void => {
  const { user, system } = process.threadCpuUsage(lastUsage)
  longestTurnMs = Math.max(longestTurnMs, (user + system) / 1_000)
  lastUsage = process.threadCpuUsage()
}
setInterval(watchTurns, 5).unref()

serve({
  open: ({ id, source, instance, namespace }: OpenParameters) => {
    const redis = instance === undefined ? source : new Redis({ ...instance, lazyConnect: true })
    caches.set(id, createCache({ redis, namespace, redisDeadline: '200ms', maxStaleness: '200ms' }))
  },
  /** Reads, one after the other, of every kind; each has to be answered. Returns the status of an invalidation. */
  use: async ({ id }: { readonly id: string }) => {
    const cache = cacheOf(id)
    const expected = reads++
    const answers = await Promise.all([
      cache.getOrLoad({ key: ['cold', id, expected], ttl: '1h', tags: [`order:${expected % 5}`] }, () => expected),
      cache.getOrLoad({ key: ['leased', id, expected], ttl: '1h', tags: ['leased'], lease: true }, () => expected),
      cache.getOrLoad({ key: ['always', id], ttl: 0, tags: ['leased'], maxStaleness: 0 }, () => expected),
    ])
    if (answers.some((answer) => answer !== expected)) throw new Error(`read ${JSON.stringify(answers)}, not ${expected}`)
    return (await cache.invalidate([`order:${expected % 5}`])).status
  },
  close: async ({ id }: { readonly id: string }) => {
    const cache = cacheOf(id)
    caches.delete(id)
    await cache.close()
  },
  openSdk: ({ id, baseUrl, auth }: OpenSdkParameters) => {
    sdks.set(id, createSdk({ mes: { baseUrl, auth }, timeout: '2s', attemptTimeout: '500ms', retries: 1 }))
  },
  /** A call; `answered`, or the kind of its error. Anything else that is thrown is a failure. */
  call: async ({ id, calculates }: { readonly id: string; readonly calculates: boolean }) => {
    try {
      const { mes } = sdkOf(id)
      if (calculates)
        await mes.quotes.calculate({
          model: Readable.from([binaryStl(box([2, 2, (edge += 1)], [0, 0, 0]))]),
          fileName: 'ring.stl',
          materialCode: 'AU585',
          quantity: 1,
          currency: 'EUR',
        })
      else await mes.orders.get(`ord_${reads++}`)
      return 'answered'
    } catch (error) {
      if (isSdkError(error)) return error.kind
      throw error
    }
  },
  closeSdk: async ({ id }: { readonly id: string }) => {
    await sdkOf(id).close()
    sdks.delete(id)
  },
  longestTurnMs: () => longestTurnMs,
  /** Nothing is open any longer; the process has to end by itself. */
  leave: () => void setImmediate(() => process.disconnect()),
})
