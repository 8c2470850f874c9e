import { copyFile, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { checks } from '../../../scripts/check.ts'
import { run } from '../../../scripts/command.ts'
import { makeScratch } from '../../support/scratch.ts'

const root = resolve(import.meta.dirname, '../../..')
const configuration = ['package.json', 'tsconfig.json', '.oxlintrc.json', '.gitignore']
const oxlint = join(root, 'node_modules/.bin/oxlint')

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const n${index} = ${index}\n`).join('')

const lawBy = (call: string): string => `import { expect, test } from 'vitest'\n${call}('law', () => { expect(1).toBe(1) })\n`

const anywhere = {
  any: ['typescript(no-explicit-any)', 'export const parse = (text: any): unknown => text\n'],
  'a non-null assertion': ['typescript(no-non-null-assertion)', 'export const first = (list: number[]): number => list[0]!\n'],
  'a promise that floats': ['typescript(no-floating-promises)', 'export const start = (): void => { Promise.resolve(1) }\n'],
  'a comment that silences the compiler': ['typescript(ban-ts-comment)', '// @ts-ignore\nexport const one: string = 1\n'],
  'a switch that forgets a case': [
    'typescript(switch-exhaustiveness-check)',
    "export const f = (x: 'a' | 'b'): void => { switch (x) { case 'a': return } }\n",
  ],
  'a default export': ['import(no-default-export)', 'export default 1\n'],
  printing: ['eslint(no-console)', "console.log('here')\n"],
} as const

const outsideTheClock = {
  'a timer': ['eslint(no-restricted-globals)', 'export const later = (call: () => void): unknown => setTimeout(call, 1)\n'],
  'a timer of globalThis': [
    'eslint(no-restricted-properties)',
    'export const later = (call: () => void): unknown => globalThis.setTimeout(call, 1)\n',
  ],
  'a timer that is imported': [
    'eslint(no-restricted-imports)',
    "import { setTimeout } from 'node:timers/promises'\nexport const pause = setTimeout\n",
  ],
  'a signal with a time limit': ['eslint(no-restricted-properties)', 'export const limit = AbortSignal.timeout(1)\n'],
  'the time': ['eslint(no-restricted-properties)', 'export const now = Date.now()\n'],
  'the monotonic time': ['eslint(no-restricted-globals)', 'export const now = performance.now()\n'],
} as const

const fileOf = (folder: string, name: string): string => `${folder}/${name.replaceAll(' ', '-')}.ts`
const filesIn = (
  folder: string,
  offences: Readonly<Record<string, readonly [rule: string, text: string]>>,
): Record<string, string> => Object.fromEntries(Object.entries(offences).map(([name, [, text]]) => [fileOf(folder, name), text]))

/** One file for each thing that a rule lets pass or refuses. */
const files: Readonly<Record<string, string>> = {
  'src/key/plain.ts': 'export const one = (): number => 1\n',
  ...filesIn('src/key', anywhere),
  ...filesIn('src/tier', outsideTheClock),
  ...filesIn('test/support', outsideTheClock),
  'src/key/long.ts': lines(301),
  'src/key/bound.ts': lines(300),
  'src/generated/mes/long.ts': lines(301),
  'test/unit/law.test.ts': lawBy('test'),
  'test/unit/skipped.test.ts': lawBy('test.skip'),
  'test/unit/only.test.ts': lawBy('test.only'),
}

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[]
}

/** Lints all of them as `npm run check` does: the names of the rules that each breaks. */
const lintAll = async (): Promise<(file: string) => readonly string[]> => {
  await using scratch = await makeScratch()
  await scratch.write(files)
  await symlink(join(root, 'node_modules'), join(scratch.path, 'node_modules'))
  for (const name of configuration) await copyFile(join(root, name), join(scratch.path, name))
  const [, ...args] = checks.find(({ name }) => name === 'lint')?.command ?? ['']
  const { output } = await run(oxlint, [...args, '--format', 'json', 'src', 'test'], { cwd: scratch.path })
  const { diagnostics } = JSON.parse(output) as Report
  return (file) => {
    expect(Object.keys(files)).toContain(file)
    return diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code)
  }
}

describe('Lint rules', () => {
  let brokenBy: (file: string) => readonly string[]
  beforeAll(async () => void (brokenBy = await lintAll()))

  test('let plain code pass', () => {
    expect(brokenBy('src/key/plain.ts')).toEqual([])
  })

  test.each(Object.entries(anywhere))('refuse %s', (name, [rule]) => {
    expect(brokenBy(fileOf('src/key', name))).toContain(rule)
  })

  test.each(Object.entries(outsideTheClock))('refuse %s in src, outside the clock', (name, [rule]) => {
    expect(brokenBy(fileOf('src/tier', name))).toContain(rule)
    expect(brokenBy(fileOf('test/support', name))).not.toContain(rule)
  })

  test('refuse a file of src over 300 lines, unless it is generated', () => {
    expect(brokenBy('src/key/long.ts')).toEqual(['eslint(max-lines)'])
    expect(brokenBy('src/key/bound.ts')).toEqual([])
    expect(brokenBy('src/generated/mes/long.ts')).toEqual([])
  })

  test('refuse a test that is skipped, and one that hides the others', () => {
    expect(brokenBy('test/unit/law.test.ts')).toEqual([])
    expect(brokenBy('test/unit/skipped.test.ts')).toContain('vitest(no-disabled-tests)')
    expect(brokenBy('test/unit/only.test.ts')).toContain('vitest(no-focused-tests)')
  })
})
