import { symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { run as generate } from '../../generator/command.ts'
import { run } from '../../scripts/command.ts'
import { makeScratch } from '../support/scratch.ts'
import { publicDocuments, strictSettings, survey, tableOf } from './document-survey.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const root = resolve(import.meta.dirname, '../..')

await using checked = await makeScratch()
await using consumer = await makeScratch()
await checked.write({ 'package.json': '{"type":"module"}' })
await consumer.write({
  'package.json': '{"type":"module"}',
  'tsconfig.json': JSON.stringify(strictSettings),
  'node_modules/.keep': '',
})
await symlink(root, join(consumer.path, 'node_modules/mes-crm-sdk'))
const surveys = []
for (const [index, document] of publicDocuments.entries()) {
  const one = await survey(document, join(checked.path, `client${index}`))
  surveys.push(one)
  if (one.defects.length === 0)
    await generate(
      [join('node_modules', document.file), '--out', join(consumer.path, `client${index}`), '--name', `client${index}`],
      () => {},
      root,
    )
}
for (const line of tableOf(surveys)) print(line)
const refused = surveys.flatMap(({ document, requests, answers }) =>
  [...requests.refused, ...answers.refused].map((text) => `${document.name}: ${text}`),
)
for (const line of refused) print(line)
const { code, output } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', consumer.path])
print(`\n${code === 0 ? 'All clients compile under strict settings.' : output}`)
process.exitCode = code === 0 && refused.length === 0 ? 0 : 1
