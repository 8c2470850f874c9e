import { z } from 'zod'
import { type CacheOptions, parseCacheOptions, principalOption } from '../cache/cache-options.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { durationOption, parseOptions, refuseEmpty } from '../error/options.ts'
import { DURATION_FORMS, type Duration } from '../foundation/duration.ts'
import type { Auth } from '../transport/authorizer.ts'
import { isDispatcher } from '../transport/fetch-dispatcher.ts'
import type { Dispatcher } from '../transport/host.ts'
import { authOption, urlOption } from './auth-options.ts'
import { tmpdir } from 'node:os'
import type { Clock } from '../foundation/clock.ts'
import { DigestMemory } from '../model/digest-memory.ts'
import type { ModelOptions } from '../model/open-model.ts'
import { type TelemetryOptions, telemetryShape } from './telemetry.ts'

const MAX_BYTES = 'an integer >= 1'

/** Options of price calculations. */
export interface PricingOptions {
  /**
   * Whether the digest of a file is remembered for as long as the file's path, size, times and inode stay the same, so that it is not
   * read again. Default `true`.
   */
  readonly rememberDigests?: boolean
  /** Largest model that is taken, in bytes. Default 4 GiB. The API takes no more. */
  readonly maxModelBytes?: number
  /** Folder for models that come as a stream, each in a file that is removed when it is no longer needed. Default: the system's. */
  readonly spoolFolder?: string
}

const FOLDER = 'a path'

export const pricingSchema = z.strictObject({
  rememberDigests: z.boolean('true or false').default(true),
  maxModelBytes: z
    .int(MAX_BYTES)
    .min(1, MAX_BYTES)
    .default(4 * 1024 ** 3),
  spoolFolder: z.string(FOLDER).min(1, FOLDER).optional(),
})

export const toModelOptions = (
  { rememberDigests, maxModelBytes, spoolFolder }: z.output<typeof pricingSchema>,
  clock: Clock,
): ModelOptions => ({
  clock,
  rememberDigests: rememberDigests ? new DigestMemory({ wallNow: () => clock.wallNow() }) : undefined,
  maxModelBytes,
  spoolFolder: spoolFolder ?? tmpdir(),
})

/** How to reach one API. */
export interface ApiOptions {
  /** Absolute http or https URL with the version, such as `https://mes.example/v1`. */
  readonly baseUrl: string
  /** An API key, a bearer token or a function that fetches one, or client credentials of OAuth2. Default: no credentials. */
  readonly auth?: Auth
  /**
   * Who appends the invalidations of commands to the log: this client after each success, or the server after its commit; both
   * together do no harm. Default `client`.
   */
  readonly invalidates?: 'client' | 'server'
  /**
   * Sends the requests to this API, to its token server and to the storage of its uploads, in place of `globalThis.fetch`. It is called as
   * `fetch` is, with `dispatcher` in its options. Default: the `fetch` of the process at the time of each call.
   */
  readonly fetch?: typeof globalThis.fetch
  /**
   * Connections of these requests: a proxy, client certificates (mTLS) or a pool, such as `ProxyAgent` and `Agent` of undici, in the major
   * version that Node has (`process.versions.undici`). The client does not close it. Default: those of the process, with its proxy.
   */
  readonly dispatcher?: Dispatcher
}

/** Options that hold for all APIs of a client. */
export interface CommonOptions extends TelemetryOptions {
  /** Default: memory alone, in one process. With `cache.redis` a `cache.principal` is required: values never cross principals. */
  readonly cache?: CacheOptions
  /** Time limit of a call, retries included; no other limit holds, so that it may be `20m`. Default `30s`. */
  readonly timeout?: Duration
  /**
   * Time limit of each attempt, its body included; an attempt that takes longer is made again where the call may be repeated.
   * Default: none but that of the call.
   */
  readonly attemptTimeout?: Duration
  /** Further attempts after a failed one, 0 to 10, for calls that may be repeated. Default 2. */
  readonly retries?: number
  /**
   * Name of the application, which APIs and token servers see in `User-Agent`: `mes-crm-sdk/0.1.0 node/24.21.0 (appName)`. 1 to 100
   * printable ASCII characters without parentheses and backslashes. Default: none.
   */
  readonly appName?: string
  /** Largest answer that is read, in bytes after decompression. An integer >= 1, default 8 MiB. */
  readonly maxResponseBytes?: number
  /**
   * Values in the JSON of an answer, at most: objects and lists, and the commas between what they have. Each takes time to check, in
   * members that no schema names as well. An integer from 1 to 100,000,000, default 250,000.
   */
  readonly maxResponseValues?: number
  /** Objects and lists within each other in the JSON of an answer, at most. An integer from 1 to 490, default 100. */
  readonly maxResponseLevels?: number
}

