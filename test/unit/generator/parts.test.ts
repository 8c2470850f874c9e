import { symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { run } from '../../../generator/command.ts'
import { toRegExp } from '../../../generator/lint/schema.ts'
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
  const code = await run(['--out', 'client', ...args], (line) => lines.push(line), scratch.path)
  return { code, lines }
}

const started = async (answer: (path: string) => string | undefined) => {
  const server = createServer(({ url = '' }, response) => {
    const text = answer(url)
    response.writeHead(text === undefined ? 404 : 200).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void (server.close(), server.closeAllConnections(), await once(server, 'close')),
  }
}

describe('a document in several files', () => {
  test('is one API, whatever stands in another file: a path, an operation, a parameter, an answer, a schema', async () => {
    await using scratch = await makeScratch()
    await scratch.write(files)
    expect(await generate(scratch, 'api.yaml', '--openapi-typescript')).toMatchObject({ code: 0 })
    const [resources, types, openapi] = await Promise.all(
      ['resources', 'types', 'openapi'].map((name) => readFile(join(scratch.path, `client/${name}.ts`), 'utf8')),
    )
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
    expect({ code, lines: lines.toSorted() }).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(/^api\.yaml:10:\d+ "\.\/parts\/parameters\.yaml#\/Limit" leads to nothing that can be read$/),
        expect.stringMatching(/^parts\/a\.yaml:3:\d+ "pet\.yaml" leads to nothing that can be read$/),
        expect.stringMatching(/^parts\/answers\.yaml:1:\d+ "\.\/pet\.yaml" leads to nothing that can be read$/),
        expect.stringMatching(/^parts\/b\.yaml:2:\d+ "pet\.yaml" leads to nothing that can be read$/),
      ],
    })
  })

  /** An operation whose answer has that schema. */
  const documentOf = (schema: string, more = ''): string =>
    `openapi: 3.0.3\ninfo: { title: Parts, version: '1' }\npaths:\n  /a:\n    get:\n      operationId: getA\n      responses: { '200': { description: ok, content: { application/json: { schema: ${schema}${more} } } } }\n`
  const PET = 'type: object\nrequired: [name]\nproperties: { name: { type: string } }\n'

  test.each(['example', 'examples', 'enum', 'default', 'const', '$ref'])(
    'is put together by the reference of a field that is called %s',
    async (name) => {
      await using scratch = await makeScratch()
      await scratch.write({
        'api.yaml': documentOf(`{ type: object, properties: { ${name}: { $ref: './pet.yaml' } } }`),
        'pet.yaml': PET,
      })
      expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
      expect(await readFile(join(scratch.path, 'client/types.ts'), 'utf8')).toMatch(/readonly [$\w]+\?: Pet\n/)
    },
  )

  test('may have two files of one name, which become two types', async () => {
    await using scratch = await makeScratch()
    await scratch.write({
      'api.yaml': documentOf(`{ oneOf: [{ $ref: './a/pet.yaml' }, { $ref: './b/pet.yaml' }] }`),
      'a/pet.yaml': PET,
      'b/pet.yaml': PET.replaceAll('name', 'age'),
    })
    expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
    expect(await readFile(join(scratch.path, 'client/types.ts'), 'utf8')).toMatch(
      /export type Pet = \{\n {2}readonly name: string\n\}[^]*export type Pet2 = \{\n {2}readonly age: string\n\}/,
    )
  })

  test.each([
    ['an example', `, example: { $ref: './none.json' }`],
    ['one of several examples', `, examples: { a: { $ref: './none.json' } }`],
    ['the value of an example', `, examples: { a: { externalValue: './none.json' } }`],
  ])('may lack %s', async (_what, more) => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.yaml': documentOf(`{ $ref: './pet.yaml' }`, more), 'pet.yaml': PET })
    expect(await generate(scratch, 'api.yaml', '--openapi-typescript')).toMatchObject({ code: 0 })
  })

  test.each([
    ['a schema that cannot be generated', `${PET}not: { type: string }\n`, [/^pet\.yaml:4:\d+ "not" cannot be generated/]],
    [
      'one in a field',
      `${PET}  \nadditionalProperties: { enum: [] }\n`,
      [/^pet\.yaml:5:\d+ "enum" must be a list that is not empty$/],
    ],
    ['a text that is not well-formed', 'type: [\n', [/^pet\.yaml:\d+:\d+ /]],
    [
      'an alias inside of what it repeats',
      '&a\ntype: object\nproperties: { a: *a }\n',
      [/^pet\.yaml:3:\d+ the alias \*a stands inside/],
    ],
    [
      'what is nested too deep',
      `{ "items": `.repeat(5000) + '{}' + '}'.repeat(5000),
      [/^pet\.yaml:1:\d+ the document is nested more than 500 values deep$/],
    ],
    ['no mapping', '- 1\n', [/^api\.yaml:7:\d+ "[^"]+" leads to what cannot be generated: expected a mapping$/]],
    [
      'a reference back, and so on',
      '$ref: ./other.yaml\n',
      [/^api\.yaml:1:1 the parts of the document cannot be put together: .*circular/],
    ],
  ])('names the place in the part that has %s', async (_what, part, lines) => {
    await using scratch = await makeScratch()
    await scratch.write({
      'api.yaml': documentOf(`{ $ref: './pet.yaml' }`),
      'pet.yaml': part,
      'other.yaml': '$ref: ./pet.yaml\n',
    })
    expect(await generate(scratch, 'api.yaml')).toEqual({ code: 1, lines: lines.map((line) => expect.stringMatching(line)) })
  })

  test('names each of two defects that stand at the same place of two parts', async () => {
    await using scratch = await makeScratch()
    await scratch.write({
      'api.yaml': documentOf(`{ oneOf: [{ $ref: './a.yaml' }, { $ref: './b.yaml' }] }`),
      'a.yaml': 'enum: []\n',
      'b.yaml': 'enum: []\n',
    })
    expect(await generate(scratch, 'api.yaml')).toEqual({
      code: 1,
      lines: ['a.yaml:1:7 "enum" must be a list that is not empty', 'b.yaml:1:7 "enum" must be a list that is not empty'],
    })
    const { code, lines } = await generate(scratch, 'api.yaml', '--lenient')
    expect({ code, lines: lines.slice(0, 2) }).toEqual({
      code: 0,
      lines: [
        'weakened to Json: a.yaml:1:7 "enum" must be a list that is not empty',
        'weakened to Json: b.yaml:1:7 "enum" must be a list that is not empty',
      ],
    })
  })

  test('behind a URL has its parts there, and none in files', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'secret.yaml': 'type: string\n' })
    const texts: Record<string, string> = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/${name}`, text]))
    await using server = await started((path) => texts[path])
    expect(await generate(scratch, `${server.url}/api.yaml`)).toMatchObject({ code: 0 })
    texts['/api.yaml'] = files['api.yaml'].replace('./parts/b.yaml', `file://${scratch.path}/secret.yaml`)
    const { code, lines } = await generate(scratch, `${server.url}/api.yaml`)
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [expect.stringContaining('secret.yaml" leads to nothing that can be read')],
    })
  })

  test('that refers to an operation of its own has it twice', async () => {
    await using scratch = await makeScratch()
    await scratch.write({
      'api.yaml':
        files['api.yaml']
          .split('  /c:')[0]
          ?.replace("{ $ref: './parts/a.yaml' }", `{ get: { operationId: getA, responses: { '204': { description: ok } } } }`)
          .replace("'./parts/b.yaml'", "'#/paths/~1a/get'") ?? '',
    })
    expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
    const resources = await readFile(join(scratch.path, 'client/resources.ts'), 'utf8')
    expect(resources.match(/\): ApiCall<undefined>/g)).toHaveLength(2)
    await scratch.write({ 'api.yaml': (await readFile(join(scratch.path, 'api.yaml'), 'utf8')).replace('~1a/get', '~1a/put') })
    expect(await generate(scratch, 'api.yaml')).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^api\.yaml:\d+:\d+ "#\/paths\/~1a\/put" does not exist/)],
    })
  })
})

