import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, recordOf, textOf } from '../json.ts'
import { suggestion } from '../near-match.ts'
import { lookUp, referencePath } from '../read/reference.ts'
import type { Located } from '../read/reference.ts'
import type { Source } from '../read/source.ts'

/** A reference that leads to nothing. What is nothing but another reference is looked at as well: nothing else would. */
export const lintReference = ({ node, path }: Located, source: Source, before: readonly string[] = []): readonly Diagnostic[] => {
  if (!('$ref' in node)) return []
  const reference = textOf(node['$ref'])
  const at = [...path, '$ref']
  if (reference === undefined) return [source.at(at, 'a reference is a text')]
  if (before.includes(reference)) return []
  const target = referencePath(reference)
  if (target === undefined) {
    return [source.at(at, `"${reference}" is outside of the document: bundle its parts into one, as \`redocly bundle\` does`)]
  }
  const found = lookUp(source.root, target)
  if (isRecord(found)) return lintReference({ node: found, path: target }, source, [...before, reference])
  if (found !== undefined) return [source.at(at, `"${reference}" leads to what cannot be generated: expected a mapping`)]
  const siblings = Object.keys(recordOf(lookUp(source.root, target.slice(0, -1))))
  const near = suggestion(
    reference,
    siblings.map((name) => `#/${[...target.slice(0, -1), name].join('/')}`),
  )
  return [source.at(at, `"${reference}" does not exist${near}`)]
}