/** Options of `createSdk`. At least one of `mes` and `crm` is given. */
export interface SdkOptions extends CommonOptions {
  /** The MES API. Left out: using `sdk.mes` throws. */
  readonly mes?: ApiOptions
  /** The CRM API. Left out: using `sdk.crm` throws. */
  readonly crm?: ApiOptions
  /** Price calculations: how models are read. */
  readonly pricing?: PricingOptions
}

/** Options of a client of one API. */
export interface ClientOptions extends ApiOptions, CommonOptions {}

const VALUES = 'an integer from 1 to 100000000'
/** Below the levels that a cached value may have, since prices are kept within an object. */
const LEVELS = 'an integer from 1 to 490'
const APP_NAME = '1 to 100 printable ASCII characters without parentheses and backslashes'
const RETRIES = 'an integer from 0 to 10'

const apiSchema = z.strictObject({
  baseUrl: urlOption(),
  auth: authOption().optional(),
  invalidates: z.enum(['client', 'server'], "'client' or 'server'").default('client'),
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === 'function', 'a function').optional(),
  dispatcher: z.custom<Dispatcher>(isDispatcher, 'an object with a method dispatch').optional(),
})

const limitOption = () => durationOption().refine((milliseconds) => milliseconds > 0, `${DURATION_FORMS}, above 0`)

/** The one table of defaults. */
const commonSchema = z.strictObject({
  cache: z.unknown().optional(),
  timeout: limitOption().default(30_000),
  attemptTimeout: limitOption().optional(),
  retries: z.int(RETRIES).min(0, RETRIES).max(10, RETRIES).default(2),
  appName: z
    .string(APP_NAME)
    .regex(/^[\x20-\x27\x2a-\x5b\x5d-\x7e]{1,100}$/, APP_NAME)
    .optional(),
  maxResponseBytes: z
    .int(MAX_BYTES)
    .min(1, MAX_BYTES)
    .default(8 * 1024 * 1024),
  maxResponseValues: z.int(VALUES).min(1, VALUES).max(100_000_000, VALUES).default(250_000),
  maxResponseLevels: z.int(LEVELS).min(1, LEVELS).max(490, LEVELS).default(100),
  ...telemetryShape,
})

export const sdkSchema = z.strictObject({
  mes: apiSchema.optional(),
  crm: apiSchema.optional(),
  pricing: pricingSchema.prefault({}),
  ...commonSchema.shape,
})
export const clientSchema = z.strictObject({ ...apiSchema.shape, ...commonSchema.shape })

const authSchema = authOption().optional()
const identitySchema = z.strictObject({
  principal: principalOption(),
  auth: z.strictObject({ mes: authSchema, crm: authSchema }).optional(),
})
const clientIdentitySchema = z.strictObject({ principal: principalOption(), auth: authSchema })

/** @throws {ConfigurationError} */
export const parseIdentity = (given: unknown) => {
  const { auth } = { ...(given as { readonly auth?: unknown } | undefined) }
  if (typeof auth === 'object' && auth !== null) refuseEmpty(auth, ['mes', 'crm'], 'auth')
  return parseOptions(identitySchema, given)
}

/** @throws {ConfigurationError} */
export const parseClientIdentity = (given: unknown) => {
  if (typeof given === 'object' && given !== null) refuseEmpty(given, ['auth'])
  return parseOptions(clientIdentitySchema, given)
}

export type CheckedApiOptions = z.output<typeof apiSchema>
/** The options of a client that are not about one of its APIs. */
export type CheckedCommonOptions = Omit<z.output<typeof commonSchema>, 'cache'> & { readonly cache: CheckedCache }
type CheckedCache = ReturnType<typeof parseCache>

/** @throws {ConfigurationError} */
export const parseSdkOptions = (given: SdkOptions) => {
  if (typeof given === 'object' && given !== null) refuseEmpty(given, ['mes', 'crm', 'cache'])
  const { cache: _cache, ...checked } = parseOptions(sdkSchema, given)
  for (const api of ['mes', 'crm'] as const) refuseEmpty(given[api] ?? {}, ['auth'], api)
  if (checked.mes === undefined && checked.crm === undefined) {
    throw new ConfigurationError('options: expected mes or crm, got neither')
  }
  return { ...checked, cache: parseCache(given.cache) }
}

/** @throws {ConfigurationError} */
export const parseClientOptions = (given: ClientOptions) => {
  if (typeof given === 'object' && given !== null) refuseEmpty(given, ['auth', 'cache'])
  const { cache: _cache, baseUrl, auth, invalidates, fetch, dispatcher, ...checked } = parseOptions(clientSchema, given)
  return { api: { baseUrl, auth, invalidates, fetch, dispatcher }, ...checked, cache: parseCache(given.cache) }
}

const parseCache = (given: CacheOptions | undefined) => {
  const cache = parseCacheOptions(given ?? {}, 'cache')
  if (cache.redis !== undefined && cache.principal === undefined) {
    throw new ConfigurationError(
      'cache.principal: required with cache.redis; say who the values belong to, for example "partner:42"',
    )
  }
  return cache
}
