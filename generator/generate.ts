import { createHash } from 'node:crypto'
import { readApi } from './read/api.ts'
import type { Api } from './read/api.ts'
import { readCatalog } from './read/catalog.ts'
import type { Catalog } from './read/catalog.ts'
import { inOrder } from './diagnostic.ts'
import type { Diagnostic } from './diagnostic.ts'
import { emitBlueprints } from './emit/blueprints.ts'
import { emitIndex } from './emit/index.ts'
import { emitOpenapi } from './emit/openapi.ts'
import { emitOperations } from './emit/operations.ts'
import { emitResources } from './emit/resources.ts'
import { emitSchemas } from './emit/schemas.ts'
import { emitTypes } from './emit/types.ts'
import { lint } from './lint/lint.ts'
import { withPolicies } from './policy/policy-file.ts'
import { visible } from './print.ts'
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
  /** The document, parsed. Default: what the text says. */
  readonly source?: Source
  /** A file that adds policies to a document of somebody else, who need not know of this generator. */
  readonly policy?: Pick<Input, 'file' | 'text'>
  /** Whether the document is somebody else's: it need not say everything then, and names are made to fit. Default: it is ours. */
  readonly isForeign?: boolean
  /** Whether a schema that cannot be generated is weakened to any JSON value. Default: it is a defect. */
  readonly isLenient?: boolean
}

/** Files of the generated clients by their path, `mes/types.ts`; or what is wrong with the documents. */
export type Output =
  | { readonly files: ReadonlyMap<string, string>; readonly weakened: readonly Diagnostic[] }
  | { readonly diagnostics: readonly Diagnostic[] }

/** Generates a client for each document. The same inputs always give the same files. */
export const generate = (inputs: readonly Input[], target: Target): Output => {
  const parsed = inputs.map((input) => ({ ...input, source: parse(input) }))
  const broken = parsed.flatMap(({ source }) => (isSource(source) ? [] : source))
  if (broken.length > 0) return { diagnostics: inOrder(broken) }
  const apis = parsed.flatMap(({ name, source, isForeign, isLenient = false }) =>
    isSource(source) ? [readApi(name, source, { isStrict: isForeign !== true, isLenient })] : [],
  )
  const digests = new Map(inputs.map(({ name, text, policy }) => [name, digestOf(text + (policy?.text ?? ''))]))
  const catalogs = apis.map((api) => [api, readCatalog(api)] as const)
  const diagnostics = lint(catalogs)
  if (diagnostics.length > 0) return { diagnostics }
  const files = new Map<string, string>()
  for (const [api, catalog] of catalogs) {
    for (const [name, text] of emit(api, catalog, target, digests.get(api.name) ?? ''))
      files.set(`${api.name}/${name}`, visible(header(api.source) + text))
  }
  return { files, weakened: inOrder(catalogs.flatMap(([, catalog]) => catalog.weakened)) }
}

const parse = ({ file, text, source, policy }: Input): Source | readonly Diagnostic[] => {
  const document = source ?? parseSource(file, text)
  if (policy === undefined || !isSource(document)) return document
  const policies = parseSource(policy.file, policy.text)
  return isSource(policies) ? withPolicies(document, policies) : policies
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** First line of every generated file. */
export const HEADER = '// Generated from '

/** The types that tools of openapi-typescript take, by the path of their file; or why it refuses the document, which may be for what no client needs. */
export const generateOpenapi = async ({
  name,
  file,
  text,
  source: given,
}: Input): Promise<readonly [path: string, text: string] | Diagnostic> => {
  const source = given ?? parseSource(file, text)
  if (!isSource(source)) throw new TypeError(`${file} is not well-formed`)
  try {
    return [`${name}/openapi.ts`, visible(header(source) + (await emitOpenapi(source.root)))]
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error
    return source.at([], `openapi-typescript refuses the document: ${error.message.split('\n')[0] ?? ''}`)
  }
}

const isSource = (source: Source | readonly Diagnostic[]): source is Source => !Array.isArray(source)

const header = ({ file }: Source): string =>
  `${HEADER}${file.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')}, do not edit: change the document and run \`npm run generate\`.\n`

const emit = (api: Api, catalog: Catalog, target: Target, digest: string): readonly (readonly [string, string])[] => [
  ...(target.blueprints === true ? [['blueprints.ts', emitBlueprints(api, catalog, target)] as const] : []),
  ['index.ts', emitIndex(api, digest, target)],
  ['operations.ts', emitOperations(api, catalog, target)],
  ['resources.ts', emitResources(api, catalog, target)],
  ['schemas.ts', emitSchemas(catalog, api.operations, target)],
  ['types.ts', emitTypes(catalog.schemas, target)],
]
