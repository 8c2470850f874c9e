import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import { findPython, type PythonProgram } from '../../../scripts/ensure-python.ts'
import { priceKey } from '../../../src/index.ts'
import { priceKeyVectors, priceKeyVectorsPath } from '../../support/price-key-vectors.ts'
import { anyParameters } from '../../support/price-parameters.ts'
import { makeScratch } from '../../support/scratch.ts'

const folder = resolve(import.meta.dirname, '../../../examples/price-key')
const sha256 = priceKeyVectors.keys[0]?.sha256 ?? ''

let python: PythonProgram
beforeAll(async () => {
  python = await findPython()
})

const runPython = (...args: readonly string[]) =>
  run(python.interpreter, ['-B', ...args], { cwd: folder, env: { ...python.env, PYTHONUTF8: '1' } })

test('an implementation in the standard library of Python has the published keys, and refuses what is refused', async () => {
  const { keys, refused } = priceKeyVectors
  expect(await runPython('price_key.py', '--vectors', priceKeyVectorsPath)).toEqual({
    code: 0,
    output: `${keys.length} keys, ${refused.length} refused, wrong: []\n`,
  })
})

test('it finds a vector that is wrong', async () => {
  await using scratch = await makeScratch()
  const [first, ...rest] = priceKeyVectors.keys
  const wrong = {
    ...priceKeyVectors,
    keys: [{ ...first, key: sha256 }, ...rest],
    refused: [...priceKeyVectors.refused, { ...first, name: 'fine' }],
  }
  await scratch.write({ 'vectors.json': JSON.stringify(wrong) })
  expect(await runPython('price_key.py', '--vectors', join(scratch.path, 'vectors.json'))).toEqual({
    code: 1,
    output: expect.stringContaining(`wrong: ['${first?.name}', 'fine']`) as string,
  })
})

test('it has the same keys as the package for whatever else is asked', async () => {
  await using scratch = await makeScratch()
  const parameters = fc.sample(anyParameters, 2_000)
  await scratch.write({ 'lines.txt': parameters.map((given) => JSON.stringify(given)).join('\n') })
  const program = `
import sys, price_key
for line in open(sys.argv[1], encoding="utf-8").read().split("\\n"):
    print(price_key.price_key(sys.argv[2], price_key.read(line)))`
  const { code, output } = await runPython('-c', program, join(scratch.path, 'lines.txt'), sha256)
  expect([code, ...output.trim().split('\n')]).toEqual([0, ...parameters.map((given) => priceKey(sha256, given))])
})
