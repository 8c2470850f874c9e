import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate, generateOpenapi, type Input } from '../../../generator/generate.ts'

const repository = new URL('../../../', import.meta.url).pathname

/** A document with the constructs that generators lose most easily. */
const document = `openapi: 3.1.0
info: { title: Nodes, version: '1' }
x-events: [node:*]
paths:
  /trees:
    get:
      operationId: trees.get
      parameters:
        - { name: toString, in: query, schema: { type: string } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Grove' } } } }
        '203': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Rooted' } } } }
  /nodes/{nodeId}/{depth}:
    parameters:
      - { name: nodeId, in: path, required: true, schema: { $ref: '#/components/schemas/NodeId' } }
      - { name: depth, in: path, required: true, schema: { type: integer } }
    get:
      operationId: nodes.get
      parameters:
        - { name: X-Tenant, in: header, required: true, schema: { type: string } }
        - { name: kind, in: query, required: true, schema: { $ref: '#/components/schemas/Kind' } }
      x-cache: { ttl: 30s, scope: shared, tags: ['node:{$request.path.nodeId}'], maxStaleness: 0s, staleIfError: 10m, staleWhileRevalidate: 5s, negativeTtl: 1s, lease: true, maxConcurrentLoads: 4 }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
        '203':
          description: ok
          content:
            application/json: { schema: { type: object, required: [partial], properties: { partial: { const: true } } } }
    put:
      operationId: nodes.put
      x-hold: 30s
      x-settle: 2s
      x-invalidates: ['node:{$request.path.nodeId}']
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } }
      responses:
        '204': { description: done }
    delete:
      operationId: nodes.remove
      x-invalidates: []
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/NodeId' } } } }
        '204': { description: done }
  /leaves/{leafId}:
    get:
      operationId: leaves.get
      parameters: [{ name: leafId, in: path, required: true, schema: { type: integer } }]
      x-many: getMany
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
components:
  schemas:
    Grove: { type: object, additionalProperties: { $ref: '#/components/schemas/Grove' } }
    Rooted: { type: object, required: [root], properties: { root: { $ref: '#/components/schemas/Grove' } }, additionalProperties: { $ref: '#/components/schemas/Rooted' } }
    NodeId: { type: string, minLength: 1, description: 'A comment that ends */ early, and a \`quote\`.' }
    Kind: { type: string, enum: [leaf, "it's"] }
    Size: { type: integer, format: int64 }
    Base: { type: object, required: [id], properties: { id: { $ref: '#/components/schemas/NodeId' } } }
    Labels: { type: object, additionalProperties: { type: string } }
    Node:
      allOf:
        - { $ref: '#/components/schemas/Base' }
        - { $ref: '#/components/schemas/Tree' }
        - type: object
          required: [kind, 'content-type']
          properties:
            kind: { $ref: '#/components/schemas/Kind' }
            content-type: { type: string, pattern: '^a/b\\.c$' }
            size: { $ref: '#/components/schemas/Size' }
            labels: { $ref: '#/components/schemas/Labels' }
            either: { oneOf: [{ type: string }, { type: number }, { type: 'null' }] }
            level: { type: integer, enum: [1, 2, 3] }
            mood: { type: [string, 'null'], enum: [good, bad, null] }
            free: { type: object }
            when: { type: [string, 'null'], format: date-time }
    Tree:
      type: object
      properties:
        parent: { oneOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] }
        children: { type: array, items: { $ref: '#/components/schemas/Branch' } }
    Branch:
      type: object
      required: [tree]
      properties: { tree: { $ref: '#/components/schemas/Tree' }, weight: { type: number } }
`

