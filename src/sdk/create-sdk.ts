import type { Cache } from '../cache/cache.ts'
import { openCache } from '../cache/open-cache.ts'
import type { Invalidation } from '../coherence/coherence.ts'
import { ClosedError } from '../error/closed-error.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { createCrmApi, type CrmApi } from '../generated/crm/index.ts'
import { createMesApi, type MesApi } from '../generated/mes/index.ts'
import { ownerOf } from '../key/cache-key.ts'
import { checkTags } from '../key/tag.ts'
import { createCaller } from '../operation/executor.ts'
import type { OperationCaller } from '../operation/caller.ts'
import { createAuthorizer } from '../transport/authorizer.ts'
import { createKyTransport } from '../transport/ky-transport.ts'
import { type CheckedApiOptions, type CheckedSdkOptions, parseSdkOptions, type SdkOptions } from './sdk-options.ts'

/** A typed client of the MES and CRM APIs whose reads are cached coherently. */
export interface Sdk extends AsyncDisposable {
  /** The MES API. Using it without `mes` options throws a `ConfigurationError`. */
  readonly mes: MesApi
  /** The CRM API. Using it without `crm` options throws a `ConfigurationError`. */
  readonly crm: CrmApi
  /** Makes every cached value with one of the tags invalid, in every process of the namespace. */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /** Settles when the invalidation log was reached for the first time. */
  ready(): Promise<void>
  /** Appends what is queued, for at most a second, and disconnects. Returns how many tags could not be appended. */
  close(): Promise<number>
}

/**
 * Creates a client. It returns at once and connects in the background.
 *
 * @throws {ConfigurationError} naming the option, what was given and what is allowed
 *
 * @example
 * const sdk = createSdk({ mes: { baseUrl: 'https://mes.example/v1', auth: { apiKey } } })
 * const page = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 50 })
 * await sdk.close()
 */
export const createSdk = (options: SdkOptions): Sdk => {
  const checked = parseSdkOptions(options)
  const clock = createClock()
  const cache = openCache(checked.cache)
  let closing: Promise<number> | undefined
  const callerOf = (api: CheckedApiOptions): OperationCaller =>
    createApiCaller({ api, checked, cache, clock, isClosed: () => closing !== undefined })
  const close = (): Promise<number> => (closing ??= cache.coherence.close())
  return {
    mes: checked.mes === undefined ? missing<MesApi>('mes') : createMesApi(callerOf(checked.mes)),
    crm: checked.crm === undefined ? missing<CrmApi>('crm') : createCrmApi(callerOf(checked.crm)),
    invalidate: async (tags) => {
      if (closing !== undefined) throw new ClosedError('SDK')
      return cache.coherence.invalidate(checkTags(tags))
    },
    ready: () => cache.coherence.ready(),
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
}

interface CallerParts {
  readonly api: CheckedApiOptions
  readonly checked: CheckedSdkOptions
  readonly cache: Cache
  readonly clock: Clock
  readonly isClosed: () => boolean
}

const createApiCaller = ({ api, checked, cache, clock, isClosed }: CallerParts): OperationCaller => {
  const authorizer = createAuthorizer(api.auth)
  return createCaller({
    cache,
    api: {
      baseUrl: api.baseUrl,
      invalidates: api.invalidates,
      transport: createKyTransport({ authorizer, clock, retries: checked.retries }),
    },
    owner: ownerOf(checked.cache.principal ?? 'this process'),
    defaults: { timeoutMs: checked.timeout, maxStaleness: checked.cache.maxStaleness },
    wallNow: () => clock.wallNow(),
    isClosed,
  })
}

/** An API that was not configured: the first use says so. */
const missing = <Api extends object>(name: string): Api =>
  new Proxy({} as Api, {
    get(_api, property) {
      if (typeof property === 'symbol') return undefined
      throw new ConfigurationError(`${name}: required to use sdk.${name}.${property}; give its baseUrl to createSdk`)
    },
  })