describe('a folder of generated files', () => {
  test.each(['types.ts', 'more.ts', 'inner'])(
    'that holds a symbolic link %s is refused, and nothing is written through it',
    async (name) => {
      await using scratch = await makeScratch()
      const document = files['parts/b.yaml'].replace('pet.yaml', '#/components/schemas/Pet').replaceAll('\n', '\n      ')
      await scratch.write({
        'api.yaml': `openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /b:\n    get:\n      ${document}\ncomponents: { schemas: { Pet: { type: string } } }\n`,
        'client/notes.txt': '',
        'elsewhere.ts': 'mine',
      })
      symlinkSync(name === 'inner' ? scratch.path : join(scratch.path, 'elsewhere.ts'), join(scratch.path, 'client', name))
      for (const flags of [[], ['--check']]) {
        expect(await generate(scratch, 'api.yaml', ...flags)).toEqual({
          code: 2,
          lines: [expect.stringContaining(`client/${name} is a symbolic link`)],
        })
      }
      expect(await readFile(join(scratch.path, 'elsewhere.ts'), 'utf8')).toBe('mine')
    },
  )
})

test.each([
  ['leads nowhere', 'link'],
  ['stands in a file', 'file/inner'],
])('a folder of generated files that %s is refused, in one line', async (_what, out) => {
  await using scratch = await makeScratch()
  await scratch.write({
    'api.yaml': `openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: { /a: { get: { responses: { '204': { description: ok } } } } }\n`,
    file: '',
  })
  symlinkSync('nowhere', join(scratch.path, 'link'))
  expect(await generate(scratch, 'api.yaml', '--out', out)).toEqual({
    code: 2,
    lines: [expect.stringMatching(/^\S+index\.ts cannot be written: E[A-Z]+[^\n]*$/)],
  })
})

