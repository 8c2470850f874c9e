import type { OpenAPI3 } from 'openapi-typescript'
import type { JsonRecord } from '../json.ts'

/**
 * The types that openapi-typescript makes of a document, as it makes them for everybody: `paths`, `components`, `operations`. Tools
 * of its ecosystem, such as openapi-fetch, are pointed at them, and they are read by nobody here: so they check our own types.
 */
export const emitOpenapi = async (root: JsonRecord): Promise<string> => {
  const { astToString, default: openapiTypescript } = await import('openapi-typescript')
  return astToString(await openapiTypescript(root as unknown as OpenAPI3, { silent: true }))
}
