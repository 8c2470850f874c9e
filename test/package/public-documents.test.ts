import { readFile, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { run as generate } from '../../generator/command.ts'
import { run } from '../../scripts/command.ts'
import { makeScratch } from '../support/scratch.ts'

const root = resolve(import.meta.dirname, '../..')

/** Documents that others publish, and how many operations they have at least. */
const documents = [
  { name: 'blockfrost', document: 'node_modules/@blockfrost/openapi/openapi.yaml', operations: 100 },
  { name: 'directus', document: 'node_modules/@directus/specs/dist/openapi.json', operations: 100 },
  ...['styles', 'zoo', 'legacy'].map((name) => ({ name, document: `test/foreign/${name}.yaml`, operations: 7 })),
]

const settings = {
  compilerOptions: {
    target: 'es2023', module: 'node16', moduleResolution: 'node16', types: ['node'], typeRoots: [join(root, 'node_modules/@types')],
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true, isolatedModules: true,
    noImplicitOverride: true, noPropertyAccessFromIndexSignature: true, noUnusedLocals: true, noUnusedParameters: true, skipLibCheck: true,
  },
}

const use = `
import { createBlockfrostClient } from './blockfrost/index.js'
const client = createBlockfrostClient({ baseUrl: 'http://127.0.0.1:1', retries: 0 })
export const block = client.api.cardanoBlocks.getBlocksLatest()
// @ts-expect-error an operation that does not exist
client.api.cardanoBlocks.getBlocksLast
// @ts-expect-error a path parameter of the wrong type
client.api.cardanoBlocks.getBlocksByHashOrNumber(true)
`

test('clients of public documents compile in a strict project of a consumer, load, and hold no type that says nothing', async () => {
  await using scratch = await makeScratch()
  await scratch.write({ 'package.json': '{"type":"module"}', 'tsconfig.json': JSON.stringify(settings), 'node_modules/.keep': '', 'use.ts': use })
  await symlink(root, join(scratch.path, 'node_modules/mes-crm-sdk'))
  for (const { name, document } of documents) {
    const lines: string[] = []
    expect({ code: await generate([document, '--out', join(scratch.path, name), '--name', name], (line) => lines.push(line), root), name, defects: lines.filter((line) => !line.endsWith(' written')) })
      .toEqual({ code: 0, name, defects: [] })
    for (const file of ['types', 'schemas', 'resources', 'operations']) {
      const code = (await readFile(join(scratch.path, name, `${file}.ts`), 'utf8')).replaceAll(/\/\*\*.*?\*\//gs, '').replaceAll(/'[^'\n]*'/g, '')
      expect(code).not.toMatch(/\b(?:any|unknown)\b/)
    }
  }
  const compiled = await run(join(root, 'node_modules/.bin/tsc'), ['-p', scratch.path])
  expect(compiled).toEqual({ code: 0, output: '' })
  await scratch.write({ 'count.js': documents.map(({ name }) => `console.log((await import('./${name}/index.js')).operations.length)`).join('\n') })
  const { code, output } = await run(process.execPath, [join(scratch.path, 'count.js')])
  expect({ code, few: output.trim().split('\n').map(Number).filter((count, index) => !(count >= (documents[index]?.operations ?? 0))) }).toEqual({ code: 0, few: [] })
})
