import { createServer } from 'node:http'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { fetchDocument, publicName } from '../../../generator/read/fetch-document.ts'
import { generate } from '../../../generator/generate.ts'
import { readForeign } from '../../../generator/inputs.ts'
import { readOptions } from '../../../generator/options.ts'

const document = `openapi: 3.0.3
info: { title: Pets, version: '1' }
x-vendor: { anything: [1] }
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
        - { name: petId, in: path, required: true, style: simple, schema: { type: string } }
        - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    put:
      operationId: setPet
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string } }
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object }, encoding: { a: { style: form } } } } }
      responses: { '200': { description: ok } }
  /photo:
    get:
      operationId: getPhoto
      responses: { '200': { description: ok, content: { image/png: {} } } }
components:
  schemas:
    Pet: { type: object, properties: { id: { type: string, pattern: 'a' }, owner: { $ref: '#/components/schemas/Owner' } } }
    Owner: { type: object, properties: { name: { type: string } } }
`

const policy = `getPet:
  x-cache: { ttl: 30s, scope: shared, tags: ['pet:{$request.path.petId}'] }
PUT /pets/{petId}:
  x-invalidates: ['pet:{$request.path.petId}']
`

const target = { runtime: 'mes-crm-sdk/runtime', extension: 'js' } as const

