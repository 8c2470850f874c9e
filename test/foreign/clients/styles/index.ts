// Generated from styles.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: ced48645d544bb3e
import { createClient } from 'mes-crm-sdk/runtime'
import type { Client, ClientOptions } from 'mes-crm-sdk/runtime'
import { createStylesApi } from './resources.ts'
import type { StylesApi } from './resources.ts'

export { operations } from './operations.ts'
export { createStylesApi } from './resources.ts'
export type { BodiesResource, EchoResource, StylesApi } from './resources.ts'
export type * from './types.ts'

/**
 * Creates a client of the API. It returns at once and connects in the background.
 *
 * @example
 * ```ts
 * const client = createStylesClient({ baseUrl: 'https://api.example' })
 * const answer = await client.api.echo.label(…)
 * await client.close()
 * ```
 */
export const createStylesClient = (options: ClientOptions): Client<StylesApi> =>
  createClient(createStylesApi, options)
