import { ConfigurationError, refuseOption } from '../error/configuration-error.ts'
import { createCrmApi, type CrmApi } from '../generated/crm/resources.ts'
import type { ApiCall } from '../operation/api-call.ts'
import type { CallContext } from '../operation/call-context.ts'
import { mergeViewOptions } from '../operation/call-options.ts'
import type { ViewOptions } from '../operation/call-options.ts'
import { createCaller } from '../operation/caller.ts'
import type { RawRequest } from '../operation/raw-request.ts'
import { createRequester, type RawOptions } from '../operation/requester.ts'
import type { Json } from '../key/json.ts'
import type { ModelOptions } from '../model/open-model.ts'
import type { Auth } from '../transport/authorizer.ts'
import type { Transport } from '../transport/transport.ts'
import { type CalculatingMesApi, createCalculatingMesApi } from './calculating-mes-api.ts'
import {
  createContext,
  createUploads,
  hostInstalled,
  type ClientLifecycle,
  lifecycleOf,
  NO_PRINCIPAL,
  openShared,
  type SdkHost,
  type ClientParts,
  viewOf,
} from './client-parts.ts'
import { createReceive, type Receive } from './webhooks.ts'
import { type CheckedApiOptions, parseIdentity, parseSdkOptions, type SdkOptions, toModelOptions } from './sdk-options.ts'

/** A typed client of the MES and CRM APIs whose reads are cached coherently. */
export interface Sdk extends ClientLifecycle {
  /** The MES API. Using it without `mes` options throws a `ConfigurationError`. */
  readonly mes: CalculatingMesApi
  /** The CRM API. Using it without `crm` options throws a `ConfigurationError`. */
  readonly crm: CrmApi
  /**
   * Calls an endpoint that the documents do not describe, with the credentials, retries, middleware and hooks of its API. Its answer
   * is not checked and never cached, and nothing is invalidated: `invalidate` does.
   *
   * @example
   * const report = await sdk.request({ api: 'mes', path: '/reports/monthly', query: { month: '2025-02' } })
   */
  request(request: SdkRequest, options?: RawOptions): ApiCall<Json>
  /**
   * Takes a webhook message of MES: checks it as `mes.webhooks.unwrap` does, invalidates its tags in every process of the namespace, and
   * returns it. Returns `undefined` for a message that was taken before, and for one that is older than one taken before: Redis
   * remembers both for 7 days, without Redis the process does, for the last 10,000. Answer 2xx after it has settled.
   *
   * @throws {WebhookError} for a message that is refused; `ConnectionError` where the invalidation log cannot be reached: answer 503, and
   * MES sends the message again; what `handle` throws; `ClosedError`; `ConfigurationError` for bad arguments
   *
   * @example
   * await sdk.receive(body, request.headers, secret, { handle: (message) => notifyShop(message.data.id, message.data.status) })
   */
  readonly receive: Receive
  /**
   * A view: the same SDK for somebody else. It shares tiers, connections and the invalidation log, and never values. APIs that `auth`
   * leaves out are called without credentials. `close()` of a view ends the view alone; that of the SDK ends all.
   *
   * @throws {ClosedError} once the SDK, or the view, is closed; `ConfigurationError` for a bad identity
   *
   * @example
   * await using mine = sdk.as({ principal: 'partner:42', auth: { mes: { apiKey } } }) // in the handler of a request
   * const orders = await mine.mes.orders.list()
   */
  as(who: Identity): Sdk
  /**
   * A view whose calls are all given these options, as if each call said them; those of a call come first. It shares everything with
   * this one, values too. `close()` of a view ends the view alone.
   *
   * @throws {RequestValidationError} naming the option, what was given and what is allowed; `ClosedError` once it is closed
   *
   * @example
   * const patient = sdk.withOptions({ timeout: '2m', retries: 5 })
   */
  withOptions(options: ViewOptions): Sdk
}

/** A request to an endpoint of one of the APIs that its document does not describe. */
export interface SdkRequest extends RawRequest {
  readonly api: 'mes' | 'crm'
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
export const createSdk = (options: SdkOptions): Sdk =>
  createSdkOn(hostInstalled({ mes: options?.mes?.baseUrl, crm: options?.crm?.baseUrl }), options)

/** `createSdk` with what a test kit gives in place of the process. */
export const createSdkOn = (host: Partial<SdkHost>, options: SdkOptions): Sdk => {
  const { mes, crm, pricing, ...checked } = parseSdkOptions(options)
  const parts = openShared(checked, host)
  const models = toModelOptions(pricing, parts.host.clock)
  const who = { principal: checked.cache.principal ?? NO_PRINCIPAL, auth: { mes: mes?.auth, crm: crm?.auth } }
  const uploads = mes && createUploads(parts, mes)
  return createView({ client: parts, apis: { mes, crm }, uploads, models }, parts, who, undefined)
}

type Apis = { readonly [Api in 'mes' | 'crm']: CheckedApiOptions | undefined }
type Credentials = { readonly [Api in 'mes' | 'crm']?: Auth | undefined }

/** What all views of one SDK share. */
interface SdkParts {
  readonly client: ClientParts
  readonly apis: Apis
  /** `undefined` without an MES. */
  readonly uploads: Transport | undefined
  readonly models: ModelOptions
}

/** Whom a view speaks for. */
interface Speaker {
  readonly principal: string
  readonly auth: Credentials
}

const createView = (whole: SdkParts, shared: ClientParts, who: Speaker, options: ViewOptions | undefined): Sdk => {
  const { client, apis, uploads, models } = whole
  const contextOf = (name: 'mes' | 'crm'): CallContext | undefined => {
    const api = apis[name]
    return api && createContext(shared, api, who.principal, who.auth[name], options)
  }
  const contexts = { mes: contextOf('mes'), crm: contextOf('crm') }
  return {
    mes:
      contexts.mes === undefined || uploads === undefined
        ? missing<CalculatingMesApi>('mes')
        : createCalculatingMesApi(contexts.mes, { uploads, closing: shared.closing, models }),
    crm: contexts.crm === undefined ? missing<CrmApi>('crm') : createCrmApi(createCaller(contexts.crm)),
    receive: contexts.mes === undefined ? refuseReceive : createReceive(contexts.mes),
    request({ api, ...request }, options) {
      const context = api === 'mes' || api === 'crm' ? contexts[api] : undefined
      if (context === undefined) throw refuseOption('api', api, "'mes' or 'crm', with its baseUrl given to createSdk")
      return createRequester(context, api)(request, options)
    },
    as(other) {
      shared.mustBeOpen()
      const { principal, auth = {} } = parseIdentity(other)
      return createView(whole, viewOf(client), { principal, auth }, options)
    },
    withOptions(further) {
      shared.mustBeOpen()
      return createView(whole, viewOf(client), who, mergeViewOptions(options, further))
    },
    ...lifecycleOf(shared),
  }
}

const refuseReceive: Receive = async () => {
  throw new ConfigurationError('mes: required to use sdk.receive; give its baseUrl to createSdk')
}

/** An API that was not configured: the first use says so. */
const missing = <Api extends object>(name: string): Api =>
  new Proxy({} as Api, {
    get(_api, property) {
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
      throw new ConfigurationError(`${name}: required to use sdk.${name}.${property}; give its baseUrl to createSdk`)
    },
  })
