import { createHash } from 'node:crypto'
import { readApi } from './api.ts'
import type { Api } from './api.ts'
import { readCatalog } from './catalog.ts'
import { inOrder } from './diagnostic.ts'
import type { Diagnostic } from './diagnostic.ts'
import { emitOperations } from './emit-operations.ts'
import { emitResources, factoryName, resourceTypes } from './emit-resources.ts'
import { emitSchemas } from './emit-schemas.ts'
import { emitTypes } from './emit-types.ts'
import { lint } from './lint.ts'
import { parseSource } from './source.ts'
import type { Source } from './source.ts'

/** A document to generate a client from. */
export interface Input {
  /** Name of the API: `mes`. */
  readonly name: string
  /** Name of the file, as diagnostics should say it. */
  readonly file: string
  readonly text: string
}

/** Files of the generated clients by their path, `mes/types.ts`; or what is wrong with the documents. */
export type Output =
  | { readonly files: ReadonlyMap<string, string> }
  | { readonly diagnostics: readonly Diagnostic[] }

/** Generates a client for each document. `runtime` is what the clients import; the same inputs always give the same files. */
export const generate = async (inputs: readonly Input[], runtime: string): Promise<Output> => {
  const parsed = inputs.map(({ name, file, text }) => ({ name, file, source: parseSource(file, text) }))
  const broken = parsed.flatMap(({ source }) => (isSource(source) ? [] : source))
  if (broken.length > 0) return { diagnostics: inOrder(broken) }
  const apis = parsed.flatMap(({ name, source }) => (isSource(source) ? [readApi(name, source)] : []))
  const digests = new Map(inputs.map(({ name, text }) => [name, createHash('sha256').update(text).digest('hex').slice(0, 16)]))
  const diagnostics = lint(apis)
  if (diagnostics.length > 0) return { diagnostics }
  const files = new Map<string, string>()
  for (const api of apis) {
    const emitted = await emit(api, runtime, digests.get(api.name) ?? '')
    for (const [name, text] of emitted) files.set(`${api.name}/${name}`, header(api) + text)
  }
  return { files }
}

/** First line of every generated file. */
export const HEADER = '// Generated from '

const isSource = (source: Source | readonly Diagnostic[]): source is Source => !Array.isArray(source)

const header = ({ source }: Api): string =>
  `${HEADER}${source.file}, do not edit: change the document and run \`npm run generate\`.\n`

const emit = async (api: Api, runtime: string, digest: string): Promise<readonly (readonly [string, string])[]> => {
  const catalog = readCatalog(api)
  return [
    ['index.ts', emitIndex(api, digest)],
    ['operations.ts', emitOperations(api, catalog, runtime)],
    ['resources.ts', emitResources(api, catalog, runtime)],
    ['schemas.ts', emitSchemas(catalog, api.operations, runtime)],
    ['types.ts', await emitTypes(catalog, runtime)],
  ]
}

/** The digest makes any change of the document, of a comment too, a change of the generated files. */
const emitIndex = (api: Api, digest: string): string => [
  `// SHA-256 of the document: ${digest}`,
  `export { operations } from './operations.ts'`,
  `export { ${factoryName(api)} } from './resources.ts'`,
  `export type { ${resourceTypes(api).join(', ')} } from './resources.ts'`,
  `export type * from './types.ts'`,
  '',
].join('\n')
