import { createHash } from 'node:crypto'
import { readApi } from './read/api.ts'
import type { Api } from './read/api.ts'
import { readCatalog } from './read/catalog.ts'
import { inOrder } from './diagnostic.ts'
import type { Diagnostic } from './diagnostic.ts'
import { emitIndex } from './emit/index.ts'
import { emitOperations } from './emit/operations.ts'
import { emitResources } from './emit/resources.ts'
import { emitSchemas } from './emit/schemas.ts'
import { emitTypes } from './emit/types.ts'
import { lint } from './lint/lint.ts'
import { withPolicies } from './policy/policy-file.ts'
import { parseSource } from './read/source.ts'
import type { Source } from './read/source.ts'
import type { Target } from './target.ts'

/** A document to generate a client from. */
export interface Input {
  /** Name of the API: `mes`. */
  readonly name: string
  /** Name of the file, as diagnostics should say it. */
  readonly file: string
  readonly text: string
  /** A file that adds policies to a document of somebody else, who need not know of this generator. */
  readonly policy?: Pick<Input, 'file' | 'text'>
  /** Whether the document is somebody else's: it need not say everything then, and names are made to fit. Default: it is ours. */
  readonly isForeign?: boolean
}

/** Files of the generated clients by their path, `mes/types.ts`; or what is wrong with the documents. */
export type Output =
  | { readonly files: ReadonlyMap<string, string> }
  | { readonly diagnostics: readonly Diagnostic[] }

/** Generates a client for each document. The same inputs always give the same files. */
export const generate = (inputs: readonly Input[], target: Target): Output => {
  const parsed = inputs.map((input) => ({ ...input, source: parse(input) }))
  const broken = parsed.flatMap(({ source }) => (isSource(source) ? [] : source))
  if (broken.length > 0) return { diagnostics: inOrder(broken) }
  const apis = parsed.flatMap(({ name, source, isForeign }) => (isSource(source) ? [readApi(name, source, isForeign !== true)] : []))
  const digests = new Map(inputs.map(({ name, text, policy }) => [name, digestOf(text + (policy?.text ?? ''))]))
  const diagnostics = lint(apis)
  if (diagnostics.length > 0) return { diagnostics }
  const files = new Map<string, string>()
  for (const api of apis) {
    for (const [name, text] of emit(api, target, digests.get(api.name) ?? '')) files.set(`${api.name}/${name}`, header(api) + text)
  }
  return { files }
}

const parse = ({ file, text, policy }: Input): Source | readonly Diagnostic[] => {
  const document = parseSource(file, text)
  if (policy === undefined || !isSource(document)) return document
  const policies = parseSource(policy.file, policy.text)
  return isSource(policies) ? withPolicies(document, policies) : policies
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** First line of every generated file. */
export const HEADER = '// Generated from '

const isSource = (source: Source | readonly Diagnostic[]): source is Source => !Array.isArray(source)

const header = ({ source }: Api): string =>
  `${HEADER}${source.file.replaceAll(/\p{Cc}/gu, ' ')}, do not edit: change the document and run \`npm run generate\`.\n`

const emit = (api: Api, target: Target, digest: string): readonly (readonly [string, string])[] => {
  const catalog = readCatalog(api)
  return [
    ['index.ts', emitIndex(api, digest, target)],
    ['operations.ts', emitOperations(api, catalog, target)],
    ['resources.ts', emitResources(api, catalog, target)],
    ['schemas.ts', emitSchemas(catalog, api.operations, target)],
    ['types.ts', emitTypes(catalog.schemas, target)],
  ]
}
