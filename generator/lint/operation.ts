import { ExpressionError } from '../../src/key/expression.ts'
import type { PointerStep } from '../../src/key/expression.ts'
import { compileTemplate } from '../../src/key/tag-template.ts'
import type { Api, Operation } from '../read/api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { suggestion } from '../near-match.ts'
import { commandTagsOf, manyOf, pagingOf } from '../policy/policy.ts'
import { findField } from '../read/schema-walk.ts'

/** Operations that cannot be named, declare no effect, carry an extension of the other kind, or page by a missing field. */
export const lintOperations = (api: Api): readonly Diagnostic[] => [
  ...api.operations.flatMap((operation) => [
    ...lintId(api, operation),
    ...lintEffect(api, operation),
    ...lintMany(api, operation),
    ...lintPaging(api, operation),
  ]),
  ...lintTwins(api),
]

const lintId = ({ source, isStrict }: Api, { id, at, node }: Operation): readonly Diagnostic[] => {
  if (!isStrict) return []
  if (node['operationId'] === undefined) return [source.atKey(at, 'the operation has no operationId')]
  if (/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(id)) return []
  return [source.at([...at, 'operationId'], `operationId "${id}" must be "resource.method", such as orders.list`)]
}

const lintTwins = ({ source, operations, isStrict }: Api): readonly Diagnostic[] =>
  operations
    .filter(({ id }, index) => isStrict && operations.findIndex((other) => other.id === id) < index)
    .map(({ id, at }) => source.at([...at, 'operationId'], `operationId "${id}" is taken by another operation`))

const lintEffect = ({ source, isStrict }: Api, { method, at, node, id }: Operation): readonly Diagnostic[] => {
  if (method === 'GET') {
    return ['x-invalidates', 'x-hold', 'x-settle']
      .filter((key) => key in node)
      .map((key) => source.atKey([...at, key], `a GET has no effect: ${key} belongs on commands`))
  }
  return [
    ...('x-invalidates' in node || !isStrict
      ? []
      : [
          source.atKey(
            at,
            `the command ${id} does not say what it invalidates: add x-invalidates, [] when it makes nothing stale`,
          ),
        ]),
    ...('x-cache' in node ? [source.atKey([...at, 'x-cache'], 'only a GET can be cached')] : []),
    ...('x-hold' in node && !commandTagsOf({ at, node }).some(({ text }) => isOfRequest(text))
      ? [source.atKey([...at, 'x-hold'], 'x-hold holds nothing: no tag of x-invalidates is named by the request alone')]
      : []),
  ]
}

const lintMany = ({ source, operations }: Api, { method, at, node, resource, parameters }: Operation): readonly Diagnostic[] => {
  const many = manyOf(source, { at, node })
  if (many === undefined) return []
  const refuse = (message: string): readonly Diagnostic[] => [source.at([...at, 'x-many'], message)]
  if (method !== 'GET') return refuse('x-many belongs on a GET')
  if (parameters.filter((parameter) => parameter.in === 'path').length !== 1)
    return refuse('x-many needs an operation with one path parameter')
  if (parameters.some((parameter) => parameter.in !== 'path' && parameter.required))
    return refuse('x-many needs an operation without other required parameters')
  const others = operations.filter((other) => other.resource === resource && other.at !== at)
  const isTaken = others.some((other) => other.name === many || manyOf(source, other) === many)
  return isTaken ? refuse(`the method ${resource}.${many} is taken by another operation`) : []
}

/** As the client tells it: whether the tag is known before the command is sent, and stands for single things. */
const isOfRequest = (text: string): boolean => {
  try {
    return compileTemplate({ template: text }).isOfRequest
  } catch (error) {
    if (error instanceof ExpressionError) return false
    throw error
  }
}

const lintPaging = (api: Api, operation: Operation): readonly Diagnostic[] => {
  const paging = pagingOf(api.source, operation)
  if (paging === undefined) return []
  const at = [...operation.at, 'x-paging']
  const queries = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  return [
    ...(queries.includes(paging.cursor)
      ? []
      : [
          api.source.at(
            [...at, 'cursor'],
            `query parameter "${paging.cursor}" does not exist${suggestion(paging.cursor, queries)}`,
          ),
        ]),
    ...lintField(api, operation, 'items', [paging.items, null]),
    ...lintField(api, operation, 'next', [paging.next]),
  ]
}

const lintField = (
  api: Api,
  { at, successes }: Operation,
  key: string,
  pointer: readonly PointerStep[],
): readonly Diagnostic[] => {
  const search = findField(
    api.source.root,
    successes.flatMap(({ schema }) => schema ?? []),
    pointer,
  )
  if ('found' in search) return []
  const name = String(pointer[0])
  const missing = `field "${name}" does not exist in the answer${suggestion(name, search.known)}`
  return [api.source.at([...at, 'x-paging', key], search.step === 0 ? missing : `field "${name}" is no list`)]
}
