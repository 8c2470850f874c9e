import { isRecord, recordOf, textOf, type JsonRecord } from '../json.ts'
import type { NodePath } from './source.ts'
import { unescapeStep } from '../../src/foundation/json-text.ts'

/** A node together with its place in the document. */
export interface Located {
  readonly node: JsonRecord
  readonly path: NodePath
}

/** Steps of a reference inside the document (`#/components/schemas/Order`), `undefined` for any other reference. */
export const referencePath = (reference: string): readonly string[] | undefined =>
  reference.startsWith('#/')
    ? reference
        .slice(2)
        .split('/')
        .map((step) => unescapeStep(decoded(step)))
    : undefined

/** A percent sign that encodes nothing stands for itself. */
const decoded = (step: string): string => {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** What the reference of a node leads to, an empty node where that is nothing; `undefined` without a reference into the document. */
export const follow = (root: JsonRecord, { node }: Located): Located | undefined => {
  const path = referencePath(textOf(node['$ref']) ?? '')
  return path === undefined ? undefined : { node: recordOf(lookUp(root, path)), path }
}

/** The node behind its references. A reference that leads nowhere, or in a circle, gives an empty node. */
export const dereference = (root: JsonRecord, located: Located): Located => {
  let current = located
  for (let hops = 0; hops < 100; hops++) {
    const next = follow(root, current)
    if (next === undefined) return current
    current = next
  }
  return { node: {}, path: located.path }
}

/** The value that the steps lead to, `undefined` when they lead nowhere. */
export const lookUp = (root: unknown, path: NodePath): unknown => {
  let value = root
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)]
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step]
    else return undefined
  }
  return value
}
