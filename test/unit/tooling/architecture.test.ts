import { access, readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ARCHITECTURE, withRooms } from '../../../scripts/architecture.ts'

const root = resolve(import.meta.dirname, '../../..')
const paper = await readFile(ARCHITECTURE, 'utf8')

test('the picture of the rooms is that of the import rules (`node scripts/architecture.ts`)', () => {
  expect(paper).toBe(withRooms(paper))
})

test('every file and folder that the map names is there', async () => {
  const named = [...paper.matchAll(/`((?:src|docs|generator|reference|examples|bench|test|scripts)\/[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  )
  const missing = await Promise.all(
    named.map((path) =>
      access(resolve(root, path)).then(
        () => [],
        () => [path],
      ),
    ),
  )
  expect(named.length).toBeGreaterThan(40)
  expect(missing.flat()).toEqual([])
})

test('every room is described', async () => {
  const rooms = (await readdir(resolve(root, 'src'), { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const described = [...paper.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, names = '']) =>
    names.replaceAll('`', '').split(', '),
  )
  expect(described.toSorted()).toEqual(rooms.map(({ name }) => name).toSorted())
})
