import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { parse } from 'yaml'
import { run as generate } from '../../generator/command.ts'
import type { OperationDefinition } from '../../src/operation/definition.ts'
import { withUnknownValues } from '../../src/operation/open-enum.ts'
import { isNode, nodeOf, readNode } from '../foreign/document.ts'
import type { Node } from '../foreign/document.ts'

const root = resolve(import.meta.dirname, '../..')
const runtime = join(root, 'src/runtime.ts')

/** A document that an npm package ships. */
export interface PublicDocument {
  readonly name: string
  readonly file: string
  /** Whether it is small enough for every run of the tests. */
  readonly isSmall: boolean
  /** The defect for which there is no client. */
  readonly refusedFor?: string
}

const CONTRADICTION = 'no value meets every part of this schema: its parts contradict each other'
const BODY_OF_GET = 'a GET with a body cannot be generated: fetch does not send it'

const example = (version: string, name: string): PublicDocument => ({
  name: `readme ${version} ${name}`,
  file: `@readme/oas-examples/${version}/yaml/${name}.yaml`,
  isSmall: name !== 'star-trek' && name !== 'readme',
  ...(name === 'schema-types' ? { refusedFor: CONTRADICTION } : name === 'schema-enums' ? { refusedFor: BODY_OF_GET } : {}),
})

export const publicDocuments: readonly PublicDocument[] = [
  { name: 'blockfrost', file: '@blockfrost/openapi/openapi.yaml', isSmall: false },
  { name: 'cactus', file: '@hyperledger/cactus-core-api/dist/lib/main/json/openapi.json', isSmall: true },
  { name: 'dialogporten', file: '@digdir/dialogporten-schema/swagger.verified.json', isSmall: false },
  { name: 'decentraland', file: '@dcl/catalyst-api-specs/lib/api.yaml', isSmall: true },
  { name: 'directus', file: '@directus/specs/dist/openapi.json', isSmall: false },
  { name: 'figma', file: '@figma/rest-api-spec/openapi/openapi.yaml', isSmall: false },
  { name: 'galaxy', file: '@scalar/galaxy/dist/latest.yaml', isSmall: true, refusedFor: '"$dynamicRef" cannot be generated' },
  { name: 'rclone', file: 'rclone-openapi/openapi.yaml', isSmall: false },
  { name: 'shipengine', file: 'shipengine-openapi/openapi.yaml', isSmall: false },
  ...[
    'callbacks',
    'complex-nesting',
    'discriminators',
    'parameters-style',
    'petstore',
    'polymorphism',
    'readme-legacy',
    'request-examples',
    'response-examples',
    'schema-circular',
    'schema-enums',
    'schema-types',
    'security',
    'star-trek',
    'uspto',
  ].map((name) => example('3.0', name)),
  ...['petstore', 'readme', 'schema-types', 'schema-validation-local', 'train-travel', 'webhooks'].map((name) =>
    example('3.1', name),
  ),
]

/** Examples of one kind: how many the document has, how many ajv accepts, and those of them that the client refuses. */
export interface Tally {
  all: number
  valid: number
  readonly refused: string[]
}

/** What became of a document. */
export interface Survey {
  readonly document: PublicDocument
  /** Why there is no client. */
  readonly defects: readonly string[]
  readonly operations: number
  readonly requests: Tally
  readonly answers: Tally
  /** Examples of answers with a value that their description does not foresee. */
  readonly reported: number
}

