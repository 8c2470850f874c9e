import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { runChecks, type CheckOutcome } from './check.ts'

export interface Count {
  readonly passed: number
  readonly failed: number
}

interface TestFile {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly fullName: string
    readonly failureMessages?: readonly string[]
  }[]
}

/** The part of vitest's JSON report that counts. */
export interface TestReport {
  readonly success: boolean
  readonly testResults: readonly TestFile[]
}

const root = resolve(import.meta.dirname, '..')
const nothing: Count = { passed: 0, failed: 0 }
const add = (one: Count, other: Count): Count => ({ passed: one.passed + other.passed, failed: one.failed + other.failed })
const countCheck = ({ passed }: CheckOutcome): Count => (passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

const countFile = ({ status, assertionResults }: TestFile): Count => {
  const passed = assertionResults.filter((result) => result.status === 'passed').length
  const failed = assertionResults.filter((result) => result.status === 'failed').length
  return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed }
}

/** Counts tests. A file that could not be loaded is one failure, and so is a run that failed without one, or left no report. */
export const countTests = (report: TestReport | undefined, code: number | null): Count => {
  const count = (report?.testResults ?? []).map(countFile).reduce(add, nothing)
  const failedUnseen = report === undefined || !report.success || code !== 0
  return failedUnseen && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** Each failed test as `file > test: first line of its message`, and each file that failed without one. */
export const namesOfFailed = (report: TestReport | undefined): readonly string[] =>
  (report?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = relative(root, name)
      const failed = assertionResults.filter((result) => result.status === 'failed')
      return failed.length === 0
        ? [file]
        : failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}: ${failureMessages?.[0]?.split('\n')[0] ?? ''}`)
    })

/** Runs a script of the project to its end: its exit code. */
const npm = async (...args: readonly string[]): Promise<number | null> => {
  const child = spawn('npm', args, { cwd: root, stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

/** What ran, and what of it failed: the end of the output names it, since the part that a reader sees may be the end alone. */
interface Outcome extends Count {
  readonly failures: readonly string[]
}

const runTests = async (reportFile: string): Promise<Outcome> => {
  const code = await npm('test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`)
  const text = await readFile(reportFile, 'utf8').catch(() => undefined)
  const report = text === undefined ? undefined : (JSON.parse(text) as TestReport)
  const count = countTests(report, code)
  const failures = namesOfFailed(report)
  return { ...count, failures: count.failed > 0 && failures.length === 0 ? [`npm test ended with ${code}`] : failures }
}

/** Takes every rule of the protocol out in turn: one check, passed when each is missed by its test, which was green just now. */
const runMutations = async (reportFile: string): Promise<Count> => {
  const code = await npm('run', '--silent', 'test:mutation', '--', '--report', reportFile)
  return countCheck({ name: 'mutations', passed: code === 0 })
}

const runBoth = async (): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), 'mes-crm-sdk-ci-'))
  try {
    const reportFile = join(folder, 'report.json')
    const { failures, ...tests } = await runTests(reportFile)
    const mutations = await runMutations(reportFile)
    return { ...add(tests, mutations), failures: mutations.failed === 0 ? failures : [...failures, 'npm run test:mutation'] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const outcomes = await runChecks()
  const tested = await runBoth()
  const { passed, failed } = outcomes.map(countCheck).reduce(add, tested)
  const failures = [...outcomes.filter((outcome) => !outcome.passed).map(({ name }) => name), ...tested.failures]
  for (const failure of failures) process.stdout.write(`\nfailed: ${failure}`)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
