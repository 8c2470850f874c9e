// Generated from zoo.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 43c6f566c4d8ce51
import { createClient } from 'mes-crm-sdk/runtime'
import type { Client, ClientOptions } from 'mes-crm-sdk/runtime'
import { createZooApi } from './resources.ts'
import type { ZooApi } from './resources.ts'

export { operations } from './operations.ts'
export { createZooApi } from './resources.ts'
export type { AnimalsResource, TreesResource, ValuesResource, ZooApi } from './resources.ts'
export type * from './types.ts'

/**
 * Creates a client of the API. It returns at once and connects in the background.
 *
 * @example
 * ```ts
 * const client = createZooClient({ baseUrl: 'https://api.example' })
 * const answer = await client.api.animals.getAnimal(…)
 * await client.close()
 * ```
 */
export const createZooClient = (options: ClientOptions): Client<ZooApi> =>
  createClient(createZooApi, options)
