import { copyFile, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checks } from '../../../scripts/check.ts'
import { run } from '../../../scripts/command.ts'
import { makeScratch } from '../../support/scratch.ts'

const root = resolve(import.meta.dirname, '../../..')
const configuration = ['package.json', 'tsconfig.json', '.oxlintrc.json', '.gitignore']
const oxlint = join(root, 'node_modules/.bin/oxlint')

/** Lints one file as `npm run check` does, and returns the names of the rules it breaks. */
const brokenBy = async (path: string, text: string): Promise<readonly string[]> => {
  await using scratch = await makeScratch()
  await scratch.write({ [path]: text })
  await symlink(join(root, 'node_modules'), join(scratch.path, 'node_modules'))
  for (const name of configuration) await copyFile(join(root, name), join(scratch.path, name))
  const [, ...args] = checks.find(({ name }) => name === 'lint')?.command ?? ['']
  const { output } = await run(oxlint, [...args, '--format', 'json', dirname(path)], { cwd: scratch.path })
  const report = JSON.parse(output) as { readonly diagnostics: readonly { readonly code: string }[] }
  return report.diagnostics.map(({ code }) => code)
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const n${index} = ${index}\n`).join('')

const lawBy = (call: string): string => `import { expect, test } from 'vitest'\n${call}('law', () => { expect(1).toBe(1) })\n`

describe('Lint rules', () => {
  test('let plain code pass', async () => {
    expect(await brokenBy('src/key/plain.ts', 'export const one = (): number => 1\n')).toEqual([])
  })

  test.each([
    ['any', 'typescript(no-explicit-any)', 'export const parse = (text: any): unknown => text\n'],
    ['a non-null assertion', 'typescript(no-non-null-assertion)', 'export const first = (list: number[]): number => list[0]!\n'],
    ['a promise that floats', 'typescript(no-floating-promises)', 'export const start = (): void => { Promise.resolve(1) }\n'],
    ['a comment that silences the compiler', 'typescript(ban-ts-comment)', '// @ts-ignore\nexport const one: string = 1\n'],
    [
      'a switch that forgets a case',
      'typescript(switch-exhaustiveness-check)',
      "export const f = (x: 'a' | 'b'): void => { switch (x) { case 'a': return } }\n",
    ],
    ['a default export', 'import(no-default-export)', 'export default 1\n'],
    ['printing', 'eslint(no-console)', "console.log('here')\n"],
  ])('refuse %s', async (_, rule, text) => {
    expect(await brokenBy('src/key/offence.ts', text)).toContain(rule)
  })

  test.each([
    ['a timer', 'eslint(no-restricted-globals)', 'export const later = (call: () => void): unknown => setTimeout(call, 1)\n'],
    ['a timer of globalThis', 'eslint(no-restricted-properties)', 'export const later = (call: () => void): unknown => globalThis.setTimeout(call, 1)\n'],
    ['a timer that is imported', 'eslint(no-restricted-imports)', "import { setTimeout } from 'node:timers/promises'\nexport const pause = setTimeout\n"],
    ['a signal with a time limit', 'eslint(no-restricted-properties)', 'export const limit = AbortSignal.timeout(1)\n'],
    ['the time', 'eslint(no-restricted-properties)', 'export const now = Date.now()\n'],
    ['the monotonic time', 'eslint(no-restricted-globals)', 'export const now = performance.now()\n'],
  ])('refuse %s in src, outside the clock', async (_, rule, text) => {
    expect(await brokenBy('src/key/offence.ts', text)).toContain(rule)
    expect(await brokenBy('test/support/offence.ts', text)).not.toContain(rule)
  })

  test('refuse a file of src over 250 lines, unless it is generated', async () => {
    expect(await brokenBy('src/key/long.ts', lines(251))).toEqual(['eslint(max-lines)'])
    expect(await brokenBy('src/key/long.ts', lines(250))).toEqual([])
    expect(await brokenBy('src/generated/mes/long.ts', lines(251))).toEqual([])
  })

  test('refuse a test that is skipped, and one that hides the others', async () => {
    expect(await brokenBy('test/unit/a.test.ts', lawBy('test'))).toEqual([])
    expect(await brokenBy('test/unit/a.test.ts', lawBy('test.skip'))).toContain('vitest(no-disabled-tests)')
    expect(await brokenBy('test/unit/a.test.ts', lawBy('test.only'))).toContain('vitest(no-focused-tests)')
  })
})
