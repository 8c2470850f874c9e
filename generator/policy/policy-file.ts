import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { suggestion } from '../near-match.ts'
import type { NodePath, Source } from '../read/source.ts'

/**
 * The document with what a policy file adds to it. The file is a mapping: the id of an operation, or its method and path, to
 * extensions of that operation; and `x-events`. What it says replaces what the document says, and is reported at its own place.
 */
export const withPolicies = (document: Source, policies: Source): Source | readonly Diagnostic[] => {
  const operations = operationsOf(document.root)
  const added: { readonly at: NodePath; readonly from: NodePath }[] = []
  const defects: Diagnostic[] = []
  for (const [key, value] of Object.entries(policies.root)) {
    const at = key === 'x-events' ? [] : operations.get(key)
    if (at === 'several') {
      defects.push(policies.atKey([key], `several operations have the id "${key}": name this one by its method and path`))
    } else if (at === undefined) {
      defects.push(policies.atKey([key], `the document has no operation "${key}"${suggestion(key, operations.keys())}`))
    } else if (key === 'x-events') {
      added.push({ at: ['x-events'], from: ['x-events'] })
    } else if (isRecord(value)) {
      for (const name of Object.keys(value)) {
        if (name.startsWith('x-')) added.push({ at: [...at, name], from: [key, name] })
        else
          defects.push(
            policies.atKey([key, name], `"${name}" is no extension: a policy is made of x-cache, x-invalidates and the others`),
          )
      }
    } else {
      defects.push(policies.at([key], 'expected a mapping of extensions, such as x-cache'))
    }
  }
  if (defects.length > 0) return defects
  const root = added.reduce((changed, { at, from }) => put(changed, at, valueAt(policies.root, from)), document.root)
  const origin = (path: NodePath): NodePath | undefined => {
    const found = added.find(({ at }) => at.every((step, index) => step === path[index]))
    return found === undefined ? undefined : [...found.from, ...path.slice(found.at.length)]
  }
  return {
    file: document.file,
    root,
    at(path, message, offset) {
      const from = origin(path)
      return from === undefined ? document.at(path, message, offset) : policies.at(from, message, offset)
    },
    atKey(path, message) {
      const from = origin(path)
      return from === undefined ? document.atKey(path, message) : policies.atKey(from, message)
    },
  }
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])

/** Places of the operations by their ids, and by method and path. */
const operationsOf = (root: JsonRecord): ReadonlyMap<string, NodePath | 'several'> => {
  const places = new Map<string, NodePath | 'several'>()
  for (const [path, item] of Object.entries(recordOf(root['paths']))) {
    for (const [method, node] of Object.entries(recordOf(item))) {
      if (!methods.has(method)) continue
      const at = ['paths', path, method]
      places.set(`${method.toUpperCase()} ${path}`, at)
      const id = textOf(recordOf(node)['operationId'])
      if (id !== undefined) places.set(id, places.has(id) ? 'several' : at)
    }
  }
  return places
}

const valueAt = (root: unknown, path: NodePath): unknown => path.reduce<unknown>((value, step) => recordOf(value)[step], root)

/** A copy of the document in which one value is another. */
const put = (root: JsonRecord, [step, ...rest]: NodePath, value: unknown): JsonRecord =>
  step === undefined ? root : { ...root, [step]: rest.length === 0 ? value : put(recordOf(root[step]), rest, value) }
