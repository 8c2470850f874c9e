import { isHeaderName } from '../../src/operation/header-value.ts'
import type { Api } from '../read/api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, listOf, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { suggestion } from '../near-match.ts'
import { dereference } from '../read/reference.ts'
import type { Located } from '../read/reference.ts'
import { lintReference } from './reference.ts'
import type { NodePath, Source } from '../read/source.ts'

/** Parts of operations that would be left out of the client, since nothing can be made of them. */
export const lintMessages = ({ source }: Api): readonly Diagnostic[] =>
  Object.entries(recordOf(source.root['paths'])).flatMap(([path, value]) => lintItem(source, path, value))

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']

const lintItem = (source: Source, path: string, value: unknown): readonly Diagnostic[] => {
  const at = ['paths', path]
  if (path.startsWith('x-')) return []
  if (!path.startsWith('/')) return [source.atKey(at, `"${path}" is no path: it begins with a slash`)]
  if (!isRecord(value)) return [source.atKey(at, `the path "${path}" is no mapping`)]
  const item = dereference(source.root, { node: value, path: at })
  return [
    ...lintReference({ node: value, path: at }, source),
    ...lintParameters(source, item),
    ...methods.filter((method) => method in item.node).flatMap((method) => lintOperation(source, item, method)),
  ]
}

const lintOperation = (source: Source, { node: item, path }: Located, method: string): readonly Diagnostic[] => {
  const given = item[method]
  const place = [...path, method]
  if (!isRecord(given)) return [source.atKey(place, `the operation "${method}" is no mapping`)]
  const { node, path: at } = dereference(source.root, { node: given, path: place })
  return [
    ...lintReference({ node: given, path: place }, source),
    ...lintParameters(source, { node, path: at }),
    ...('requestBody' in node ? lintPart(source, node['requestBody'], [...at, 'requestBody'], 'the request body') : []),
    ...Object.entries(recordOf(node['responses'])).flatMap(([status, answer]) =>
      lintAnswer(source, status, answer, [...at, 'responses', status]),
    ),
  ]
}

const lintAnswer = (source: Source, status: string, answer: unknown, at: NodePath): readonly Diagnostic[] => {
  if (status.startsWith('x-')) return []
  if (!/^(?:[1-5]\d\d|[1-5]XX|default)$/i.test(status))
    return [source.atKey(at, `"${status}" is no status: expected one such as 200, 2XX or default`)]
  return lintPart(source, answer, at, `the answer ${status}`)
}

const lintPart = (source: Source, node: unknown, at: NodePath, what: string): readonly Diagnostic[] =>
  isRecord(node) ? lintReference({ node, path: at }, source) : [source.atKey(at, `${what} is no mapping`)]

const places = ['path', 'query', 'header', 'cookie']

const lintParameters = (source: Source, { node, path }: Located): readonly Diagnostic[] => {
  const seen = new Set<string>()
  return listOf(node['parameters']).flatMap((element, index) => {
    const at = [...path, 'parameters', index]
    const defects = lintPart(source, element, at, 'the parameter')
    if (defects.length > 0) return defects
    const parameter = dereference(source.root, { node: recordOf(element), path: at })
    const key = `${String(parameter.node['in'])} ${String(parameter.node['name'])}`
    if (seen.has(key))
      return [
        source.at(at, `the ${String(parameter.node['in'])} parameter "${String(parameter.node['name'])}" is declared twice`),
      ]
    seen.add(key)
    return lintParameter(source, parameter.node, parameter.path)
  })
}

const lintParameter = (source: Source, node: JsonRecord, path: NodePath): readonly Diagnostic[] => {
  const place = String(node['in'])
  const name = textOf(node['name'])
  if (name === undefined) return [source.at(path, 'the parameter has no name')]
  if (!places.includes(place)) {
    return [
      source.at(
        [...path, 'in'],
        `the parameter "${name}" is in "${place}": expected ${places.join(', ')}${suggestion(place, places)}`,
      ),
    ]
  }
  if (name === '__proto__') {
    return [
      source.at([...path, 'name'], 'a parameter "__proto__" cannot be generated: objects of JavaScript use the name themselves'),
    ]
  }
  if (place === 'header' && !isHeaderName(name)) return [source.at([...path, 'name'], `"${name}" is no name of a header`)]
  return []
}
