import { mergeViewOptions } from '../operation/call-options.ts'
import type { OperationCaller } from '../operation/caller.ts'
import type { ViewOptions } from '../operation/call-options.ts'
import { createCaller } from '../operation/caller.ts'
import { createRequester, type Requester } from '../operation/requester.ts'
import type { Auth } from '../transport/authorizer.ts'
import { type CheckedApiOptions, type ClientOptions, parseClientIdentity, parseClientOptions } from './sdk-options.ts'
import {
  createContext,
  hostInstalled,
  type ClientLifecycle,
  lifecycleOf,
  NO_PRINCIPAL,
  openShared,
  type SdkHost,
  type ClientParts,
  viewOf,
} from './client-parts.ts'

/** A client of one generated API whose reads are cached coherently where the API's policies say so. */
export interface Client<Api> extends ClientLifecycle {
  /** The API's resources. */
  readonly api: Api
  /**
   * Calls an endpoint that the document does not describe, with the same credentials, retries, middleware and hooks. Its answer is
   * not checked and never cached, and nothing is invalidated: `invalidate` does.
   *
   * @example
   * const report = await client.request({ path: '/reports/monthly', query: { month: '2025-02' } })
   */
  readonly request: Requester
  /**
   * A view: the same client for somebody else. It shares tiers, connections and the invalidation log, and never values. Without `auth`
   * the API is called without credentials. `close()` of a view ends the view alone; that of the client ends all.
   *
   * @throws {ClosedError} once the client, or the view, is closed; `ConfigurationError` for a bad identity
   */
  as(who: ClientIdentity): Client<Api>
  /**
   * A view whose calls are all given these options, as if each call said them; those of a call come first. It shares everything with
   * this one, values too. `close()` of a view ends the view alone.
   *
   * @throws {RequestValidationError} naming the option, what was given and what is allowed; `ClosedError` once it is closed
   *
   * @example
   * const patient = client.withOptions({ timeout: '2m', retries: 5 })
   */
  withOptions(options: ViewOptions): Client<Api>
}

/** Whom a client of one API speaks for. */
export interface ClientIdentity {
  /** Who the values belong to, and in which role: `staff:operator`. */
  readonly principal: string
  readonly auth?: Auth
}

/**
 * Creates a client of an API that the generator has made. It returns at once and connects in the background.
 *
 * @throws {ConfigurationError} naming the option, what was given and what is allowed
 *
 * @example
 * const client = createClient(createPetsApi, { baseUrl: 'https://pets.example/v1', auth: { apiKey } })
 * const pets = await client.api.pets.list()
 * await client.close()
 */
export const createClient = <Api>(create: (caller: OperationCaller) => Api, options: ClientOptions): Client<Api> =>
  createClientOn(hostInstalled({ api: options?.baseUrl }), create, options)

/** `createClient` with what a test kit gives in place of the process. */
export const createClientOn = <Api>(
  host: Partial<SdkHost>,
  create: (caller: OperationCaller) => Api,
  options: ClientOptions,
): Client<Api> => {
  const { api, ...checked } = parseClientOptions(options)
  const shared = openShared(checked, host)
  return createView({ create, client: shared }, shared, { api, principal: checked.cache.principal ?? NO_PRINCIPAL }, undefined)
}

/** What all views of one client share. */
interface Whole<Api> {
  readonly create: (caller: OperationCaller) => Api
  readonly client: ClientParts
}

/** Whom a view speaks for, with the credentials of the API. */
interface Speaker {
  readonly api: CheckedApiOptions
  readonly principal: string
}

const createView = <Api>(whole: Whole<Api>, shared: ClientParts, who: Speaker, options: ViewOptions | undefined): Client<Api> => {
  const { api, principal } = who
  const context = createContext(shared, api, principal, api.auth, options)
  return {
    api: whole.create(createCaller(context)),
    request: createRequester(context, undefined),
    as(other) {
      shared.mustBeOpen()
      const { principal: theirs, auth } = parseClientIdentity(other)
      return createView(whole, viewOf(whole.client), { api: { ...api, auth }, principal: theirs }, options)
    },
    withOptions(further) {
      shared.mustBeOpen()
      return createView(whole, viewOf(whole.client), who, mergeViewOptions(options, further))
    },
    ...lifecycleOf(shared),
  }
}
