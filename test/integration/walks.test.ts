import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../scripts/command.ts'

/** Functions and files of `src/` that each walk may run through: a reader follows them all. What is below is better, and lowers its bound. */
const BOUNDS: Readonly<Record<string, readonly [functions: number, files: number]>> = {
  'a hit of the cache': [30, 15],
  'a hit of the client': [30, 18],
  'a fill of the cache': [225, 54],
  'a fill of the client': [370, 84],
  'an invalidation': [175, 44],
  'a price': [800, 140],
}

test('a walk runs through few functions and files (`npm run walks`)', { timeout: 120_000 }, async () => {
  const root = resolve(import.meta.dirname, '../..')
  const { code, output } = await run(process.execPath, ['bench/walks.ts'], { cwd: root })
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
  const walks = [...output.matchAll(/^ {2}(an? [a-z ]+?) +(\d+) +(\d+)$/gm)].map(([, name = '', functions, files]) => ({
    name,
    functions: Number(functions),
    files: Number(files),
  }))
  expect(walks.map(({ name }) => name).toSorted()).toEqual(Object.keys(BOUNDS).toSorted())
  expect(
    walks.filter(({ name, functions, files }) => functions > (BOUNDS[name]?.[0] ?? 0) || files > (BOUNDS[name]?.[1] ?? 0)),
  ).toEqual([])
})
