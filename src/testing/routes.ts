import { z } from 'zod'
import { operations as crmOperations } from '../generated/crm/operations.ts'
import { operations as mesOperations } from '../generated/mes/operations.ts'
import type { OperationDefinition } from '../operation/definition.ts'
import type { KitApi } from './operation-types.ts'

/** Operations of the kit's APIs. */
export const operationsOf: Readonly<Record<KitApi, readonly OperationDefinition[]>> = { mes: mesOperations, crm: crmOperations }

/** A request that an operation of an API describes. */
export interface Route {
  readonly api: KitApi
  readonly operation: OperationDefinition
  /** Of its path and its query, by their names in the document. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Parameters of the query that the document does not name: an API key may be one. */
  readonly others: Readonly<Record<string, string>>
}

interface Pattern {
  readonly operation: OperationDefinition
  readonly path: RegExp
  readonly names: readonly string[]
}

/** Paths with fewer parameters are looked at first: `/orders/stats` is no order. */
const patternsOf = (operations: readonly OperationDefinition[]): readonly Pattern[] =>
  operations
    .map((operation) => ({
      operation,
      path: patternOf(operation.path),
      names: [...operation.path.matchAll(/\{(.+?)\}/g)].map(([, name = '']) => name),
    }))
    .toSorted((one, other) => one.names.length - other.names.length)

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{.+?\}/)
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('([^/]+)')}$`,
  )

let patterns: Readonly<Record<KitApi, readonly Pattern[]>> | undefined

/** The operation that a request below the base URL of an API asks for; `undefined` where there is none. */
export const routeOf = (api: KitApi, method: string, path: string, query: URLSearchParams): Route | undefined => {
  patterns ??= { mes: patternsOf(mesOperations), crm: patternsOf(crmOperations) }
  for (const { operation, path: pattern, names } of patterns[api]) {
    const found = operation.method === method ? pattern.exec(path) : null
    if (found === null) continue
    const ofPath = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]))
    const { known, others } = readQuery(operation, query)
    return { api, operation, parameters: { ...ofPath, ...known }, others }
  }
  return undefined
}

/** Schemas of the parameters in an operation's query. */
const queryShape = ({ request }: OperationDefinition): Readonly<Record<string, z.ZodType>> => {
  const query: unknown = request instanceof z.ZodObject ? request.shape['query'] : undefined
  const inner: unknown = query instanceof z.ZodOptional ? query.unwrap() : query
  return inner instanceof z.ZodObject ? inner.shape : {}
}

const readQuery = (operation: OperationDefinition, query: URLSearchParams) => {
  const shape = queryShape(operation)
  const known: Record<string, unknown> = {}
  const others: Record<string, string> = {}
  for (const name of new Set(query.keys())) {
    const schema = shape[name]
    if (schema === undefined) others[name] = query.get(name) ?? ''
    else known[name] = readParameter(schema, query.getAll(name))
  }
  return { known, others }
}

/** The value that the schema takes, of those that are written so. */
const readParameter = (schema: z.ZodType, texts: readonly string[]): unknown => {
  const [text = ''] = texts
  const candidates: readonly unknown[] = [
    ...(texts.length === 1 ? [text, Number(text), text === 'true'] : []),
    texts,
    texts.map(Number),
  ]
  return candidates.find((candidate) => schema.safeParse(candidate).success) ?? (texts.length === 1 ? text : texts)
}
