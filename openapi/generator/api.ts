import { compare } from './diagnostic.ts'
import { isRecord, listOf, recordOf, textOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import type { NodePath, Source } from './source.ts'

/** A parameter of an operation. */
export interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly required: boolean
  readonly description: string | undefined
  readonly schema: Located
  readonly example: unknown
  /** Whether its value is never to be seen in logs. */
  readonly isSensitive: boolean
}

/** A JSON body that an operation takes: its schema and what is said about it. */
export interface Body extends Located {
  readonly required: boolean
  readonly description: string | undefined
  readonly example: unknown
}

/** An answer of an operation, behind its references. `schema` is that of its JSON body. */
export interface Answer {
  readonly status: number
  readonly schema: Located | undefined
  readonly headers: readonly string[]
  /** Those of them whose values are never to be seen in logs. */
  readonly sensitiveHeaders: readonly string[]
  /** Values of `code` in its examples: the kinds of failure that it can be. */
  readonly codes: readonly string[]
}

/** An operation of a document, as the generator sees it. */
export interface Operation {
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
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Reads the operations of a document, ordered by id. */
export const readApi = (name: string, source: Source): Api => {
  const operations = Object.entries(recordOf(source.root['paths'])).flatMap(([path, item]) =>
    methods
      .filter((method) => isRecord(recordOf(item)[method]))
      .map((method) => readOperation(source.root, path, recordOf(item), method)))
  return { name, source, operations: operations.toSorted((a, b) => compare(a.id, b.id)) }
}

const readOperation = (root: JsonRecord, path: string, item: JsonRecord, method: string): Operation => {
  const at = ['paths', path, method]
  const node = recordOf(item[method])
  const answers = Object.entries(recordOf(node['responses']))
    .filter(([status]) => /^\d{3}$/.test(status))
    .map(([status, answer]) => readAnswer(root, Number(status), { node: recordOf(answer), path: [...at, 'responses', status] }))
  return {
    id: textOf(node['operationId']) ?? '',
    method: method.toUpperCase(),
    path,
    at,
    node,
    parameters: readParameters(root, [
      ...locate(item['parameters'], ['paths', path, 'parameters']),
      ...locate(node['parameters'], [...at, 'parameters']),
    ]),
    body: readBody(root, node['requestBody'], [...at, 'requestBody']),
    successes: answers.filter(({ status }) => status >= 200 && status < 300),
    failures: answers.filter(({ status }) => status >= 400),
  }
}

const locate = (list: unknown, path: NodePath): readonly Located[] =>
  listOf(list).map((node, index) => ({ node: recordOf(node), path: [...path, index] }))

/** A parameter of the operation replaces the one of its path that has the same name and place. */
const readParameters = (root: JsonRecord, located: readonly Located[]): readonly Parameter[] => {
  const parameters = new Map<string, Parameter>()
  for (const reference of located) {
    const { node, path } = dereference(root, reference)
    const place = node['in']
    const name = textOf(node['name']) ?? ''
    if (place !== 'path' && place !== 'query' && place !== 'header') continue
    parameters.set(`${place} ${name}`, {
      in: place,
      name,
      required: node['required'] === true,
      description: textOf(node['description']),
      schema: { node: recordOf(node['schema']), path: [...path, 'schema'] },
      example: node['example'],
      isSensitive: node['x-sensitive'] === true,
    })
  }
  return [...parameters.values()]
}

const readBody = (root: JsonRecord, value: unknown, at: NodePath): Operation['body'] => {
  if (!isRecord(value)) return undefined
  const { node, path } = dereference(root, { node: value, path: at })
  const json = jsonContent(node, path)
  if (json === undefined) return undefined
  return {
    ...json.schema,
    required: node['required'] === true,
    description: textOf(node['description']),
    example: examplesOf(root, json.media)[0],
  }
}

const readAnswer = (root: JsonRecord, status: number, located: Located): Answer => {
  const { node, path } = dereference(root, located)
  const json = jsonContent(node, path)
  const headers = Object.entries(recordOf(node['headers']))
  const codes = json === undefined ? [] : examplesOf(root, json.media).map((example) => textOf(recordOf(example)['code']))
  return {
    status,
    schema: json?.schema,
    headers: headers.map(([name]) => name),
    sensitiveHeaders: headers.filter(([, header]) => isSensitiveHeader(root, recordOf(header))).map(([name]) => name),
    codes: codes.filter((code) => code !== undefined),
  }
}

const isSensitiveHeader = (root: JsonRecord, header: JsonRecord): boolean => {
  const { node } = dereference(root, { node: header, path: [] })
  return node['x-sensitive'] === true || recordOf(node['schema'])['x-sensitive'] === true
}

const jsonContent = (node: JsonRecord, path: NodePath): { readonly media: JsonRecord; readonly schema: Located } | undefined => {
  for (const [type, media] of Object.entries(recordOf(node['content']))) {
    const schema = recordOf(media)['schema']
    if (/^application\/(?:.+\+)?json$/.test(type) && isRecord(schema)) {
      return { media: recordOf(media), schema: { node: schema, path: [...path, 'content', type, 'schema'] } }
    }
  }
  return undefined
}

const examplesOf = (root: JsonRecord, media: JsonRecord): readonly unknown[] => {
  if ('example' in media) return [media['example']]
  return Object.values(recordOf(media['examples']))
    .map((example) => dereference(root, { node: recordOf(example), path: [] }).node['value'])
}
