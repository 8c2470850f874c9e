import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'yaml'

export type Node = Readonly<Record<string, unknown>>

/** A parameter of an operation, wherever it was declared. */
export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly example: unknown
  readonly schema: Node
}

/** What an operation may answer with one status. */
export interface Answer {
  /** Schemas of the headers, those that every such answer has apart from the others. */
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: Node }[]
  /** Schemas by content type; undefined for an answer without a body. */
  readonly content: Readonly<Record<string, Node>> | undefined
}

/** One operation; its schemas hold no references. */
export interface Operation {
  readonly id: string
  readonly parameters: readonly Parameter[]
  /** Schema of the JSON body, undefined where none is taken. */
  readonly body: Node | undefined
  /** By status, and `default` for those that are not named. */
  readonly answers: Readonly<Record<string, Answer>>
}

/** An API description (OpenAPI 3.1) as its server reads it: operations by id. */
export interface Description {
  readonly file: string
  readonly operations: ReadonlyMap<string, Operation>
}

const read = new Map<string, Description>()

/** The description that the package ships under this name; read once in a process, which takes a fraction of a second. */
export function readDescription(api: 'mes' | 'crm'): Description {
  const file = `${api}.yaml`
  const known = read.get(file) ?? describe(file, readFileSync(createRequire(import.meta.url).resolve(`mes-crm-sdk/openapi/${file}`), 'utf8'))
  read.set(file, known)
  return known
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export function describe(file: string, text: string): Description {
  const root: unknown = parse(text)
  const operations = new Map<string, Operation>()
  for (const item of Object.values(nodeOf(nodeOf(root)['paths']))) {
    for (const method of METHODS) {
      const operation = nodeOf(item)[method]
      if (operation === undefined) continue
      const described = operationOf(nodeOf(inline(root, operation)), listOf(inline(root, nodeOf(item)['parameters'])))
      operations.set(described.id, described)
    }
  }
  return { file, operations }
}

function operationOf(node: Node, common: readonly unknown[]): Operation {
  return {
    id: String(node['operationId']),
    parameters: [...common, ...listOf(node['parameters'])].map((parameter) => parameterOf(nodeOf(parameter))),
    body: nodeOf(nodeOf(nodeOf(node['requestBody'])['content'])['application/json'])['schema'] as Node | undefined,
    answers: Object.fromEntries(Object.entries(nodeOf(node['responses'])).map(([status, answer]) => [status, answerOf(nodeOf(answer))])),
  }
}

function parameterOf(node: Node): Parameter {
  const { name, in: place, required, example, schema } = node
  return { name: String(name), in: String(place), required: required === true, example, schema: nodeOf(schema) }
}

function answerOf({ headers, content }: Node): Answer {
  return {
    headers: Object.entries(nodeOf(headers)).map(([name, header]) =>
      ({ name, required: nodeOf(header)['required'] === true, schema: nodeOf(nodeOf(header)['schema']) })),
    content: content === undefined
      ? undefined
      : Object.fromEntries(Object.entries(nodeOf(content)).map(([type, media]) => [type, nodeOf(nodeOf(media)['schema'])])),
  }
}

/** The value with everything that it refers to in place of the references. Schemas of both APIs do not contain themselves. */
function inline(root: unknown, value: unknown, within: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((element) => inline(root, element, within))
  if (!isNode(value)) return value
  const { $ref: reference, ...own } = value
  const members = Object.fromEntries(Object.entries(own).map(([name, member]) => [name, inline(root, member, within)]))
  if (typeof reference !== 'string') return members
  if (within.includes(reference)) throw new Error(`${reference} contains itself, which the reference servers cannot validate`)
  return { ...nodeOf(inline(root, lookUp(root, reference), [...within, reference])), ...members }
}

function lookUp(root: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = steps.reduce<unknown>((value, step) => nodeOf(value)[step], root)
  if (found === undefined) throw new Error(`${reference} leads nowhere`)
  return found
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
