import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Operation } from './api.ts'
import type { Catalog } from './catalog.ts'
import { isRecord, recordOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { schemaName } from './reference.ts'

const annotations = new Set(['title', 'description', 'default', 'example', 'examples', 'deprecated', '$comment'])

/** Digest of what the answers of an operation may look like. Descriptions and examples do not count. */
export const fingerprint = (operation: Operation, catalog: Catalog): string => {
  const named = new Map(catalog.schemas.map(({ name, schema }) => [name, schema]))
  const used: Record<string, unknown> = {}
  const strip = (value: unknown, inProperties = false): unknown => {
    if (Array.isArray(value)) return value.map((element) => strip(element))
    if (!isRecord(value)) return value
    include(schemaName(value))
    const kept = Object.entries(value).filter(([key]) => inProperties || !annotations.has(key))
    return Object.fromEntries(kept.map(([key, member]) => [key, strip(member, key === 'properties' && !inProperties)]))
  }
  const include = (name: string | undefined): void => {
    if (name === undefined || name in used) return
    used[name] = null
    used[name] = strip(recordOf(named.get(name)))
  }
  const answers = operation.successes.map(({ status, schema }) =>
    [status, schema === undefined ? null : strip(catalog.adapt(schema.node, 'response') satisfies JsonRecord)])
  const content = canonicalize({ answers, used }) ?? ''
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
