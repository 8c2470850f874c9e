import type { Operation } from '../read/api.ts'
import { isRecord, listOf, recordOf, type JsonRecord } from '../json.ts'
import type { Answer } from '../read/read-message.ts'
import { follow, type Located } from '../read/reference.ts'
import { escapeStep } from '../../src/foundation/json-text.ts'

/** Places of an operation that are marked `x-sensitive`, as pointers with `*` for elements: `/body/items/*\/url`. */
export interface Sensitive {
  readonly request?: readonly string[]
  readonly response?: readonly string[]
}

/** The sensitive places of an operation, `undefined` when it has none. */
export const sensitiveOf = (root: JsonRecord, operation: Operation): Sensitive | undefined => {
  const request = [
    ...operation.parameters.flatMap(({ in: place, name, isSensitive, schema }) =>
      isSensitive ? [`/${place}/${escapeStep(name)}`] : places(root, schema, `/${place}/${escapeStep(name)}`),
    ),
    ...(operation.body?.content === undefined ? [] : places(root, operation.body.content.schema, '/body')),
  ]
  const answers = [...operation.successes, ...operation.failures]
  const response = answers.flatMap((answer) => ofAnswer(root, answer))
  if (request.length === 0 && response.length === 0) return undefined
  return {
    ...(request.length === 0 ? {} : { request: unique(request) }),
    ...(response.length === 0 ? {} : { response: unique(response) }),
  }
}

const unique = (pointers: readonly string[]): readonly string[] => [...new Set(pointers)]

const ofAnswer = (root: JsonRecord, { schema, sensitiveHeaders }: Answer): readonly string[] => [
  ...sensitiveHeaders.map((name) => `/header/${escapeStep(name)}`),
  ...(schema === undefined ? [] : places(root, schema, '/body')),
]

/** Sensitive places of a value. A schema inside itself is followed once. */
const places = (
  root: JsonRecord,
  schema: Located,
  pointer: string,
  above: ReadonlySet<JsonRecord> = new Set(),
): readonly string[] => {
  const { node } = schema
  if (node['x-sensitive'] === true) return [pointer]
  if (above.has(node) || !leadsToMark(root, schema)) return []
  const inner = new Set([...above, node])
  return partsOf(root, schema).flatMap(({ steps, part }) => places(root, part, pointer + steps, inner))
}

interface Part {
  /** What a pointer to the value has more than one to the whole. */
  readonly steps: string
  readonly part: Located
}

const partsOf = (root: JsonRecord, schema: Located): readonly Part[] => {
  const { node, path } = schema
  const target = follow(root, schema)
  const at = (value: unknown, ...steps: readonly (string | number)[]): Located => ({
    node: recordOf(value),
    path: [...path, ...steps],
  })
  return [
    ...(target === undefined ? [] : [{ steps: '', part: target }]),
    ...Object.entries(recordOf(node['properties'])).map(([name, member]) => ({
      steps: `/${escapeStep(name)}`,
      part: at(member, 'properties', name),
    })),
    ...['items', 'additionalProperties']
      .filter((keyword) => isRecord(node[keyword]))
      .map((keyword) => ({ steps: '/*', part: at(node[keyword], keyword) })),
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
      listOf(node[keyword]).map((part, index) => ({ steps: '', part: at(part, keyword, index) })),
    ),
  ]
}

/** Schemas from which no mark can be reached: the ways through schemas that share others are too many to try each. */
const unmarked = new WeakSet<JsonRecord>()

const leadsToMark = (root: JsonRecord, schema: Located): boolean => {
  const seen = new Set([schema.node])
  const waiting = [schema]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.node['x-sensitive'] === true) return true
    if (unmarked.has(next.node)) continue
    for (const { part } of partsOf(root, next)) {
      if (seen.has(part.node)) continue
      seen.add(part.node)
      waiting.push(part)
    }
  }
  for (const node of seen) unmarked.add(node)
  return false
}
