import type { Operation } from './api.ts'
import { isRecord, listOf, recordOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import type { Answer } from './read-message.ts'
import { follow } from './reference.ts'
import type { Located } from './reference.ts'

/** Places of an operation that are marked `x-sensitive`, as pointers with `*` for elements: `/body/items/*\/url`. */
export interface Sensitive {
  readonly request?: readonly string[]
  readonly response?: readonly string[]
}

/** The sensitive places of an operation, `undefined` when it has none. */
export const sensitiveOf = (root: JsonRecord, operation: Operation): Sensitive | undefined => {
  const request = [
    ...operation.parameters.flatMap(({ in: place, name, isSensitive, schema }) =>
      (isSensitive ? [`/${place}/${escape(name)}`] : places(root, schema, `/${place}/${escape(name)}`))),
    ...operation.body?.content === undefined ? [] : places(root, operation.body.content.schema, '/body'),
  ]
  const answers = [...operation.successes, ...operation.failures]
  const response = answers.flatMap((answer) => ofAnswer(root, answer))
  if (request.length === 0 && response.length === 0) return undefined
  return {
    ...request.length === 0 ? {} : { request: unique(request) },
    ...response.length === 0 ? {} : { response: unique(response) },
  }
}

const unique = (pointers: readonly string[]): readonly string[] => [...new Set(pointers)]

const ofAnswer = (root: JsonRecord, { schema, sensitiveHeaders }: Answer): readonly string[] => [
  ...sensitiveHeaders.map((name) => `/header/${escape(name)}`),
  ...schema === undefined ? [] : places(root, schema, '/body'),
]

/** Sensitive places of a value. A schema inside itself is followed once. */
const places = (root: JsonRecord, schema: Located, pointer: string, above: ReadonlySet<JsonRecord> = new Set()): readonly string[] => {
  if (schema.node['x-sensitive'] === true) return [pointer]
  const { node, path } = schema
  if (above.has(node)) return []
  const inner = new Set([...above, node])
  const target = follow(root, schema)
  const at = (value: unknown, ...steps: readonly (string | number)[]): Located => ({ node: recordOf(value), path: [...path, ...steps] })
  return [
    ...target === undefined ? [] : places(root, target, pointer, inner),
    ...Object.entries(recordOf(node['properties'])).flatMap(([name, member]) =>
      places(root, at(member, 'properties', name), `${pointer}/${escape(name)}`, inner)),
    ...['items', 'additionalProperties'].filter((keyword) => isRecord(node[keyword])).flatMap((keyword) =>
      places(root, at(node[keyword], keyword), `${pointer}/*`, inner)),
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listOf(node[keyword]).flatMap((part, index) =>
      places(root, at(part, keyword, index), pointer, inner))),
  ]
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
