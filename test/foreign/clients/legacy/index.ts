// Generated from legacy.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 16468d0f567ecf68
import { createClient } from 'mes-crm-sdk/runtime'
import type { Client, ClientOptions } from 'mes-crm-sdk/runtime'
import { createLegacyApi } from './resources.ts'
import type { LegacyApi } from './resources.ts'

export { operations } from './operations.ts'
export { createLegacyApi } from './resources.ts'
export type { DefaultResource, LegacyApi, OddThingsResource, ShapesResource, ThenResourceResource, ThingsResource, TwiceResource } from './resources.ts'
export type * from './types.ts'

/**
 * Creates a client of the API. It returns at once and connects in the background.
 *
 * @example
 * ```ts
 * const client = createLegacyClient({ baseUrl: 'https://api.example' })
 * const answer = await client.api.thenResource.then2()
 * await client.close()
 * ```
 */
export const createLegacyClient = (options: ClientOptions): Client<LegacyApi> =>
  createClient(createLegacyApi, options)