/** Generates the client of a document, and has it check the document's examples, as ajv does. */
export const survey = async (document: PublicDocument, folder: string): Promise<Survey> => {
  const lines: string[] = []
  const file = join('node_modules', document.file)
  const code = await generate(
    [file, '--out', folder, '--name', 'api', '--extension', 'ts', '--runtime', runtime],
    (line) => lines.push(line),
    root,
  )
  const requests: Tally = { all: 0, valid: 0, refused: [] }
  const answers: Tally = { all: 0, valid: 0, refused: [] }
  if (code !== 0)
    return {
      document,
      defects: lines.map((line) => line.slice(line.indexOf(' ') + 1)),
      operations: 0,
      requests,
      answers,
      reported: 0,
    }
  const { operations } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'operations.ts')).href)) as {
    operations: readonly OperationDefinition[]
  }
  const text = await readFile(join(root, file), 'utf8')
  const { follow, root: modern, isValid } = openDocument(parse(text, { maxAliasCount: -1 }))
  let reported = 0
  for (const operation of operations) {
    const pathItem = follow(nodeOf(modern['paths'])[operation.path], `/paths/${escape(operation.path)}`)
    const method = operation.method.toLowerCase()
    const at = `${pathItem.pointer}/${method}`
    const node = nodeOf(pathItem.node[method])
    for (const { value, pointer } of examplesOf(follow, node['requestBody'], `${at}/requestBody`)) {
      const isFine = isValid(pointer, value)
      requests.all++
      if (!isFine) continue
      requests.valid++
      const issues = operation.request.safeParse({ body: value }).error?.issues.filter(({ path }) => path[0] === 'body') ?? []
      if (issues.length > 0) requests.refused.push(`${operation.id}: ${JSON.stringify(issues).slice(0, 300)}`)
    }
    for (const [status, answer] of Object.entries(nodeOf(node['responses']))) {
      const schema = (operation.responses as Readonly<Record<string, OperationDefinition['request'] | null>>)[status]
      if (schema == null) continue
      for (const { value, pointer } of examplesOf(follow, answer, `${at}/responses/${status}`)) {
        const isFine = isValid(pointer, value)
        answers.all++
        const { result, unknown } = withUnknownValues(() => schema.safeParse(value))
        if (unknown.length > 0) reported++
        if (!isFine) continue
        answers.valid++
        if (!result.success)
          answers.refused.push(`${operation.id} ${status}: ${JSON.stringify(result.error.issues).slice(0, 300)}`)
      }
    }
  }
  return { document, defects: [], operations: operations.length, requests, answers, reported }
}

type Follow = (node: unknown, pointer: string) => { readonly node: Node; readonly pointer: string }

const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1')

/** The document as ajv reads it, without any of the generator's code. */
const openDocument = (given: unknown) => {
  const modern = readNode(given)
  const ajv = new Ajv2020({ strict: false, validateFormats: true, discriminator: false, logger: false })
  formats.default.default(ajv)
  ajv.addSchema({ ...modern, $id: 'document' })
  const follow: Follow = (node, pointer) => {
    const reference = nodeOf(node)['$ref']
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return { node: nodeOf(node), pointer }
    const steps = reference
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    return follow(
      steps.reduce<unknown>((value, step) => (Array.isArray(value) ? value[Number(step)] : nodeOf(value)[step]), modern),
      `/${steps.map(escape).join('/')}`,
    )
  }
  const isValid = (pointer: string, value: unknown): boolean => {
    try {
      return ajv.compile({ $ref: `document#${pointer.split('/').map(encodeURIComponent).join('/')}` })(value)
    } catch {
      // ajv cannot compile the schema, so it says nothing of the example.
      return false
    }
  }
  return { root: modern, follow, isValid }
}

/** Examples of the JSON of a message, and where its schema stands. */
const examplesOf = (
  follow: Follow,
  message: unknown,
  at: string,
): readonly { readonly value: unknown; readonly pointer: string }[] => {
  const { node, pointer } = follow(message, at)
  const [type, given] = Object.entries(nodeOf(node['content'])).find(([name]) => /^[^;]*json/.test(name)) ?? ['', undefined]
  const media = nodeOf(given)
  if (!isNode(media['schema'])) return []
  const schema = `${pointer}/content/${escape(type)}/schema`
  const target = follow(media['schema'], schema)
  const values = [
    ...('example' in media ? [followed(follow, media['example'])] : []),
    ...Object.values(nodeOf(media['examples']))
      .map((one) => follow(one, '').node)
      .flatMap((one) => ('value' in one ? [one['value']] : [])),
    ...('example' in target.node ? [target.node['example']] : []),
  ]
  return values.map((value) => ({ value, pointer: schema }))
}

/** Some documents have a reference in place of an example. */
const followed = (follow: Follow, value: unknown): unknown => {
  if (!('$ref' in nodeOf(value))) return value
  const { node } = follow(value, '')
  return 'value' in node ? node['value'] : node
}

/** Settings of a consumer's project in which every client compiles. */
export const strictSettings = {
  compilerOptions: {
    target: 'es2023',
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
  },
}

/** The rows of a table of documents, as `docs/generator.md` has it. */
export const tableOf = (surveys: readonly Survey[]): readonly string[] => [
  '| document | operations | examples of requests: all, valid, accepted | examples of answers: all, valid, accepted, with a warning |',
  '|---|---|---|---|',
  ...surveys.map(({ document: { name }, defects, operations, requests, answers, reported }) =>
    defects.length > 0
      ? `| ${name} | refused: ${defects[0] ?? ''} | | |`
      : `| ${name} | ${operations} | ${rowOf(requests)} | ${rowOf(answers)}, ${reported} |`,
  ),
]

const rowOf = ({ all, valid, refused }: Tally): string => `${all}, ${valid}, ${valid - refused.length}`
