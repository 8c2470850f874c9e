import type { OperationCaller } from '../operation/caller.ts'
import type { Auth } from '../transport/authorizer.ts'
import { type CheckedApiOptions, type ClientOptions, parseClientIdentity, parseClientOptions } from './sdk-options.ts'
import { createApiCaller, type Life, lifeOf, NOBODY, openShared, type SharedParts } from './shared-parts.ts'

/** A client of one generated API whose reads are cached coherently where the API's policies say so. */
export interface Client<Api> extends Life {
  /** The API's resources. */
  readonly api: Api
  /**
   * The same client for somebody else: it shares tiers, connections and the invalidation log, and never values. Without `auth` the
   * API is called without credentials. `close()` of either closes both.
   */
  as(who: ClientIdentity): Client<Api>
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
export const createClient = <Api>(create: (caller: OperationCaller) => Api, options: ClientOptions): Client<Api> => {
  const { api, ...checked } = parseClientOptions(options)
  return createView(create, openShared(checked), api, checked.cache.principal ?? NOBODY)
}

const createView = <Api>(
  create: (caller: OperationCaller) => Api,
  shared: SharedParts,
  api: CheckedApiOptions,
  principal: string,
): Client<Api> => ({
  api: create(createApiCaller(shared, api, principal, api.auth)),
  as(who) {
    shared.mustBeOpen()
    const { principal: other, auth } = parseClientIdentity(who)
    return createView(create, shared, { ...api, auth }, other)
  },
  ...lifeOf(shared),
})
