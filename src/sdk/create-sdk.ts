import type { Cache } from '../cache/cache.ts'
import { closeAfter } from '../cache/closing.ts'
import { openCache } from '../cache/open-cache.ts'
import type { Invalidation } from '../coherence/invalidation.ts'
import { ClosedError } from '../error/closed-error.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { RunningWork } from '../foundation/running-work.ts'
import { createCrmApi, type CrmApi } from '../generated/crm/index.ts'
import { createMesApi, type MesApi } from '../generated/mes/index.ts'
import { ownerOf } from '../key/cache-key.ts'
import { checkTags } from '../key/tag.ts'
import { createCaller } from '../operation/executor.ts'
import type { OperationCaller } from '../operation/caller.ts'
import { type Auth, createAuthorizer } from '../transport/authorizer.ts'
import { createKyTransport } from '../transport/ky-transport.ts'
import { type CheckedApiOptions, type CheckedSdkOptions, parseIdentity, parseSdkOptions, type SdkOptions } from './sdk-options.ts'

/** A typed client of the MES and CRM APIs whose reads are cached coherently. */
export interface Sdk extends AsyncDisposable {
  /** The MES API. Using it without `mes` options throws a `ConfigurationError`. */
  readonly mes: MesApi
  /** The CRM API. Using it without `crm` options throws a `ConfigurationError`. */
  readonly crm: CrmApi
  /** Makes every cached value with one of the tags invalid, in every process of the namespace. */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /**
   * The same SDK for somebody else: it shares tiers, connections and the invalidation log, and never values. APIs that `auth`
   * leaves out are called
   * without credentials. `close()` of either closes both.
   */
  as(who: Identity): Sdk
  /** Settles when the invalidation log was reached for the first time. */
  ready(): Promise<void>
  /**
   * Waits for commands under way and appends what is queued, a second for each at most, and disconnects. Reads under way are
   * answered by the API; calls that begin later reject with a `ClosedError`. Returns how many commands and tags were left: what
   * they changed may be cached elsewhere until its lifetime ends. Called again, it returns the same promise. A process that only
   * read need not call it: it exits by itself.
   */
  close(): Promise<number>
}

/** Whom an SDK speaks for. */
export interface Identity {
  /** Who the values belong to, and in which role: `staff:operator`. */
  readonly principal: string
  readonly auth?: { readonly mes?: Auth; readonly crm?: Auth }
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
  const commands = new RunningWork()
  let closing: Promise<number> | undefined
  const shared: SharedParts = {
    checked,
    clock,
    cache,
    isClosed: () => closing !== undefined,
    close: () => (closing ??= closeAfter(commands, cache)),
    commands,
  }
  const { mes, crm, cache: { principal } } = checked
  return createView(shared, principal ?? NOBODY, { mes: mes?.auth, crm: crm?.auth })
}

/** The owner of values without a principal; a principal cannot be called so. */
const NOBODY = ''

/** What all views of one SDK share. */
interface SharedParts {
  readonly checked: CheckedSdkOptions
  readonly clock: Clock
  readonly cache: Cache
  readonly isClosed: () => boolean
  readonly close: () => Promise<number>
  readonly commands: RunningWork
}

type Credentials = { readonly [Api in 'mes' | 'crm']?: Auth | undefined }

const createView = (shared: SharedParts, principal: string, auth: Credentials): Sdk => {
  const { checked: { mes, crm }, cache: { coherence }, isClosed, close } = shared
  const mustBeOpen = (): void => {
    if (isClosed()) throw new ClosedError('SDK')
  }
  return {
    mes: mes === undefined ? missing<MesApi>('mes') : createMesApi(createApiCaller(shared, mes, principal, auth.mes)),
    crm: crm === undefined ? missing<CrmApi>('crm') : createCrmApi(createApiCaller(shared, crm, principal, auth.crm)),
    async invalidate(tags) {
      mustBeOpen()
      return coherence.invalidate(checkTags(tags))
    },
    as(who) {
      mustBeOpen()
      const { principal: other, auth: theirs = {} } = parseIdentity(who)
      return createView(shared, other, theirs)
    },
    ready: () => coherence.ready(),
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
}

const createApiCaller = (shared: SharedParts, api: CheckedApiOptions, principal: string, auth: Auth | undefined): OperationCaller => {
  const { checked, cache, clock, isClosed, commands } = shared
  return createCaller({
    cache,
    api: {
      baseUrl: api.baseUrl,
      invalidates: api.invalidates,
      transport: createKyTransport({
        authorizer: createAuthorizer(auth),
        clock,
        retries: checked.retries,
        maxResponseBytes: checked.maxResponseBytes,
      }),
    },
    owner: ownerOf(principal),
    defaults: { timeoutMs: checked.timeout, maxStaleness: checked.cache.maxStaleness },
    wallNow: () => clock.wallNow(),
    isClosed,
    commands,
  })
}

/** An API that was not configured: the first use says so. */
const missing = <Api extends object>(name: string): Api =>
  new Proxy({} as Api, {
    get(_api, property) {
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
      throw new ConfigurationError(`${name}: required to use sdk.${name}.${property}; give its baseUrl to createSdk`)
    },
  })
