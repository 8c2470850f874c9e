import { readFile, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run as generate } from '../../generator/command.ts'
import { run } from '../../scripts/command.ts'
import { makeScratch } from '../support/scratch.ts'
import { publicDocuments, strictSettings, survey } from './document-survey.ts'

const root = resolve(import.meta.dirname, '../..')

/** A handful of the small ones; `npm run test:documents` compiles all of them. */
const compiled: ReadonlySet<string> = new Set([
  'cactus',
  'decentraland',
  'readme 3.0 discriminators',
  'readme 3.0 request-examples',
  'readme 3.1 train-travel',
  'readme 3.1 webhooks',
])
const small = publicDocuments.filter(({ name }) => compiled.has(name))

/** Documents that others publish, and how many operations they have at least. */
const documents = [
  { name: 'blockfrost', document: 'node_modules/@blockfrost/openapi/openapi.yaml', operations: 100 },
  ...small.map(({ file }, index) => ({ name: `small${index}`, document: `node_modules/${file}`, operations: 0 })),
  ...['styles', 'zoo', 'legacy'].map((name) => ({ name, document: `test/foreign/${name}.yaml`, operations: 7 })),
]

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
  await scratch.write({
    'package.json': '{"type":"module"}',
    'tsconfig.json': JSON.stringify(strictSettings),
    'node_modules/.keep': '',
    'use.ts': use,
  })
  await symlink(root, join(scratch.path, 'node_modules/mes-crm-sdk'))
  for (const { name, document } of documents) {
    const lines: string[] = []
    expect({
      code: await generate([document, '--out', join(scratch.path, name), '--name', name], (line) => lines.push(line), root),
      name,
      defects: lines.filter((line) => !line.endsWith(' written')),
    }).toEqual({ code: 0, name, defects: [] })
    for (const file of ['types', 'schemas', 'resources', 'operations']) {
      const code = (await readFile(join(scratch.path, name, `${file}.ts`), 'utf8'))
        .replaceAll(/\/\*\*.*?\*\//gs, '')
        .replaceAll(/'[^'\n]*'/g, '')
      expect(code).not.toMatch(/\b(?:any|unknown)\b/)
    }
  }
  const compiled = await run(join(root, 'node_modules/.bin/tsc'), ['-p', scratch.path])
  expect(compiled).toEqual({ code: 0, output: '' })
  await scratch.write({
    'count.js': documents.map(({ name }) => `console.log((await import('./${name}/index.js')).operations.length)`).join('\n'),
  })
  const { code, output } = await run(process.execPath, [join(scratch.path, 'count.js')])
  expect({
    code,
    few: output
      .trim()
      .split('\n')
      .map(Number)
      .filter((count, index) => !(count >= (documents[index]?.operations ?? 0))),
  }).toEqual({ code: 0, few: [] })
})

describe('a public document', () => {
  test.each(publicDocuments.filter(({ isSmall }) => isSmall))(
    '$name: what ajv accepts of its examples, its client accepts',
    async (document) => {
      await using scratch = await makeScratch()
      await scratch.write({ 'package.json': '{"type":"module"}' })
      const { defects, requests, answers } = await survey(document, join(scratch.path, 'client'))
      expect(defects.filter((defect) => defect !== document.refusedFor)).toEqual([])
      expect(defects.length > 0).toBe(document.refusedFor !== undefined)
      expect({ requests: requests.refused, answers: answers.refused }).toEqual({ requests: [], answers: [] })
    },
  )
})
