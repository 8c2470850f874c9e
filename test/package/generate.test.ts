import { symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPacked, type Consumer } from './packed.ts'

const root = resolve(import.meta.dirname, '../..')

const files = {
  'package.json': '{ "name": "consumer", "private": true, "type": "module" }\n',
  'api/pets.yaml': `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{petId}:
    get:
      operationId: pets.get
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: './pet.yaml' } } } } }
    delete:
      operationId: pets.delete
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      responses: { '204': { description: gone } }
`,
  'api/pet.yaml': 'type: object\nrequired: [name]\nproperties: { name: { type: string } }\n',
  'api/policy.yaml':
    "pets.get: { x-cache: { ttl: 10m, scope: principal, tags: ['pet:{$request.path.petId}'] } }\npets.delete: { x-invalidates: ['pet:{$request.path.petId}'] }\n",
  'main.mts': `import { createServer } from 'node:http'
import { once } from 'node:events'
import { createPetsClient } from './pets/index.ts'
import type { paths } from './pets/openapi.ts'

const path: keyof paths = '/pets/{petId}'
let asked = 0
const server = createServer((request, response) => {
  asked += 1
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: request.url }))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as { readonly port: number }
const client = createPetsClient({ baseUrl: \`http://127.0.0.1:\${port}\` })
const first = await client.api.pets.get(7)
const second = await client.api.pets.get(7).withMeta()
console.log(first.name, second.cache.source, asked, path)
await client.close()
server.close()
`,
}
const words = [
  '--offline',
  'mes-crm',
  'generate',
  'api/pets.yaml',
  '--policy',
  'api/policy.yaml',
  '--out',
  'pets',
  '--extension',
  'ts',
  '--openapi-typescript',
]

describe('npx mes-crm generate, in an empty folder with the package alone', () => {
  let consumer: Consumer
  beforeAll(async () => {
    consumer = await installPacked(['@types/node', 'undici-types'])
    await consumer.write(files)
  })
  afterAll(() => consumer[Symbol.asyncDispose]())

  test('says which package it needs, and writes a client that makes a cached call once they are there', async () => {
    const refused = await consumer.run('npx', words)
    expect(refused).toEqual({
      code: 2,
      output: expect.stringMatching(
        /^mes-crm: generate: needs the package (?:ajv|yaml), which is not installed: npm install --save-dev yaml ajv @redocly\/openapi-core openapi-typescript\n$/,
      ),
    })
    await consumer.write({ 'node_modules/@redocly/.keep': '' })
    for (const name of ['yaml', 'ajv', '@redocly/openapi-core', 'openapi-typescript'])
      await symlink(join(root, 'node_modules', name), join(consumer.path, 'node_modules', name))
    const { code, output } = await consumer.run('npx', words)
    expect({ code, output }).toEqual({
      code: 0,
      output: ['index', 'openapi', 'operations', 'resources', 'schemas', 'types']
        .map((name) => `pets/${name}.ts written\n`)
        .join(''),
    })
    expect(await consumer.node('--disable-warning=ExperimentalWarning', 'main.mts')).toEqual({
      code: 0,
      output: '/pets/7 memory 1 /pets/{petId}\n',
    })
    const strict = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUnusedParameters',
      '--noUnusedLocals',
      '--allowImportingTsExtensions',
      '--target',
      'es2023',
      '--module',
      'nodenext',
      '--types',
      'node',
    ]
    expect(await consumer.tsc(...strict, 'main.mts')).toEqual({ code: 0, output: '' })
  })

  test('asks for a document, and tells of one that is not there', async () => {
    expect(await consumer.run('npx', ['--offline', 'mes-crm', 'generate'])).toMatchObject({
      code: 2,
      output: expect.stringMatching(
        /^document: expected the path or URL of an OpenAPI document, got nothing\n\nUsage: mes-crm generate <document>/,
      ),
    })
    expect(await consumer.run('npx', ['--offline', 'mes-crm', 'generate', 'none.yaml', '--out', 'none'])).toMatchObject({
      code: 2,
      output: expect.stringContaining('none.yaml'),
    })
  })
})
