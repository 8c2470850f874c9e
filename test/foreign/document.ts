import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { parse } from 'yaml'

export type Node = Readonly<Record<string, unknown>>

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
export const nodeOf = (value: unknown): Node => (isNode(value) ? value : {})

/** A document as a server sees it, read without any of the generator's code. */
export interface Document {
  readonly root: Node
  follow(node: unknown, pointer: string): { readonly node: Node; readonly pointer: string }
  /** What is wrong with a value, by the schema at the pointer; `undefined` when nothing is. */
  complain(pointer: string, value: unknown): string | undefined
}

export const readDocument = (file: string): Document => {
  const root = readNode(parse(readFileSync(new URL(file, import.meta.url), 'utf8')))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default.default(ajv)
  ajv.addSchema({ ...root, $id: 'document' })
  const follow: Document['follow'] = (node, pointer) => {
    const reference = nodeOf(node)['$ref']
    if (typeof reference !== 'string') return { node: nodeOf(node), pointer }
    return follow(
      reference
        .slice(2)
        .split('/')
        .reduce<unknown>((value, step) => nodeOf(value)[step], root),
      reference.slice(1),
    )
  }
  return {
    root,
    follow,
    complain(pointer, value) {
      const validate = ajv.compile({ $ref: `document#${pointer}` })
      return validate(value) ? undefined : ajv.errorsText(validate.errors)
    },
  }
}

/** A document whose schemas are JSON Schema, also where they are those of OpenAPI 3.0. */
export const readNode = (document: unknown): Node => nodeOf(modern(document))

/** A schema of OpenAPI 3.0 as JSON Schema has it now. */
const modern = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(modern)
  if (!isNode(value)) return value
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, modern(member)]))
  for (const [keyword, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (copy[keyword] !== true) continue
    copy[keyword] = copy[bound]
    delete copy[bound]
  }
  if (copy['nullable'] !== true) return copy
  delete copy['nullable']
  return { anyOf: [copy, { type: 'null' }] }
}

export const escape = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
