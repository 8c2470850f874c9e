import { ConfigurationError } from '../error/configuration-error.ts'
import { createCrmApi, type CrmApi } from '../generated/crm/index.ts'
import { createMesApi, type MesApi } from '../generated/mes/index.ts'
import type { Auth } from '../transport/authorizer.ts'
import { createApiCaller, type Life, lifeOf, NOBODY, openShared, type SharedParts } from './shared-parts.ts'
import { type CheckedApiOptions, parseIdentity, parseSdkOptions, type SdkOptions } from './sdk-options.ts'

/** A typed client of the MES and CRM APIs whose reads are cached coherently. */
export interface Sdk extends Life {
  /** The MES API. Using it without `mes` options throws a `ConfigurationError`. */
  readonly mes: MesApi
  /** The CRM API. Using it without `crm` options throws a `ConfigurationError`. */
  readonly crm: CrmApi
  /**
   * The same SDK for somebody else: it shares tiers, connections and the invalidation log, and never values. APIs that `auth`
   * leaves out are called without credentials. `close()` of either closes both.
   */
  as(who: Identity): Sdk
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
  const { mes, crm, ...checked } = parseSdkOptions(options)
  return createView(openShared(checked), { mes, crm }, checked.cache.principal ?? NOBODY, { mes: mes?.auth, crm: crm?.auth })
}

type Apis = { readonly [Api in 'mes' | 'crm']: CheckedApiOptions | undefined }
type Credentials = { readonly [Api in 'mes' | 'crm']?: Auth | undefined }

const createView = (shared: SharedParts, apis: Apis, principal: string, auth: Credentials): Sdk => {
  const { mes, crm } = apis
  return {
    mes: mes === undefined ? missing<MesApi>('mes') : createMesApi(createApiCaller(shared, mes, principal, auth.mes)),
    crm: crm === undefined ? missing<CrmApi>('crm') : createCrmApi(createApiCaller(shared, crm, principal, auth.crm)),
    as(who) {
      shared.mustBeOpen()
      const { principal: other, auth: theirs = {} } = parseIdentity(who)
      return createView(shared, apis, other, theirs)
    },
    ...lifeOf(shared),
  }
}

/** An API that was not configured: the first use says so. */
const missing = <Api extends object>(name: string): Api =>
  new Proxy({} as Api, {
    get(_api, property) {
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
      throw new ConfigurationError(`${name}: required to use sdk.${name}.${property}; give its baseUrl to createSdk`)
    },
  })
