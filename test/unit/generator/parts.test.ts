import { symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../generator/command.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'

const OK = `{ description: ok, content: { application/json: { schema: { $ref: 'pet.yaml' } } } }`
const files = {
  'api.yaml': `openapi: 3.0.3
info: { title: Parts, version: '1' }
paths:
  /a: { $ref: './parts/a.yaml' }
  /b:
    get: { $ref: './parts/b.yaml' }
  /c:
    get:
      operationId: getC
      parameters: [{ $ref: './parts/parameters.yaml#/Limit' }]
      responses: { '200': { $ref: './parts/answers.yaml#/Pets' }, default: { $ref: './parts/answers.yaml#/Problem' } }
`,
  'parts/a.yaml': `get:\n  operationId: getA\n  responses: { '200': ${OK} }\n`,
  'parts/b.yaml': `operationId: getB\nresponses: { '200': ${OK} }\n`,
  'parts/parameters.yaml': 'Limit: { name: limit, in: query, schema: { type: integer } }\n',
  'parts/answers.yaml': `Pets: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: './pet.yaml' } } } } }
Problem: { description: no, content: { application/problem+json: { schema: { type: object, properties: { code: { type: string } } } } } }
`,
  'parts/pet.yaml': "type: object\nrequired: [name]\nproperties: { name: { type: string }, friend: { $ref: './pet.yaml' } }\n",
}

const generate = async (scratch: Scratch, ...args: readonly string[]) => {
  const lines: string[] = []
  const code = await run([...args, '--out', 'client'], (line) => lines.push(line), scratch.path)
  return { code, lines }
}

const started = async (answer: (path: string) => string | undefined) => {
  const server = createServer(({ url = '' }, response) => {
    const text = answer(url)
    response.writeHead(text === undefined ? 404 : 200).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void (server.close(), server.closeAllConnections(), await once(server, 'close')) }
}

describe('a document in several files', () => {
  test('is one API, whatever stands in another file: a path, an operation, a parameter, an answer, a schema', async () => {
    await using scratch = await makeScratch()
    await scratch.write(files)
    expect(await generate(scratch, 'api.yaml', '--openapi-typescript')).toMatchObject({ code: 0 })
    const [resources, types, openapi] = await Promise.all(['resources', 'types', 'openapi'].map((name) => readFile(join(scratch.path, `client/${name}.ts`), 'utf8')))
    expect(resources).toContain('getA(options?: ReadOptions): ApiCall<Pet>')
    expect(resources).toContain('getB(options?: ReadOptions): ApiCall<Pet>')
    expect(resources).toContain('getC(query?: CGetCQuery, options?: ReadOptions)')
    expect(types).toContain('readonly friend?: Pet')
    expect(openapi).toMatch(/"\/b": \{/)
  })

  test('names each part that is not there, where it is asked for, and nothing else', async () => {
    await using scratch = await makeScratch()
    const { 'parts/pet.yaml': _pet, 'parts/parameters.yaml': _parameters, ...rest } = files
    await scratch.write(rest)
    const { code, lines } = await generate(scratch, 'api.yaml')
    expect({ code, lines: lines.toSorted() }).toEqual({ code: 1, lines: [
      expect.stringMatching(/^api\.yaml:10:\d+ "\.\/parts\/parameters\.yaml#\/Limit" leads to nothing that can be read$/),
      expect.stringMatching(/^parts\/a\.yaml:3:\d+ "pet\.yaml" leads to nothing that can be read$/),
      expect.stringMatching(/^parts\/answers\.yaml:1:\d+ "\.\/pet\.yaml" leads to nothing that can be read$/),
      expect.stringMatching(/^parts\/b\.yaml:2:\d+ "pet\.yaml" leads to nothing that can be read$/),
    ] })
  })

  test('behind a URL has its parts there, and none in files', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'secret.yaml': 'type: string\n' })
    const texts: Record<string, string> = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/${name}`, text]))
    await using server = await started((path) => texts[path])
    expect(await generate(scratch, `${server.url}/api.yaml`)).toMatchObject({ code: 0 })
    texts['/api.yaml'] = files['api.yaml'].replace('./parts/b.yaml', `file://${scratch.path}/secret.yaml`)
    const { code, lines } = await generate(scratch, `${server.url}/api.yaml`)
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining('secret.yaml" leads to nothing that can be read')] })
  })

  test('that refers to an operation of its own has it twice', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.yaml': files['api.yaml'].split('  /c:')[0]?.replace("{ $ref: './parts/a.yaml' }", `{ get: { operationId: getA, responses: { '204': { description: ok } } } }`).replace("'./parts/b.yaml'", "'#/paths/~1a/get'") ?? '' })
    expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
    const resources = await readFile(join(scratch.path, 'client/resources.ts'), 'utf8')
    expect(resources.match(/\): ApiCall<undefined>/g)).toHaveLength(2)
    await scratch.write({ 'api.yaml': (await readFile(join(scratch.path, 'api.yaml'), 'utf8')).replace('~1a/get', '~1a/put') })
    expect(await generate(scratch, 'api.yaml')).toEqual({ code: 1, lines: [expect.stringMatching(/^api\.yaml:\d+:\d+ "#\/paths\/~1a\/put" does not exist/)] })
  })
})

