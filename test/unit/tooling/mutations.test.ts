import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { documentOf } from '../../mutation/document.ts'
import { type Mutation, mutate } from '../../mutation/mutation.ts'
import { chapters, mutations } from '../../mutation/mutations.ts'
import { judgeRun } from '../../mutation/verdict.ts'

const root = resolve(import.meta.dirname, '../../..')

const mutantOf = async (mutation: Mutation): Promise<string> =>
  mutate(await readFile(join(root, 'src', mutation.file), 'utf8'), mutation)

/** Literals of a test file that a title may come from; one with placeholders stands for several titles. */
const titlesIn = (source: string): readonly RegExp[] =>
  [...source.matchAll(/\(\s*(['"`])((?:\\.|(?!\1).)+)\1/g)]
    .map(([, , literal = '']) => literal.replaceAll(/\\(['"`])/g, '$1').replaceAll(/\$\{[^}]*\}/g, '%s'))
    .filter((title) => title !== '%s')
    .map((title) => new RegExp(`^${title.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll(/%[sdij]/g, '.+')}$`))

/** A test, with the table beside it that has its cases: `faults.ts` beside `faults.test.ts`. */
const sourceOf = async (file: string): Promise<string> => {
  const path = join(root, 'test', file)
  const table = await readFile(path.replace(/\.test\.ts$/, '.ts'), 'utf8').catch(() => '')
  return `${await readFile(path, 'utf8')}\n${table}`
}

/** What the compiler has to say of every mutant, each beside the file that it comes from. */
const complaintsOf = (mutants: ReadonlyMap<string, string>): readonly string[] => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
  const lax = { ...options, noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true }
  const host = ts.createCompilerHost(lax)
  const onDisk = host.readFile.bind(host)
  host.readFile = (path) => mutants.get(path) ?? onDisk(path)
  host.fileExists = (path) => mutants.has(path) || ts.sys.fileExists(path)
  const program = ts.createProgram([...mutants.keys()], lax, host)
  return [...mutants.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)
    const found = file === undefined ? [] : [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return file === undefined
      ? [`${path} was not compiled`]
      : found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
  })
}

describe('every rule of the protocol', () => {
  test('has a name of its own', () => {
    const rules = mutations.map(({ rule }) => rule)
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
  })

  test('stands where it is said to stand, once, and can be taken out', async () => {
    for (const mutation of mutations) expect(mutation.replace).not.toBe(mutation.find)
    const moved = (await Promise.allSettled(mutations.map(mutantOf))).flatMap((made) =>
      made.status === 'rejected' ? [String(made.reason)] : [],
    )
    expect(moved).toEqual([])
  })

  test('has a test that is there', async () => {
    const missing: string[] = []
    for (const { rule, test: file, killedBy } of mutations) {
      const source = await sourceOf(file)
      if (!source.includes(killedBy) && !titlesIn(source).some((title) => title.test(killedBy))) missing.push(rule)
    }
    expect(missing).toEqual([])
  })

  test('leaves a program that compiles when it is taken out', async () => {
    const texts = await Promise.all(mutations.map(mutantOf))
    const paths = mutations.map(({ file }, index) => join(root, 'src', file.replace(/\.ts$/, `.without-${index}.ts`)))
    expect(complaintsOf(new Map(paths.map((path, index) => [path, texts[index] ?? ''])))).toEqual([])
  })

  test('is in the table of docs/invariants.md', async () => {
    expect(await readFile(join(root, 'docs/invariants.md'), 'utf8')).toBe(documentOf(chapters))
  })
})

describe('a mutant', () => {
  const mutation: Mutation = { rule: 'r', file: 'f.ts', find: 'a', replace: 'b', test: 'unit/t.test.ts', killedBy: 'law' }
  const judged = (status: string, reason = '', isTakenOut = true) =>
    judgeRun(mutation, {
      output: '',
      isTakenOut,
      report: {
        testResults: [
          {
            name: '/somewhere/test/unit/t.test.ts',
            message: '',
            assertionResults: [{ title: 'law', status, failureMessages: [reason] }],
          },
        ],
      },
    }).fate

  test('is killed by an assertion of its test', () => {
    expect(judged('failed', 'AssertionError: expected 1 to be 2')).toBe('killed')
    expect(judged('failed', 'Error: Property failed after 3 tests')).toBe('killed')
  })

  test('survives where its test passes', () => {
    expect(judged('passed')).toBe('survived')
  })

  test('proves nothing where it does not run, hangs, breaks otherwise, or where the rule was never taken out', () => {
    expect(judged('failed', 'TestTimeoutError: Test timed out')).toBe('broken')
    expect(judged('failed', 'SyntaxError: Unexpected token')).toBe('broken')
    expect(judged('failed', 'ReplyError: ERR Error compiling script')).toBe('broken')
    expect(judged('failed', 'AssertionError: expected 1 to be 2', false)).toBe('broken')
    expect(judged('skipped')).toBe('broken')
    expect(judgeRun(mutation, { output: '', isTakenOut: true, report: undefined }).fate).toBe('broken')
    expect(judgeRun(mutation, { output: '', isTakenOut: true, report: { testResults: [] } }).fate).toBe('broken')
  })

  test('cannot be made where its text is found twice, or not at all', () => {
    expect(mutate('a', mutation)).toBe('b')
    for (const source of ['aa', 'c']) expect(() => mutate(source, mutation)).toThrow('"r" has moved')
  })
})
