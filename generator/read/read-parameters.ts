import { isRecord, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import type { NodePath } from './source.ts'

export type Place = 'path' | 'query' | 'header' | 'cookie'

/** A parameter of an operation. */
export interface Parameter {
  readonly in: Place
  readonly name: string
  readonly required: boolean
  readonly description: string | undefined
  readonly schema: Located
  readonly example: unknown
  /** Whether its value is never to be seen in logs. */
  readonly isSensitive: boolean
  /** How its value is written, as the document says; `json` where it has a media type instead of a style. */
  readonly style: string | undefined
  readonly explode: boolean | undefined
  readonly allowReserved: boolean
  /** Media type of its content, where it has one. */
  readonly contentType: string | undefined
  /** Where the parameter stands. */
  readonly at: NodePath
}

const places: readonly Place[] = ['path', 'query', 'header', 'cookie']

/** A parameter of the operation replaces the one of its path that has the same name and place. */
export const readParameters = (root: JsonRecord, located: readonly Located[]): readonly Parameter[] => {
  const parameters = new Map<string, Parameter>()
  for (const reference of located) {
    const { node, path } = dereference(root, reference)
    const place = places.find((candidate) => candidate === node['in'])
    const name = textOf(node['name'])
    if (place === undefined || name === undefined) continue
    parameters.set(`${place} ${name}`, readParameter(place, name, { node, path }))
  }
  return [...parameters.values()]
}

const readParameter = (place: Place, name: string, { node, path }: Located): Parameter => {
  const [content] = Object.entries(recordOf(node['content']))
  const schema =
    content === undefined
      ? { node: recordOf(node['schema']), path: [...path, 'schema'] }
      : { node: recordOf(recordOf(content[1])['schema']), path: [...path, 'content', content[0], 'schema'] }
  const [first] = Object.values(recordOf(node['examples']))
  return {
    in: place,
    name,
    required: node['required'] === true || place === 'path',
    description: textOf(node['description']),
    schema,
    example: node['example'] ?? (isRecord(first) ? first['value'] : undefined),
    isSensitive: node['x-sensitive'] === true,
    style: content === undefined ? textOf(node['style']) : 'json',
    explode: typeof node['explode'] === 'boolean' ? node['explode'] : undefined,
    allowReserved: node['allowReserved'] === true,
    contentType: content?.[0],
    at: path,
  }
}