const laws = `
import type { z } from 'zod'
import type { NodesApi, Node, NodeInput, NodesGetQuery } from './nodes/index.ts'
import { nodeInputSchema, nodeSchema, nodesGetQuerySchema } from './nodes/schemas.ts'
type Plain<T> = T extends readonly (infer E)[] ? readonly Plain<E>[]
  : T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T
type Assignable<A, B> = [A] extends [B] ? true : false
type Equal<A, B> = Assignable<A, B> extends true ? Assignable<B, A> : false
const yes = <T extends true>(): T => true as T
yes<Assignable<z.output<typeof nodeSchema>, Node>>()
yes<Equal<Plain<z.input<typeof nodeInputSchema>>, Plain<NodeInput>>>()
yes<Equal<Plain<z.input<typeof nodesGetQuerySchema>>, Plain<NodesGetQuery>>>()
export const use = async (api: NodesApi) => {
  const node = await api.nodes.get('n', 2, { kind: "it's" }, { xTenant: 'a' })
  if ('partial' in node) return node.partial satisfies true
  const none: undefined = await api.nodes.put('n', 2, { id: 'n', kind: 'leaf', 'content-type': 'a/b.c' })
  const label: string | undefined = node.labels?.['colour']
  const depth: number | undefined = node.children?.[0]?.tree.children?.[0]?.weight
  const mood: string | null | undefined = node.mood
  // @ts-expect-error a misspelt field deep inside a recursion
  node.children?.[0]?.tree.childrn
  // @ts-expect-error an unknown kind in a request
  await api.nodes.get('n', 2, { kind: 'twig' }, { xTenant: 'a' })
  // @ts-expect-error a required header
  await api.nodes.get('n', 2, { kind: 'leaf' })
  // @ts-expect-error a path parameter of the wrong type
  await api.nodes.get('n', '2', { kind: 'leaf' }, { xTenant: 'a' })
  const leaves: readonly { readonly kind: string }[] = await api.leaves.getMany([1, 2], { maxStaleness: 0 })
  // @ts-expect-error ids of the wrong type
  await api.leaves.getMany(['1'])
  return [none, label, depth, mood, leaves]
}
`

describe('a client of a document with recursion, compositions, maps, nullable unions and several answers', () => {
  const input: Input = { name: 'nodes', file: 'nodes.yaml', text: document }
  let files: ReadonlyMap<string, string>

  beforeAll(() => {
    const output = generate([input], { runtime: `${repository}src/runtime.ts`, extension: 'ts' })
    files = 'files' in output ? output.files : new Map([['diagnostics', JSON.stringify(output.diagnostics)]])
  })

  test('is generated', () => {
    expect([...files.keys()]).toEqual(['index', 'operations', 'resources', 'schemas', 'types'].map((name) => `nodes/${name}.ts`))
  })

  test('says how long a command holds and when it settles, and how far behind a read may be', () => {
    const operations = files.get('nodes/operations.ts')
    expect(operations).toMatch(/id: 'nodes\.put'.*?hold: '30s',\s*settle: '2s'/s)
    expect(operations).toMatch(/id: 'nodes\.get'.*?maxStaleness: '0s'/s)
    const resources = files.get('nodes/resources.ts')?.replaceAll(/\s+\*\s+/g, ' ')
    expect(resources).toContain('At most 0 s behind an invalidation.')
    expect(resources).toContain('What the request names is held meanwhile, for 30 s at most.')
  })

  test('says what is served past its lifetime, and how it is loaded', () => {
    const operations = files.get('nodes/operations.ts')?.replaceAll(/\s+/g, ' ')
    expect(operations).toContain(
      "staleIfError: '10m', staleWhileRevalidate: '5s', negativeTtl: '1s', lease: true, maxConcurrentLoads: 4",
    )
    expect(files.get('nodes/resources.ts')?.replaceAll(/\s+\*\s+/g, ' ')).toContain(
      'Served up to 5 s longer while a newer one is loaded. Where the API fails, served up to 10 min longer, marked `stale`. That there is none is remembered for 1 s. Loaded by one process at a time.',
    )
  })

  test('compiles under the strict settings of the project, and refuses misspelt fields and values', async () => {
    const { config } = ts.readConfigFile(`${repository}tsconfig.json`, ts.sys.readFile)
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository)
    const folder = `${repository}src/generated-for-test/`
    const texts = new Map([...files].map(([path, text]) => [folder + path, text]))
    texts.set(`${folder}laws.ts`, laws)
    const openapi = await generateOpenapi(input)
    if ('message' in openapi) throw new Error(openapi.message)
    texts.set(folder + openapi[0], openapi[1])
    const host = ts.createCompilerHost(options)
    const { readFile, fileExists, directoryExists, getSourceFile } = host
    host.directoryExists = (name) => name.startsWith(folder.slice(0, -1)) || directoryExists?.(name) === true
    host.readFile = (name) => texts.get(name) ?? readFile(name)
    host.fileExists = (name) => texts.has(name) || fileExists(name)
    host.getSourceFile = (name, ...others) => {
      const text = texts.get(name)
      return text === undefined ? getSourceFile(name, ...others) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023)
    }
    const program = ts.createProgram([...texts.keys()], options, host)
    const diagnostics: ts.Diagnostic[] = []
    for (const name of texts.keys()) {
      const source = program.getSourceFile(name)
      diagnostics.push(...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source))
    }
    expect(diagnostics.map((diagnostic) => ts.formatDiagnostic(diagnostic, host))).toEqual([])
  })
})
