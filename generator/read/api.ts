import { compare } from '../diagnostic.ts'
import { isRecord, listOf, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { nameOperations } from './operation-names.ts'
import type { OperationNames } from './operation-names.ts'
import { readAnswer, readBody } from './read-message.ts'
import type { Answer, Body } from './read-message.ts'
import { readParameters } from './read-parameters.ts'
import type { Parameter } from './read-parameters.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import type { NodePath, Source } from './source.ts'

/** An operation of a document, as the generator sees it. */
export interface Operation extends OperationNames {
  /** Its `operationId`, or `GET /path` where it has none. */
  readonly id: string
  readonly method: string
  readonly path: string
  /** Place of the operation in the document. */
  readonly at: NodePath
  readonly node: JsonRecord
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly successes: readonly Answer[]
  readonly failures: readonly Answer[]
}

/** A document and its operations. */
export interface Api {
  /** Name of the API, after its file: `mes`. */
  readonly name: string
  readonly source: Source
  readonly operations: readonly Operation[]
  /** Whether the document is ours: it says everything that a client needs then, in the way of this project. */
  readonly isStrict: boolean
  /** Whether a schema that cannot be generated is weakened to any JSON value, instead of being a defect. */
  readonly isLenient: boolean
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']

/** Reads the operations of a document, ordered by their names. */
export const readApi = (
  name: string,
  source: Source,
  { isStrict = true, isLenient = false }: Partial<Pick<Api, 'isStrict' | 'isLenient'>> = {},
): Api => {
  const operations = Object.entries(recordOf(source.root['paths'])).flatMap(([path, value]) => {
    const item = dereference(source.root, { node: recordOf(value), path: ['paths', path] })
    return methods.filter((method) => isRecord(item.node[method])).map((method) => readOperation(source.root, path, item, method))
  })
  const named = nameOperations(operations, isStrict)
  return {
    name,
    source,
    isStrict,
    isLenient,
    operations: named.toSorted((a, b) => compare(a.resource, b.resource) || compare(a.name, b.name)),
  }
}

const readOperation = (root: JsonRecord, path: string, item: Located, method: string): Omit<Operation, keyof OperationNames> => {
  const { node, path: at } = dereference(root, { node: recordOf(item.node[method]), path: [...item.path, method] })
  const answers = Object.entries(recordOf(node['responses']))
    .filter(([code]) => /^(?:\d{3}|[1-5]XX|default)$/i.test(code))
    .map(([code, answer]) => readAnswer(root, code, { node: recordOf(answer), path: [...at, 'responses', code] }))
  const declared = answers.filter(({ status }) => status.startsWith('2'))
  const others = answers.filter(({ status }) => status === 'default')
  return {
    id: textOf(node['operationId']) ?? `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    at,
    node,
    parameters: readParameters(root, [
      ...locate(item.node['parameters'], [...item.path, 'parameters']),
      ...locate(node['parameters'], [...at, 'parameters']),
    ]),
    body: readBody(root, node['requestBody'], [...at, 'requestBody']),
    successes: declared.length > 0 ? declared : others,
    failures: answers.filter(({ status }) => /^[45]/.test(status)),
  }
}

const locate = (list: unknown, path: NodePath): readonly Located[] =>
  listOf(list).map((node, index) => ({ node: recordOf(node), path: [...path, index] }))
