import { access, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const paper = await readFile(resolve(root, 'docs/security.md'), 'utf8')
const exists = (path: string): Promise<boolean> =>
  access(resolve(root, path)).then(
    () => true,
    () => false,
  )

describe('the paper about security', () => {
  test('names tests that there are', async () => {
    const named = [...new Set([...paper.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = '']) => path))]
    expect(named.length).toBeGreaterThan(20)
    const missing = (await Promise.all(named.map(async (path) => ((await exists(path)) ? [] : [path])))).flat()
    expect(missing).toEqual([])
  })

  test('names a test for every attack', () => {
    const rows = (paper.split('## Attacks')[1] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.filter((row) => !/`test\/[\w./-]+\.test\.ts`[^|]*\|$/.test(row))).toEqual([])
  })

  test('and SECURITY.md lead to each other', async () => {
    expect(await readFile(resolve(root, 'SECURITY.md'), 'utf8')).toContain('(docs/security.md)')
    expect(paper).toContain('(../SECURITY.md)')
  })
})
