import { existsSync } from 'node:fs'
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

/** Scenarios of the chaos tests are tests, too: their names stand beside their faults. */
const TESTS = ['test/**/*.test.ts', 'test/chaos/faults-of-*.ts']

const sourcesOfTests = async (): Promise<string> => {
  const texts: string[] = []
  for await (const file of glob(TESTS, { cwd: root })) texts.push(await readFile(join(root, file), 'utf8'))
  return texts.join('\n').replaceAll(String.raw`\'`, "'")
}

test('every invariant names a file that exists and a test that exists', async () => {
  const rows = await readRows()
  const tests = await sourcesOfTests()
  expect(rows.length).toBeGreaterThan(20)
  const missing = rows.flatMap(([rule = '', files = '', name = '']) => {
    const absent = [...files.matchAll(/`([^`]+)`/g)].filter(([, file = '']) => !existsSync(join(root, 'src', file)))
    return absent.length > 0 || !tests.includes(name.slice(1, -1)) ? [rule] : []
  })
  expect(missing).toEqual([])
})
