import { z } from 'zod'
import { ConfigurationError } from '../error/configuration-error.ts'
import { durationOption, parseOptions, refuseEmpty } from '../error/options.ts'
import { DURATION_FORMS, type Duration } from '../foundation/duration.ts'
import { isPrincipal, PRINCIPAL } from '../key/cache-key.ts'
import type { RedisSource } from '../redis/redis-source.ts'
import { redisOption } from './redis-option.ts'

/** Options of `createCache`, and of `cache` in `createSdk`. */
export interface CacheOptions {
  /**
   * The shared tier and the invalidation log: a `redis://` or `rediss://` URL, ioredis options, or an ioredis `Redis` or
   * `Cluster`, whose settings are taken over and which stays its owner's to close. Left out: one process, an in-process log.
   * Present but empty is refused. In options, `username` and `password` may be functions, async ones too, which are asked at every
   * connection: for passwords that are rotated and tokens that expire. So may `sentinelUsername` and `sentinelPassword`.
   *
   * - Behind Sentinel: `{ sentinels: [{ host, port }, …], name: 'orders' }`; the master is asked for at every connection.
   * - A Redis Cluster: `{ cluster: [{ host, port }, …], … }` with some of its nodes; what stands beside (credentials, `tls`,
   *   `natMap`) holds for every node. The log lives on the master of the namespace's slot, entries on all masters.
   */
  readonly redis?: RedisSource
  /** Name of the installation: everyone who shares it shares one invalidation log. Required with `redis`. Default `default`. */
  readonly namespace?: string
  /** Who the values belong to, and in which role: `partner:42`, `mes-api`. Two principals never share a value. */
  readonly principal?: string
  /** How long after an invalidation a read may miss it, at most. Default `1s`; 0 asks the log at every read. */
  readonly maxStaleness?: Duration
  /** Bounds of the memory tier. */
  readonly memory?: {
    /**
     * What all entries together may take of the heap, in bytes, as an estimate that counts values, keys, tags and the entries
     * themselves. An integer >= 1, default 64 MiB.
     */
    readonly maxBytes?: number
    /** What one entry may take of it; a larger one is reported as `oversize` and read from the next tier. An integer >= 1, default 8 MiB. */
    readonly maxValueBytes?: number
  }
  /** Bounds of the values in Redis. */
  readonly shared?: {
    /**
     * Bytes of JSON, before compression; a larger value is reported as `oversize` and kept in memory alone, and so is one that takes
     * more than 82 KiB in Redis for each millisecond of `redisDeadline`. An integer >= 1, default 8 MiB.
     */
    readonly maxValueBytes?: number
    /** Bytes of JSON above which a value is compressed with zstd. An integer >= 0, default 16 KiB; the value of `maxValueBytes` switches it off. */
    readonly compressAbove?: number
  }
  /** How many loads may be under way: a bulkhead for the origin behind a cache that is empty or out of order. */
  readonly loads?: {
    /** Loads of one operation at a time, in this process; more wait for their turn. 1 to 100,000, default 100. */
    readonly maxConcurrent?: number
    /** Loads of one operation that may wait; more are refused with an `OverloadError`. 0 to 1,000,000, default 10,000. */
    readonly maxWaiting?: number
    /**
     * Time limit of one load of `createCache`: its signal is aborted then, and those who wait for it get a `TimeoutError`, whether it
     * ends or not. A read with `lease` waits for other processes for half of it, then loads. Loads of an API's operations have the time
     * of their calls instead. Above 0, default `30s`.
     */
    readonly timeout?: Duration
  }
  /** How long one Redis command may take before the read goes on without it. Default `100ms`. */
  readonly redisDeadline?: Duration
  /**
   * Whether scripts run as functions of Redis 7 (`FCALL`), which an administrator has loaded from `protocol/functions.lua`, instead of
   * as text (`EVAL`). For a Redis user who may not run scripts of its own. Where the functions are not loaded, invalidations are queued
   * and loads have no leases. Default `false`.
   */
  readonly redisFunctions?: boolean
}

const ALLOWED_NAMESPACE = '1 to 64 characters of A-Z a-z 0-9 . _ -'
const CONCURRENT = 'an integer from 1 to 100000'
const WAITING = 'an integer from 0 to 1000000'

const MEBIBYTE = 1024 * 1024

const bytesOption = (least: number, otherwise: number) => {
  const allowed = `an integer >= ${least}`
  return z.int(allowed).min(least, allowed).default(otherwise)
}

export const principalOption = () => z.string(PRINCIPAL).refine(isPrincipal, PRINCIPAL)

/** The one table of defaults. */
export const cacheSchema = z.strictObject({
  redis: redisOption().optional(),
  namespace: z
    .string(ALLOWED_NAMESPACE)
    .regex(/^[A-Za-z0-9._-]{1,64}$/, ALLOWED_NAMESPACE)
    .default('default'),
  principal: principalOption().optional(),
  maxStaleness: durationOption().default(1_000),
  memory: z
    .strictObject({
      maxBytes: bytesOption(1, 64 * MEBIBYTE),
      maxValueBytes: bytesOption(1, 8 * MEBIBYTE),
    })
    .prefault({}),
  shared: z
    .strictObject({
      maxValueBytes: bytesOption(1, 8 * MEBIBYTE),
      compressAbove: bytesOption(0, 16 * 1024),
    })
    .prefault({}),
  loads: z
    .strictObject({
      maxConcurrent: z.int(CONCURRENT).min(1, CONCURRENT).max(100_000, CONCURRENT).default(100),
      maxWaiting: z.int(WAITING).min(0, WAITING).max(1_000_000, WAITING).default(10_000),
      timeout: durationOption()
        .refine((milliseconds) => milliseconds > 0, `${DURATION_FORMS}, above 0`)
        .default(30_000),
    })
    .prefault({}),
  redisDeadline: durationOption()
    .refine((milliseconds) => milliseconds > 0, `${DURATION_FORMS}, above 0`)
    .default(100),
  redisFunctions: z.boolean('true or false').default(false),
})

export type CheckedCacheOptions = z.output<typeof cacheSchema>

/** @throws {ConfigurationError} */
export const parseCacheOptions = (given: CacheOptions, prefix = ''): CheckedCacheOptions => {
  if (typeof given === 'object' && given !== null) refuseEmpty(given, ['redis', 'namespace', 'principal'], prefix)
  const checked = parseOptions(cacheSchema, given, prefix)
  if (checked.redis !== undefined && !Object.hasOwn(given, 'namespace')) {
    throw new ConfigurationError(
      `${[prefix, 'namespace'].filter(Boolean).join('.')}: required with redis; name the installation, for example "prod"`,
    )
  }
  return checked
}
