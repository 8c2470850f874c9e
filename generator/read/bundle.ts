import { readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { NormalizedProblem } from '@redocly/openapi-core'
import type { Diagnostic } from '../diagnostic.ts'
import { recordOf, textOf } from '../json.ts'
import { fetchDocument, publicName } from './fetch-document.ts'
import { parseSource } from './source.ts'

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text)

/** A document that stands in one file, or what is wrong with its parts. */
export type Bundle = { readonly file: string; readonly text: string } | { readonly diagnostics: readonly Diagnostic[] }

/**
 * The document with the parts of other files that it refers to. One that refers to itself alone stays as it is. Otherwise the parts
 * are written into it, and lines of diagnostics are those of the whole. Files are read beside a file, and URLs alone beside a URL.
 */
export const bundleParts = async (folder: string, document: string, file: string, text: string): Promise<Bundle> => {
  const source = parseSource(file, text)
  if (!('root' in source) || !refersOutside(source.root)) return { file, text }
  const { BaseResolver, bundleFromString, createConfig, getLineColLocation, Source } = await import('@redocly/openapi-core')
  const root = isUrl(document) ? document : resolve(folder, document)
  const resolver = new (class extends BaseResolver {
    override async loadExternalRef(place: string) {
      if (isUrl(root) && !isUrl(place)) throw new Error('a document behind a URL has no parts in files')
      return new Source(place, isUrl(place) ? await fetchDocument(place) : await readFile(place, 'utf8'))
    }
  })()
  const { bundle, problems } = await bundleFromString({ source: text, absoluteRef: root, config: await createConfig({}), externalRefResolver: resolver })
  const nameOf = (place: string): string => (isUrl(place) ? publicName(place) : relative(folder, place).split(sep).join('/'))
  const toDiagnostic = ({ location: [location] }: NormalizedProblem): Diagnostic => {
    if (location === undefined) return { file, line: 1, column: 1, message: 'the parts of the document cannot be put together' }
    const { start } = getLineColLocation(location)
    const place = location.pointer?.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).filter((step) => step !== '') ?? []
    const part: unknown = place.reduce<unknown>((node, step) => (Array.isArray(node) ? node[Number(step)] : recordOf(node)[step]), contentOf(location.source.body))
    const reference = textOf(part) ?? textOf(recordOf(part)['$ref']) ?? ''
    return { file: nameOf(location.source.absoluteRef), line: start.line, column: start.col, message: `"${reference}" leads to nothing that can be read` }
  }
  if (problems.length > 0) return { diagnostics: onceEach(problems.map(toDiagnostic)) }
  return { file: `${file} with its parts`, text: JSON.stringify(bundle.parsed, undefined, 2) }
}

const contentOf = (text: string): unknown => {
  const source = parseSource('', text)
  return 'root' in source ? source.root : undefined
}

const onceEach = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...new Map(diagnostics.map((one) => [`${one.file}:${one.line}:${one.column}`, one])).values()]

/** Whether a reference leads out of the document. What is no more than an example refers to nothing. */
const refersOutside = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(refersOutside)
  if (typeof node !== 'object' || node === null) return false
  return Object.entries(node).some(([name, value]) => {
    if (name === '$ref' && typeof value === 'string') return !value.startsWith('#')
    return name !== 'example' && name !== 'examples' && name !== 'enum' && refersOutside(value)
  })
}