describe('what a document says is on one line of code, in the order in which it is compiled', () => {
  const MARKS = [
    '\u0000',
    '\u000b',
    '\u007f',
    '\u0085',
    '\u061c',
    '\u200e',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\ud800',
  ]
  const text = `${MARKS.join('')}*/x`
  /** Of a document in which every text is that one. */
  const documentOf = (...patterns: readonly string[]): string =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: text, version: text, description: text },
      tags: [{ name: text, description: text }],
      paths: {
        [`/${text}`]: {
          get: {
            operationId: 'things.get',
            summary: text,
            description: text,
            tags: [text],
            parameters: [{ in: 'query', name: text, description: text, example: text, schema: { enum: [text], default: text } }],
            responses: {
              200: { description: text, content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
            },
          },
        },
      },
      components: {
        schemas: {
          Thing: {
            title: text,
            description: text,
            type: 'object',
            required: [text],
            example: text,
            properties: {
              [text]: { const: text, description: text },
              ...Object.fromEntries(patterns.map((pattern, index) => [`value${index}`, { type: 'string', pattern }])),
            },
          },
        },
      },
    })

  test('in every file that is generated, and each string keeps its value', async () => {
    await using scratch = await makeScratch()
    const name = 'a\u2028b\u2029c\u0085d\u202ee.json'
    await scratch.write({ [name]: documentOf(text.slice(0, -2)) })
    const args = [name, '--name', 'things', '--openapi-typescript']
    expect(await generate(scratch, ...args)).toMatchObject({ code: 0 })
    for (const file of ['index', 'openapi', 'operations', 'resources', 'schemas', 'types']) {
      const code = await readFile(join(scratch.path, `client/${file}.ts`), 'utf8')
      expect(code).not.toMatch(/(?![\t\n])[\p{Cc}\u061c\u200e\u2028\u2029\u202e\u2066\ufeff\ufffd]/u)
      expect(ts.transpileModule(code, { reportDiagnostics: true }).diagnostics).toEqual([])
      expect(code.split('\n', 1)[0]).toBe(
        '// Generated from a b c d\\u202ee.json, do not edit: change the document and run `npm run generate`.',
      )
    }
    const { constant = '' } =
      /literal\((?<constant>'[^']+')\)/.exec(await readFile(join(scratch.path, 'client/schemas.ts'), 'utf8'))?.groups ?? {}
    expect(runInNewContext(constant)).toBe(text)
    expect(await generate(scratch, ...args, '--check')).toEqual({ code: 0, lines: ['6 generated files are up to date'] })
  })

  test('and each pattern says what it said', async () => {
    await using scratch = await makeScratch()
    const patterns = [...MARKS, '\n', '\\n', '\\\\']
      .flatMap((mark) => [mark, `\\${mark}`, `\\\\${mark}`])
      .filter((pattern) => toRegExp(pattern) !== undefined)
    await scratch.write({ 'api.json': documentOf(...patterns) })
    expect(await generate(scratch, 'api.json', '--name', 'things')).toMatchObject({ code: 0 })
    const schemas = await readFile(join(scratch.path, 'client/schemas.ts'), 'utf8')
    const given = [...schemas.matchAll(/\.regex\((\/.*\/u?)\)/g)].map(([, code = '']) => runInNewContext(code) as RegExp)
    const samples = [...MARKS, '\n', 'n', '\\', 'u2028', ...MARKS.map((mark) => `\\${mark}`)]
    const meaningOf = (expression: RegExp | undefined) => samples.map((sample) => expression?.test(sample))
    expect(given.map(meaningOf)).toEqual(patterns.map((pattern) => meaningOf(toRegExp(pattern))))
  })

  test('but for ends of lines as Windows writes them, which are those of code', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.json': documentOf().replaceAll(JSON.stringify(text), JSON.stringify('one\r\ntwo')) })
    expect(await generate(scratch, 'api.json', '--openapi-typescript')).toMatchObject({ code: 0 })
    expect(await readFile(join(scratch.path, 'client/openapi.ts'), 'utf8')).toMatch(/\* one\n\s+\*\s+two\n/)
    expect(await readFile(join(scratch.path, 'client/types.ts'), 'utf8')).toContain('/** one two')
  })

  test('also in a message about it', async () => {
    await using scratch = await makeScratch()
    const name = 'a\u202eb\u2028c.json'
    await scratch.write({ [name]: documentOf('(\u202e') })
    expect(await generate(scratch, name, '--name', 'things')).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^a\\u202eb\\u2028c\.json:1:\d+ "\(\\u202e" is no regular expression/)],
    })
  })
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
    expect(await generate(scratch, 'api.yaml')).toEqual({
      code: 1,
      lines: [
        expect.stringMatching(/^api\.yaml:13:\d+ "enum" must be a list that is not empty$/),
        expect.stringMatching(/^api\.yaml:13:\d+ "not" cannot be generated/),
        expect.stringMatching(/^api\.yaml:14:\d+ "patternProperties" cannot be generated/),
      ],
    })
  })

  test('is any JSON value with --lenient, which lists every such place, and leaves the rest as precise as it is', async () => {
    await using scratch = await makeScratch()
    await scratch.write({ 'api.yaml': document })
    const { code, lines } = await generate(scratch, 'api.yaml', '--lenient')
    expect({ code, weakened: lines.filter((line) => line.startsWith('weakened to Json: api.yaml:1')) }).toMatchObject({
      code: 0,
      weakened: { length: 3 },
    })
    const types = await readFile(join(scratch.path, 'client/types.ts'), 'utf8')
    expect(types).toMatch(
      /readonly id: string\n\s+readonly kind: Json\n\s+readonly size\?: Json\n\s+readonly parts\?: readonly Part\[\]/,
    )
    expect(types).toContain('export type Part = Json')
    expect(await generate(scratch, 'api.yaml', '--lenient', '--check')).toMatchObject({ code: 0 })
  })
})