/** Defects of a document and a policy file in which a place of one of them was replaced; `▸` marks where one is to be reported. */
const report = (text: string, from: string, to: string) => {
  expect(text.split(from)).toHaveLength(2)
  const marked = text.replace(from, () => to)
  const before = marked.slice(0, marked.indexOf('▸')).split('\n')
  const mark = { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  const changed = marked.replace('▸', '')
  const [file, texts] =
    text === document ? ['pets.yaml', [changed, policy] as const] : ['policy.yaml', [document, changed] as const]
  const output = generate(
    [{ name: 'pets', file: 'pets.yaml', text: texts[0], policy: { file: 'policy.yaml', text: texts[1] }, isForeign: true }],
    target,
  )
  const reports = 'diagnostics' in output ? output.diagnostics : []
  return reports.map(({ message, ...place }) => ({
    message,
    isAtMark: JSON.stringify(place) === JSON.stringify({ file, ...mark }),
  }))
}

const alone = (message: string) => [{ isAtMark: true, message: expect.stringContaining(message) }]

test('a text that is no document is refused', () => {
  const message = 'expected an OpenAPI document, a mapping'
  expect(generate([{ name: 'pets', file: 'pets.yaml', text: '- pets\n', isForeign: true }], target)).toEqual({
    diagnostics: [{ file: 'pets.yaml', line: 1, column: 1, message }],
  })
})

test('a document of others needs no extension, and may have extensions of others', () => {
  const output = generate([{ name: 'pets', file: 'pets.yaml', text: document, isForeign: true }], target)
  expect('files' in output && output.files.get('pets/operations.ts')).not.toContain('cache:')
})

test('no text of a document becomes code', () => {
  const id = '*/globalThis.broken = true/*'
  const text = document
    .replace('getPet', `'${id}'`)
    .replace('/photo:', `/photo/*/globalThis.broken = true//*:`)
    .replaceAll('description: ok', `description: '${id}'`)
    .replace('Pet: { type: object', `Pet: { description: '${id}', type: object`)
  const output = generate([{ name: 'pets', file: `pets.yaml\nglobalThis.broken = true`, text, isForeign: true }], target)
  if (!('files' in output)) throw new Error('expected files')
  for (const code of output.files.values())
    expect(code.replaceAll(/^\/\/[^\n]*|\/\*.*?\*\/|'(?:[^'\\\n]|\\.)*'/gms, '')).not.toContain('globalThis.')
})

test('what a named schema asks for beside its reference is asked for', () => {
  const text = document.replace(
    'Owner: { type: object, properties: { name: { type: string } } }',
    "Owner: { $ref: '#/components/schemas/Person', required: [age], properties: { age: { type: integer } } }\n    Person: { type: object, properties: { name: { type: string } } }",
  )
  const output = generate([{ name: 'pets', file: 'pets.yaml', text, isForeign: true }], target)
  expect('files' in output && output.files.get('pets/types.ts')).toContain(
    'export type Owner = {\n  readonly name?: string\n  readonly age: number\n}',
  )
})

describe('what cannot be generated is refused at its place', () => {
  test.each([
    ['a version', 'openapi: 3.0.3', 'openapi: ▸2.5.0', '"2.5.0" is no version of OpenAPI that can be generated'],
    ['Swagger', 'openapi: 3.0.3', "swagger: ▸'2.0'", 'convert the document to OpenAPI 3 first'],
    ['a method', '  /photo:\n    get:', '  /photo:\n    ▸trace:', 'TRACE cannot be generated'],
    ['a style', 'style: simple', 'style: ▸labell', '"labell" is no style of a path parameter; did you mean "label"?'],
    [
      'a parameter in XML',
      '{ application/json: { schema: { type: object } } }',
      '{ ▸application/xml: { schema: { type: object } } }',
      'the query parameter "filter" as application/xml cannot be generated',
    ],
    ['a parameter that is not declared', '  /photo:', '  ▸/photo/{id}:', 'the path parameter "id" is not declared'],
    [
      'a parameter that the path lacks',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [{ name: ▸id, in: path, required: true, schema: { type: string } }]',
      'the path has no {id}',
    ],
    [
      'a body of a GET',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      ▸requestBody: { content: { text/plain: {} } }',
      'a GET with a body cannot be generated',
    ],
    [
      'a body without content',
      'requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object }, encoding: { a: { style: form } } } } }',
      '▸requestBody: { description: none }',
      'the request body has no content',
    ],
    ['a style of a field', 'style: form', 'style: ▸simple', '"simple" is no style of a form\'s field'],
    ['a keyword', 'Owner: { type', 'Owner: { ▸patternProperties: {}, type', '"patternProperties" cannot be generated'],
    ['a type', 'Owner: { type: object', 'Owner: { type: ▸file', '"file" is no type of a schema'],
    [
      'the schema false',
      'Owner: { type: object, properties: { name: { type: string } } }',
      'Owner: ▸{ type: object, properties: { name: false } }',
      'the schema "false", which nothing meets',
    ],
    [
      'an enumeration of objects',
      'name: { type: string }',
      'name: { enum: [a, ▸{ b: 1 }] }',
      'only texts, numbers, booleans and null can',
    ],
    ['a constant list', 'name: { type: string }', 'name: { const: ▸[1] }', 'only texts, numbers, booleans and null can'],
    ['a pattern of another language', "pattern: 'a'", "pattern: ▸'(?i)a'", 'is no regular expression of JavaScript'],
    [
      'a reference out of the document',
      "'#/components/schemas/Owner'",
      "▸'owner.yaml#/Owner'",
      'is outside of the document: bundle its parts into one',
    ],
    [
      'a reference to nothing',
      "'#/components/schemas/Owner'",
      "▸'#/components/schemas/Ownr'",
      'did you mean "#/components/schemas/Owner"?',
    ],
    [
      'a reference behind a reference that leads to nothing',
      'Owner: { type: object, properties: { name: { type: string } } }',
      "Owner: { $ref: ▸'#/components/schemas/Nobody' }",
      '"#/components/schemas/Nobody" does not exist',
    ],
    ['a reference that is no text', "{ $ref: '#/components/schemas/Owner' }", '{ $ref: ▸5 }', 'a reference is a text'],
    [
      'a schema that is nothing but itself',
      'Owner: { type: object, properties: { name: { type: string } } }',
      "▸Owner: { $ref: '#/components/schemas/Owner' }",
      'leads back to itself',
    ],
    [
      'a reference to a schema that is no mapping',
      "'#/components/schemas/Owner' } } }\n    Owner: { type: object, properties: { name: { type: string } } }",
      "▸'#/components/schemas/Owner' } } }\n    Owner: true",
      'leads to what cannot be generated',
    ],
    [
      'a reference with a stray percent sign',
      "'#/components/schemas/Owner'",
      "▸'#/components/schemas/100%'",
      '"#/components/schemas/100%" does not exist',
    ],
    ['a path of another file', '  /photo:\n', '  /photos: { $ref: ▸photos.yaml }\n  /photo:\n', 'is outside of the document'],
    ['a path without a slash', '  /photo:\n', '  ▸photo:\n', '"photo" is no path'],
    ['a path of nothing', '  /photo:\n', '  ▸/none: null\n  /photo:\n', 'is no mapping'],
    ['an operation of nothing', '  /photo:\n', '  /none: { ▸get: null }\n  /photo:\n', 'the operation "get" is no mapping'],
    [
      'an answer of nothing',
      "'200': { description: ok, content: { image/png: {} } }",
      "▸'200': null",
      'the answer 200 is no mapping',
    ],
    [
      'a parameter that does not exist',
      '      operationId: getPhoto',
      "      operationId: getPhoto\n      parameters: [{ $ref: ▸'#/components/parameters/Size' }]",
      'does not exist',
    ],
    [
      'a parameter in no place',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [{ name: size, in: ▸querry, schema: { type: string } }]',
      'did you mean "query"?',
    ],
    [
      'a parameter without a name',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [▸{ in: query, schema: { type: string } }]',
      'has no name',
    ],
    [
      'a parameter declared twice',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [{ name: a, in: query }, ▸{ name: a, in: query }]',
      'is declared twice',
    ],
    [
      'a header that no request can have',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [{ name: ▸"a b", in: header, schema: { type: string } }]',
      'is no name of a header',
    ],
    [
      'an answer that does not exist',
      "'200': { description: ok, content: { image/png: {} } }",
      "'200': { $ref: ▸'#/components/responses/Photo' }",
      'does not exist',
    ],
    [
      'a body that does not exist',
      'requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object }, encoding: { a: { style: form } } } } }',
      "requestBody: { $ref: ▸'#/components/requestBodies/Pet' }",
      'does not exist',
    ],
    [
      'a status that is none',
      "'200': { description: ok, content: { image/png: {} } }",
      "▸'2000': { description: ok }",
      '"2000" is no status',
    ],
    ['an empty enumeration', 'name: { type: string }', 'name: { enum: ▸[] }', '"enum" must be a list that is not empty'],
    ['an empty union', 'name: { type: string }', 'name: { oneOf: ▸[] }', '"oneOf" must be a list that is not empty'],
    ['no type', 'name: { type: string }', 'name: { type: ▸[] }', '"type" must be a text, or a list'],
    [
      'a list of fields',
      'Owner: { type: object, properties: { name: { type: string } } }',
      'Owner: { type: object, properties: ▸[name] }',
      '"properties" must be a mapping',
    ],
    [
      'a required field that is no text',
      'Owner: { type: object',
      'Owner: { required: ▸[1], type: object',
      '"required" must be a list of texts',
    ],
    [
      'elements in the old way',
      'name: { type: string }',
      'name: { type: array, items: ▸[{ type: string }] }',
      '"items" must be a schema',
    ],
    [
      'a bound without a value',
      'name: { type: string }',
      'name: { type: number, minimum: ▸.inf }',
      '"minimum" must be a finite number',
    ],
    [
      'a field that JavaScript keeps for itself',
      'name: { type: string }',
      '▸__proto__: { type: string }',
      'a field "__proto__" cannot be generated',
    ],
    [
      'a parameter that JavaScript keeps for itself',
      '      operationId: getPhoto',
      '      operationId: getPhoto\n      parameters: [{ name: ▸__proto__, in: query }]',
      'a parameter "__proto__" cannot be generated',
    ],
    [
      'parts that contradict each other',
      'name: { type: string }',
      'name: ▸{ allOf: [{ type: string }, { type: number }] }',
      'its parts contradict each other',
    ],
    [
      'a composition inside of itself',
      'Owner: { type: object, properties: { name: { type: string } } }',
      "Owner: ▸{ type: object, properties: { name: { allOf: [{ $ref: '#/components/schemas/Owner' }, { minProperties: 1 }] } } }",
      'give it a name in components/schemas',
    ],
    [
      'a circle',
      'Owner: { type: object, properties: { name: { type: string } } }',
      "▸Owner: { oneOf: [{ type: string }, { $ref: '#/components/schemas/Owner' }] }",
      'leads back to itself without an object or a list between',
    ],
  ])('%s', (_what, from, to, message) => {
    expect(report(document, from, to)).toContainEqual(alone(message)[0])
  })
})

describe('a document of many schemas is generated', () => {
  const reference = (row: number) => `{ $ref: '#/components/schemas/Row${row}' }`
  const rows = (count: number, fields: (next: string) => string) =>
    document
      .replace('name: { type: string }', `name: ${reference(0)}`)
      .concat(
        ...Array.from(
          { length: count },
          (_, row) => `    Row${row}: { type: object, properties: { ${fields(reference(row + 1))} } }\n`,
        ),
      )
      .concat(`    Row${count}: { type: string }\n`)
  const files = (text: string) => {
    const output = generate([{ name: 'pets', file: 'pets.yaml', text, isForeign: true }], target)
    return 'files' in output ? output.files.size : output.diagnostics
  }

  test('whose schemas refer to each other in a long row', () => {
    expect(files(rows(1_500, (next) => `next: ${next}`))).toBe(5)
  })

  test('to one of which many ways lead', () => {
    expect(files(rows(40, (next) => `one: ${next}, more: { type: array, items: ${next} }`))).toBe(5)
  })
})

describe('a document that no generator could finish is refused at its place', () => {
  const first = (text: string) => {
    const output = generate([{ name: 'pets', file: 'pets.yaml', text, isForeign: true }], target)
    return 'diagnostics' in output ? output.diagnostics[0] : undefined
  }
  const nested = (depth: number) => `${document}x-deep: ${'['.repeat(depth)}${']'.repeat(depth)}\n`

  test('when its aliases repeat each other without bound', () => {
    const rows = Array.from(
      { length: 9 },
      (_, row) => `a${row + 1}: &a${row + 1} [${Array.from({ length: 10 }, () => `*a${row}`).join(', ')}]\n`,
    )
    expect(first(`a0: &a0 x\n${rows.join('')}${document}`)).toMatchObject({
      line: 8,
      column: 9,
      message: expect.stringContaining('repeat too much'),
    })
  })

  test('when it holds itself', () => {
    expect(first(`a: &a\n  b: *a\n${document}`)).toMatchObject({
      line: 2,
      column: 6,
      message: expect.stringContaining('*a stands inside of what it repeats'),
    })
  })

  test.each([1_000, 20_000])('when it is nested too deeply (%i)', (depth) => {
    expect(first(nested(depth))?.message).toContain('nested more than 500 values deep')
    expect(first(nested(400))).toBeUndefined()
  })

  test('but not for many aliases of a small part', () => {
    expect(first(`a: &a [x, y]\nb: [${Array.from({ length: 2_000 }, () => '*a').join(', ')}]\n${document}`)).toBeUndefined()
  })
})

describe('a policy file is refused at its place', () => {
  test.each([
    [
      'when its operation does not exist',
      'getPet:',
      '▸getPett:',
      'the document has no operation "getPett"; did you mean "getPet"?',
    ],
    [
      'when it says what is no extension',
      '  x-invalidates: [',
      '  ▸summary: no\n  x-invalidates: [',
      '"summary" is no extension',
    ],
    [
      'when it is no mapping',
      "  x-invalidates: ['pet:{$request.path.petId}']\n",
      '  ▸x-invalidates\n',
      'expected a mapping of extensions',
    ],
    ['when an extension breaks its schema', 'ttl: 30s', 'ttl: ▸30', 'x-cache/ttl must be string'],
    [
      'when an expression names nothing',
      "x-invalidates: ['pet:{$request.path.petId}']",
      "x-invalidates: ['pet:{$request.path.▸petID1}']",
      'path parameter "petID1" does not exist',
    ],
    [
      'when nothing invalidates a tag',
      "tags: ['pet:{$request.path.petId}']",
      "tags: ['pet:{$request.path.petId}', ▸pets]",
      'nothing invalidates the tag "pets"',
    ],
    [
      'when it caches bytes',
      'getPet:\n',
      'getPhoto:\n  ▸x-cache: { ttl: 1h, scope: shared, tags: ["pet:x"] }\ngetPet:\n',
      'an answer of bytes cannot be cached',
    ],
  ])('%s', (_law, from, to, message) => {
    expect(report(policy, from, to)).toContainEqual(alone(message)[0])
  })

  test('when its id is that of several operations', () => {
    const text = document.replace('operationId: getPhoto', 'operationId: getPet')
    const output = generate(
      [{ name: 'pets', file: 'pets.yaml', text, policy: { file: 'policy.yaml', text: policy }, isForeign: true }],
      target,
    )
    expect('diagnostics' in output && output.diagnostics).toMatchObject([
      { file: 'policy.yaml', line: 1, column: 1, message: expect.stringContaining('several operations have the id "getPet"') },
    ])
  })

  test('when it is no YAML, where it breaks', () => {
    const output = generate(
      [
        {
          name: 'pets',
          file: 'pets.yaml',
          text: document,
          policy: { file: 'policy.yaml', text: 'getPet: {\n' },
          isForeign: true,
        },
      ],
      target,
    )
    expect('diagnostics' in output && output.diagnostics[0]).toMatchObject({ file: 'policy.yaml', line: 2 })
  })
})

const serve = async (answer: (url: string) => { readonly status: number; readonly body: string | undefined }) => {
  const server = createServer(({ url = '' }, response) => {
    const { status, body } = answer(url)
    response.writeHead(status)
    if (body === undefined) response.write('openapi')
    else response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a document at a URL', () => {
  test('is read, within its bounds of size and time, and named without its query', async () => {
    const bodies = new Map([['/page', '<!doctype html>\n<p>log in: here</p>']])
    await using server = await serve((url) => ({
      status: url.startsWith('/none') ? 404 : 200,
      body: bodies.get(url) ?? (url === '/slow' ? undefined : document),
    }))
    expect(await fetchDocument(`${server.url}/pets.yaml`)).toBe(document)
    await expect(fetchDocument(`${server.url}/pets.yaml`, { maxBytes: 100 })).rejects.toThrow(
      `${server.url}/pets.yaml cannot be read: more than 100 bytes`,
    )
    await expect(fetchDocument(`${server.url}/none?token=secret`)).rejects.toThrow(/\/none cannot be read: status 404$/)
    await expect(fetchDocument(`${server.url}/page`)).rejects.toThrow('/page cannot be read: the answer is a page in HTML')
    await expect(fetchDocument(`${server.url.replace('//', '//me:secret@')}/none`)).rejects.toThrow(
      `${server.url}/none cannot be read: status 404`,
    )
    await expect(fetchDocument('http://')).rejects.toThrow('its name is no URL')
    await expect(fetchDocument(`${server.url}/slow`, { timeoutMs: 100 })).rejects.toThrow('cannot be read')
  })
})

test('what could be a secret in a URL is in no generated file', async () => {
  expect(publicName('https://me:secret@api.example/v1/pets.yaml?token=secret#secret')).toBe('https://api.example/v1/pets.yaml')
  await using server = await serve(() => ({ status: 200, body: document }))
  const input = await readForeign('.', { document: `${server.url}/pets.yaml?token=secret`, policy: undefined, name: undefined })
  expect(input).toMatchObject({ name: 'pets', file: `${server.url}/pets.yaml` })
})

describe('a command line is refused', () => {
  test.each([
    ['a document without a folder', ['pets.yaml'], '--out is required'],
    ['two documents', ['a.yaml', 'b.yaml', '--out', 'x'], 'expected one document, got 2'],
    ['a policy without a document', ['--policy', 'p.yaml'], '--policy goes with a document'],
    ['a name without a document', ['--name', 'pets'], '--name goes with a document'],
    ['a name that is none', ['a.yaml', '--out', 'x', '--name', '1'], '--name "1": expected letters'],
    ['an unknown extension', ['a.yaml', '--out', 'x', '--extension', 'mjs'], '--extension "mjs": expected js or ts'],
  ])('%s', (_what, args, message) => {
    expect(readOptions(args)).toContain(message)
  })
})
