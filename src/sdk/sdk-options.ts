import { z } from 'zod'
import { type CacheOptions, parseCacheOptions } from '../cache/cache-options.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { durationOption, parseOptions, refuseEmpty } from '../error/options.ts'
import type { Duration } from '../foundation/duration.ts'
import type { Auth } from '../transport/authorizer.ts'

/** How to reach one API. */
export interface ApiOptions {
  /** Absolute http or https URL with the version, such as `https://mes.example/v1`. */
  readonly baseUrl: string
  /** An API key, or a bearer token or a function that fetches one. Default: no credentials. */
  readonly auth?: Auth
  /**
   * Who appends the invalidations of commands to the log: this client after each success, or the server after its commit. Default `client`;
   * both together do no harm.
   */
  readonly invalidates?: 'client' | 'server'
}

/** Options of `createSdk`. At least one of `mes` and `crm` is given. */
export interface SdkOptions {
  readonly mes?: ApiOptions
  readonly crm?: ApiOptions
  /** Default: memory alone, in one process. With `cache.redis` a `cache.principal` is required: values never cross principals. */
  readonly cache?: CacheOptions
  /** Time limit of a call, retries included. Default `30s`. */
  readonly timeout?: Duration
  /** Further attempts after a failed one, 0 to 10, for calls that may be repeated. Default 2. */
  readonly retries?: number
}

const BASE_URL = 'an absolute http or https URL'
const AUTH = '{ apiKey: text } or { bearer: text or function }'
const RETRIES = 'an integer from 0 to 10'

const isAuth = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const [[name, secret] = [], ...more] = Object.entries(value)
  if (more.length > 0) return false
  if (name === 'apiKey') return isText(secret)
  return name === 'bearer' && (isText(secret) || typeof secret === 'function')
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

const isBaseUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '') && URL.parse(value)?.search === ''

const apiSchema = z.strictObject({
  baseUrl: z.custom<string>(isBaseUrl, BASE_URL),
  auth: z.custom<Auth>(isAuth, AUTH).optional(),
  invalidates: z.enum(['client', 'server'], "'client' or 'server'").default('client'),
})

/** The one table of defaults. */
const schema = z.strictObject({
  mes: apiSchema.optional(),
  crm: apiSchema.optional(),
  cache: z.unknown(),
  timeout: durationOption().default(30_000),
  retries: z.int(RETRIES).min(0, RETRIES).max(10, RETRIES).default(2),
})

export type CheckedApiOptions = z.output<typeof apiSchema>
export type CheckedSdkOptions = ReturnType<typeof parseSdkOptions>

/** @throws {ConfigurationError} */
export const parseSdkOptions = (given: SdkOptions) => {
  if (typeof given === 'object' && given !== null) refuseEmpty(given, ['mes', 'crm', 'cache'])
  const { cache: givenCache, ...checked } = parseOptions(schema, given)
  for (const api of ['mes', 'crm'] as const) refuseEmpty(given[api] ?? {}, ['auth'], api)
  if (checked.mes === undefined && checked.crm === undefined) {
    throw new ConfigurationError('options: expected mes or crm, got neither')
  }
  const cache = parseCacheOptions(given.cache ?? {}, 'cache')
  if (cache.redis !== undefined && cache.principal === undefined) {
    throw new ConfigurationError('cache.principal: required with cache.redis; say who the values belong to, for example "partner:42"')
  }
  return { ...checked, cache }
}
