import { glob, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

/** The table's rows: rule, files below `src/`, name of a test. */
const readRows = async (): Promise<readonly (readonly string[])[]> => {
  const text = await readFile(join(root, 'docs/invariants.md'), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| ')).slice(2)
  return rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
}

const sourcesOfTests = async (): Promise<string> => {
  const texts: string[] = []
  for await (const file of glob('test/**/*.test.ts', { cwd: root })) texts.push(await readFile(join(root, file), 'utf8'))
  return texts.join('\n').replaceAll(String.raw`\'`, "'")
}

test('every invariant names a file that exists and a test that exists', async () => {
  const rows = await readRows()
  const tests = await sourcesOfTests()
  expect(rows.length).toBeGreaterThan(20)
  for (const [rule = '', files = '', name = ''] of rows) {
    expect(tests, rule).toContain(name.slice(1, -1))
    for (const [, file = ''] of files.matchAll(/`([^`]+)`/g)) await expect(readFile(join(root, 'src', file), 'utf8'), rule).resolves.toBeTypeOf('string')
  }
})
