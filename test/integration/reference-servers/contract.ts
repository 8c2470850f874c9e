import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import type { Answer } from './client.ts'

type Node = Readonly<Record<string, unknown>>

export interface Operation {
  readonly id: string
  readonly statuses: readonly string[]
  readonly parameters: readonly Parameter[]
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly example: unknown
}

/** An API description as the judge of what a server answers, by a validator that the server does not use. */
export interface Contract {
  readonly operations: readonly Operation[]
  /** What is wrong with an answer; empty for one that is as described. */
  offences(operationId: string, answer: Answer): readonly string[]
  /** What is wrong with a request body. */
  bodyOffences(operationId: string, body: unknown): readonly string[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export const readContract = (api: 'mes' | 'crm'): Contract => {
  const document = parse(readFileSync(new URL(`../../../openapi/${api}.yaml`, import.meta.url), 'utf8')) as Node
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  formats.default(ajv)
  ajv.addSchema({ $id: api, ...document })

  const resolve = (pointer: string): { readonly node: Node; readonly pointer: string } => {
    const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const node = steps.reduce<unknown>((value, step) => (value as Node)[step], document) as Node
    const target = node['$ref']
    return typeof target === 'string' ? resolve(target.slice(1)) : { node, pointer }
  }
  const check = (pointer: string, value: unknown): readonly string[] => {
    const validate = ajv.getSchema(`${api}#${pointer}`) ?? ajv.compile({ $ref: `${api}#${pointer}` })
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  const places = new Map<string, string>()
  const operations = Object.entries(document['paths'] as Node).flatMap(([path, item]) =>
    METHODS.filter((method) => method in (item as Node)).map((method) => {
      const place = `/paths/${path.replaceAll('/', '~1')}/${method}`
      const node = (item as Node)[method] as Node
      const parameters = ((node['parameters'] ?? []) as readonly Node[]).map((parameter, index) =>
        ('$ref' in parameter ? resolve(`${place}/parameters/${index}`).node : parameter) as unknown as Parameter)
      const id = String(node['operationId'])
      places.set(id, place)
      return { id, statuses: Object.keys(node['responses'] as Node), parameters }
    }))

  const placeOf = (operationId: string): string => {
    const place = places.get(operationId)
    if (place === undefined) throw new Error(`${api}.yaml has no operation ${operationId}`)
    return place
  }
  const headerOffences = (pointer: string, node: Node, answer: Answer): readonly string[] =>
    Object.keys((node['headers'] ?? {}) as Node).flatMap((name) => {
      const text = answer.headers.get(name)
      if (text === null) return name === 'Retry-After' ? [] : [`${name} is missing`]
      const header = resolve(`${pointer}/headers/${name}`)
      const type = (header.node['schema'] as Node)['type']
      return check(`${header.pointer}/schema`, type === 'integer' ? Number(text) : text).map((offence) => `${name}${offence}`)
    })

  return {
    operations,
    offences(operationId, answer) {
      const place = `${placeOf(operationId)}/responses`
      const declared = resolve(place).node
      const { node, pointer } = resolve(`${place}/${answer.status in declared ? answer.status : 'default'}`)
      const content = node['content'] as Node | undefined
      const headers = headerOffences(pointer, node, answer)
      if (content === undefined) return [...headers, ...(answer.text === '' ? [] : ['a body where none is described'])]
      const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
      if (!(type in content)) return [...headers, `content type ${type}`]
      return [...headers, ...check(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`, answer.body)]
    },
    bodyOffences: (operationId, body) => check(`${placeOf(operationId)}/requestBody/content/application~1json/schema`, body),
  }
}
