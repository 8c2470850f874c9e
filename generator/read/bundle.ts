import { readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { LocationObject } from '@redocly/openapi-core'
import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, recordOf, textOf } from '../json.ts'
import { fetchDocument, isUrl, publicName } from './fetch-document.ts'
import { parseFile, parseSource, type NodePath, type ParsedFile, type Source } from './source.ts'
import { unescapeStep } from '../../src/foundation/json-text.ts'

/** Files that are a text, such as the description of an operation. */
const isText = (place: string): boolean => /\.(?:md|markdown|txt|html?|xml|csv)$/i.test(place)

/** A document as one, or what is wrong with its parts. */
export type Bundle =
  { readonly file: string; readonly text: string; readonly source?: Source } | { readonly diagnostics: readonly Diagnostic[] }

/** Where the document, or one of its parts, has a value. */
interface Origin {
  readonly part: ParsedFile
  readonly path: NodePath
}

/**
 * The document with the parts of other files that it refers to. One that refers to itself alone stays as it is. Otherwise the parts
 * are put into it, and each value keeps its place in its own file. Files are read beside a file, and URLs alone beside a URL.
 */
export const bundleParts = async (folder: string, document: string, file: string, text: string): Promise<Bundle> => {
  const alone = parseSource(file, text)
  if (!('root' in alone)) return { file, text }
  if (!refersOutside(alone.root)) return { file, text, source: alone }
  const { BaseResolver, bundle, createConfig, Source: RedoclySource } = await import('@redocly/openapi-core')
  const root = isUrl(document) ? document : resolve(folder, document)
  const nameOf = (place: string): string => (isUrl(place) ? publicName(place) : relative(folder, place).split(sep).join('/'))
  const parts = new Map<string, ParsedFile>()
  const origins = new Map<unknown, Origin>()
  const broken: Diagnostic[] = []
  const resolver = new (class extends BaseResolver {
    override async loadExternalRef(place: string) {
      if (place === root) return new RedoclySource(place, text)
      if (isUrl(root) && !isUrl(place)) throw new Error('a document behind a URL has no parts in files')
      return new RedoclySource(place, isUrl(place) ? await fetchDocument(place) : await readFile(place, 'utf8'))
    }

    override parseDocument(source: InstanceType<typeof RedoclySource>) {
      if (isText(source.absoluteRef)) return { source, parsed: source.body }
      const part = parseFile(source.absoluteRef === root ? file : nameOf(source.absoluteRef), source.body)
      if (!('content' in part)) {
        broken.push(...part)
        throw new Error('not well-formed')
      }
      parts.set(source.absoluteRef, part)
      noteOrigins(origins, part, part.content, [])
      return { source, parsed: part.content }
    }
  })()
  try {
    const { bundle: whole, problems } = await bundle({ ref: root, config: await createConfig({}), externalRefResolver: resolver })
    if (broken.length > 0) return { diagnostics: broken }
    const errors = problems.filter(({ severity }) => severity === 'error')
    const diagnostics = errors.flatMap(({ location: [location] }) => unresolved(parts, location) ?? [])
    if (diagnostics.length > 0) return { diagnostics }
    return withOrigins(`${file} with its parts`, whole.parsed, origins, { part: { ...alone, content: alone.root }, path: [] })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return {
      diagnostics:
        broken.length > 0 ? broken : [alone.at([], `the parts of the document cannot be put together: ${error.message}`)],
    }
  }
}

const noteOrigins = (origins: Map<unknown, Origin>, part: ParsedFile, node: unknown, path: NodePath): void => {
  if (typeof node !== 'object' || node === null || origins.has(node)) return
  origins.set(node, { part, path })
  for (const [step, value] of Object.entries(node)) noteOrigins(origins, part, value, [...path, step])
}

/** The document as one, whose diagnostics stand where the files have the values. */
const withOrigins = (file: string, root: unknown, origins: ReadonlyMap<unknown, Origin>, start: Origin): Bundle => {
  if (!isRecord(root)) throw new TypeError('expected a mapping')
  const locate = (path: NodePath): Origin => {
    let node: unknown = root
    let origin = start
    for (const step of path) {
      node = memberOf(node, step)
      origin = origins.get(node) ?? { part: origin.part, path: [...origin.path, step] }
    }
    return origin
  }
  const source: Source = {
    file,
    root,
    at(path, message, offset) {
      const origin = locate(path)
      return origin.part.at(origin.path, message, offset)
    },
    atKey(path, message) {
      const above = locate(path.slice(0, -1))
      return above.part.atKey([...above.path, ...path.slice(-1)], message)
    },
  }
  return { file, text: JSON.stringify(root), source }
}

const memberOf = (node: unknown, step: string | number): unknown =>
  Array.isArray(node) ? node[Number(step)] : recordOf(node)[step]

/**
 * What to say of a reference that leads nowhere. One in an example is taken out instead: an example says nothing of what may be sent,
 * and often stands in a file that was not published.
 */
const unresolved = (parts: ReadonlyMap<string, ParsedFile>, location: LocationObject | undefined): Diagnostic | undefined => {
  const part = parts.get(location?.source.absoluteRef ?? '')
  if (location === undefined || part === undefined) throw new Error('a part has no place')
  const path = (location.pointer ?? '')
    .split('/')
    .slice(1)
    .filter((step) => step !== '')
    .map(unescapeStep)
  const node = path.reduce<unknown>(memberOf, part.content)
  if (isRecord(node) && isExample(path)) {
    Reflect.deleteProperty(node, '$ref')
    Reflect.deleteProperty(node, 'externalValue')
    return undefined
  }
  const reference = textOf(node) ?? textOf(recordOf(node)['$ref']) ?? ''
  return part.at(path, `"${reference}" leads to nothing that can be read`)
}

/** Members of these are named by the document's author: one of them may be called `example`. */
const namedMaps = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'schemas',
  'parameters',
  'responses',
  'requestBodies',
  'headers',
  'pathItems',
])

const isExample = (path: NodePath): boolean =>
  path.some((step, index) => index > 0 && (step === 'example' || step === 'examples') && !namedMaps.has(String(path[index - 1])))

/** Whether a reference leads out of the document. */
const refersOutside = (node: unknown, path: NodePath = []): boolean => {
  if (typeof node !== 'object' || node === null || isExample(path)) return false
  return Object.entries(node).some(([name, value]) =>
    name === '$ref' && typeof value === 'string' ? !value.startsWith('#') : refersOutside(value, [...path, name]),
  )
}