test.each([
  ['a reference', `{ $ref: '#/components/schemas/Thing' }`],
  ['a composition', `{ allOf: [{ $ref: '#/components/schemas/Thing' }] }`],
  ['a choice', `{ oneOf: [{ type: string }, { $ref: '#/components/schemas/Thing' }] }`],
  ['another schema', `{ $ref: '#/components/schemas/Other' }`],
])('a schema that is itself by %s is any JSON value with --lenient', async (_what, schema) => {
  await using scratch = await makeScratch()
  await scratch.write({
    'api.yaml': `openapi: 3.1.0
info: { title: Things, version: '1' }
paths: { /thing: { get: { operationId: getThing, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } } }
components: { schemas: { Thing: ${schema}, Other: { $ref: '#/components/schemas/Thing' } } }
`,
  })
  expect(await generate(scratch, 'api.yaml')).toEqual({
    code: 1,
    lines: expect.arrayContaining([expect.stringMatching(/^api\.yaml:4:\d+ .*(?:itself|circle)/)]),
  })
  const { code, lines } = await generate(scratch, 'api.yaml', '--lenient')
  expect({ code, lines }).toEqual({
    code: 0,
    lines: expect.arrayContaining([expect.stringMatching(/^weakened to Json: api\.yaml:4:\d+ /)]),
  })
  expect(await readFile(join(scratch.path, 'client/types.ts'), 'utf8')).toMatch(/export type (?:Thing|Other) = Json/)
})

test('what openapi-typescript refuses is a defect of the document, where its types are asked for', async () => {
  await using scratch = await makeScratch()
  await scratch.write({
    'api.yaml': `openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: { /a: { get: { responses: { '204': { description: ok, headers: { X: { $ref: '#/nowhere' } } } } } } }\n`,
  })
  expect(await generate(scratch, 'api.yaml')).toMatchObject({ code: 0 })
  expect(await generate(scratch, 'api.yaml', '--openapi-typescript')).toEqual({
    code: 1,
    lines: [expect.stringMatching(/^api\.yaml:1:1 openapi-typescript refuses the document: .*nowhere|resolve/)],
  })
})