describe('a folder of generated files', () => {
  test.each(['types.ts', 'more.ts', 'inner'])('that holds a symbolic link %s is refused, and nothing is written through it', async (name) => {
    await using scratch = await makeScratch()
    const document = files['parts/b.yaml'].replace('pet.yaml', '#/components/schemas/Pet').replaceAll('\n', '\n      ')
    await scratch.write({
      'api.yaml': `openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /b:\n    get:\n      ${document}\ncomponents: { schemas: { Pet: { type: string } } }\n`,
      'client/notes.txt': '',
      'elsewhere.ts': 'mine',
    })
    symlinkSync(name === 'inner' ? scratch.path : join(scratch.path, 'elsewhere.ts'), join(scratch.path, 'client', name))
    for (const flags of [[], ['--check']]) {
      expect(await generate(scratch, 'api.yaml', ...flags)).toEqual({ code: 2, lines: [expect.stringContaining(`client/${name} is a symbolic link`)] })
    }
    expect(await readFile(join(scratch.path, 'elsewhere.ts'), 'utf8')).toBe('mine')
  })
})

test('a file name with line separators gives files that parse', async () => {
  await using scratch = await makeScratch()
  const name = 'a\u2028b\u2029c\u0085d.yaml'
  await scratch.write({ [name]: `openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: { /a: { get: { responses: { '204': { description: ok } }, summary: "Reads a\\u202e b." } } }\n` })
  expect(await generate(scratch, name, '--name', 'pets')).toMatchObject({ code: 0 })
  const resources = await readFile(join(scratch.path, 'client/resources.ts'), 'utf8')
  expect(resources).toContain('Reads a\\u202e b.')
  expect(resources).not.toMatch(/[\u2028\u2029\u202e]/)
  const first = (await readFile(join(scratch.path, 'client/index.ts'), 'utf8')).split(/[\n\r\u2028\u2029]/, 1)[0]
  expect(first).toMatch(/^\/\/ Generated from a b c d\.yaml, do not edit/)
})

describe('a schema that cannot be generated', () => {
  const document = `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /thing:
    get:
      operationId: getThing
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
components:
  schemas:
    Thing:
      type: object
      required: [id, kind]
      properties: { id: { type: string }, kind: { enum: [] }, size: { not: { type: string } }, parts: { type: array, items: { $ref: '#/components/schemas/Part' } } }
    Part: { type: object, patternProperties: { '^x': { type: string } } }
`

  test('is an error of the document, with all places at once', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.yaml': document })
    expect(await generate(scratch, 'api.yaml')).toEqual({ code: 1, lines: [
      expect.stringMatching(/^api\.yaml:13:\d+ "enum" must be a list that is not empty$/),
      expect.stringMatching(/^api\.yaml:13:\d+ "not" cannot be generated/),
      expect.stringMatching(/^api\.yaml:14:\d+ "patternProperties" cannot be generated/),
    ] })
  })

  test('is any JSON value with --lenient, which lists every such place, and leaves the rest as precise as it is', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.yaml': document })
    const { code, lines } = await generate(scratch, 'api.yaml', '--lenient')
    expect({ code, weakened: lines.filter((line) => line.startsWith('weakened to Json: api.yaml:1')) }).toMatchObject({ code: 0, weakened: { length: 3 } })
    const types = await readFile(join(scratch.path, 'client/types.ts'), 'utf8')
    expect(types).toMatch(/readonly id: string\n\s+readonly kind: Json\n\s+readonly size\?: Json\n\s+readonly parts\?: readonly Part\[\]/)
    expect(types).toContain('export type Part = Json')
    expect(await generate(scratch, 'api.yaml', '--lenient', '--check')).toMatchObject({ code: 0 })
  })
})

test('what openapi-typescript refuses is a defect of the document, where its types are asked for', async () => {
  await using scratch = await makeScratch()
  await scratch.write({ 'api.yaml': `openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: { /a: { get: { responses: { '204': { description: ok, headers: { X: { $ref: '#/nowhere' } } } } } } }\n` })
  expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
  expect(await generate(scratch, 'api.yaml', '--openapi-typescript')).toEqual({ code: 1, lines: [expect.stringMatching(/^api\.yaml:1:1 openapi-typescript refuses the document: .*nowhere|resolve/)] })
})
