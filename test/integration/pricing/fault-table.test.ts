import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const paper = await readFile(new URL('../../../docs/pricing.md', import.meta.url), 'utf8')

/** Without what groups the tests, and the tests of a group: `an upload` and `that is cut off half-way`. */
const GROUPS = /^(?:a|an) (?:upload|storage|calculation whose model the API|file|quote) /

test('the paper on prices tells of no fault that is not played', async () => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts') && name !== 'fault-table.test.ts')
  const played = (await Promise.all(files.map((name) => readFile(new URL(name, import.meta.url), 'utf8')))).join('\n')
  const [, section = ''] = paper.split('## When something fails\n')
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)]
    .map(([, fault = '']) => fault)
    .filter((fault) => fault !== 'what fails')
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter((fault) => !played.includes(`'${fault.replace(GROUPS, '')}`) && !played.includes(fault))).toEqual([])
})
