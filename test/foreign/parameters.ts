import type { Document, Node } from './document.ts'
import { nodeOf } from './document.ts'

/** What came in, before it is read. */
export interface Incoming {
  /** Text of each path parameter, still escaped. */
  readonly path: Readonly<Record<string, string>>
  /** Pairs of the query, still escaped. */
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** Texts as the types that a schema wants. */
export const typed = (document: Document, schema: unknown, pointer: string, text: string): unknown => {
  const { node } = document.follow(schema, pointer)
  return node['type'] === 'integer' || node['type'] === 'number'
    ? Number(text)
    : node['type'] === 'boolean'
      ? text === 'true'
      : text
}

/** The value of a parameter, read the way that the specification says; `undefined` when it was not sent. */
export const readParameter = (document: Document, parameter: Node, pointer: string, incoming: Incoming): unknown => {
  const name = String(parameter['name'])
  const content = nodeOf(parameter['content'])['application/json']
  const schema = document.follow(parameter['schema'], `${pointer}/schema`)
  const place = String(parameter['in'])
  const style: unknown = parameter['style'] ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple')
  const explode = parameter['explode'] ?? style === 'form'
  const element = (text: string, key?: string): unknown =>
    typed(document, key === undefined ? schema.node['items'] : nodeOf(schema.node['properties'])[key], schema.pointer, text)
  const isList = schema.node['type'] === 'array'
  const isObject = schema.node['type'] === 'object'
  const pairs = (words: readonly string[]): unknown =>
    Object.fromEntries(
      Array.from({ length: words.length / 2 }, (_, index) => [
        words[2 * index],
        element(words[2 * index + 1] ?? '', words[2 * index]),
      ]),
    )
  const members = (words: readonly string[]): unknown =>
    Object.fromEntries(
      words.map((word) => word.split('=')).map(([key = '', text = '']) => [decode(key), element(decode(text), decode(key))]),
    )
  const joined = (text: string, separator: string, isExploded: boolean): unknown => {
    const words = text.split(separator)
    if (isList) return words.map((word) => element(decode(word)))
    if (isObject) return isExploded ? members(words) : pairs(words.map(decode))
    return typed(document, schema.node, schema.pointer, decode(text))
  }
  const sent = place === 'cookie' ? cookiesOf(incoming) : incoming.query
  const texts = sent.filter(([key]) => decode(key) === name).map(([, text]) => text)
  switch (place) {
    case 'path':
      return readPath(incoming.path[name] ?? '', name, style, explode === true, isList, joined)
    case 'header': {
      const header = incoming.headers[name.toLowerCase()]
      return typeof header === 'string' ? joined(encodeURI(header), ',', explode === true) : undefined
    }
    default: {
      if (content !== undefined) return texts[0] === undefined ? undefined : JSON.parse(decode(texts[0]))
      if (style === 'deepObject') return deep(document, schema.node, name, sent)
      if (isObject && explode === true) {
        const found = sent.filter(([key]) => key in nodeOf(schema.node['properties']))
        return found.length === 0 ? undefined : members(found.map(([key, text]) => `${key}=${text}`))
      }
      if (isList && explode === true) return texts.length === 0 ? undefined : texts.map((text) => element(decode(text)))
      const separator = style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ','
      return texts[0] === undefined ? undefined : joined(texts[0], separator, false)
    }
  }
}

type Joined = (text: string, separator: string, isExploded: boolean) => unknown

const readPath = (text: string, name: string, style: unknown, explode: boolean, isList: boolean, joined: Joined): unknown => {
  if (style === 'label') return joined(text.slice(1), explode ? '.' : ',', explode)
  if (style !== 'matrix') return joined(text, ',', explode)
  if (!explode) return joined(text.slice(`;${name}=`.length), ',', false)
  return joined(isList ? text.slice(1).replaceAll(`${name}=`, '') : text.slice(1), ';', true)
}

const cookiesOf = ({ headers }: Incoming): readonly (readonly [string, string])[] =>
  String(headers['cookie'] ?? '')
    .split('; ')
    .map((pair) => pair.split('='))
    .map(([key = '', text = '']) => [key, text] as const)

/** `deep[price][min]=1`. */
const deep = (document: Document, schema: Node, name: string, sent: readonly (readonly [string, string])[]): unknown => {
  const value: Record<string, unknown> = {}
  for (const [key, text] of sent) {
    const steps = [...decode(key).matchAll(/\[([^\]]*)\]/g)].map(([, step = '']) => step)
    if (!decode(key).startsWith(`${name}[`) || steps.length === 0) continue
    let target = value
    let at: Node = schema
    for (const step of steps.slice(0, -1)) {
      target = (target[step] ??= {}) as Record<string, unknown>
      at = nodeOf(nodeOf(at['properties'])[step])
    }
    const last = steps.at(-1) ?? ''
    target[last] = typed(document, nodeOf(at['properties'])[last], '', decode(text))
  }
  return Object.keys(value).length === 0 ? undefined : value
}
