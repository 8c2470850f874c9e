import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runChecks, type CheckOutcome } from './check.ts'

export interface Count {
  readonly passed: number
  readonly failed: number
}

interface TestFile {
  readonly status: string
  readonly assertionResults: readonly { readonly status: string }[]
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

/** Runs a script of the project to its end: its exit code. */
const npm = async (...args: readonly string[]): Promise<number | null> => {
  const child = spawn('npm', args, { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit') as [number | null]
  return code
}

const runTests = async (reportFile: string): Promise<Count> => {
  const code = await npm('test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`)
  const text = await readFile(reportFile, 'utf8').catch(() => undefined)
  return countTests(text === undefined ? undefined : JSON.parse(text) as TestReport, code)
}

/** Takes every rule of the protocol out in turn: one check, passed when each is missed by its test, which was green just now. */
const runMutations = async (reportFile: string): Promise<Count> => {
  const code = await npm('run', '--silent', 'test:mutation', '--', '--report', reportFile)
  return countCheck({ name: 'mutations', passed: code === 0 })
}

const runBoth = async (): Promise<Count> => {
  const folder = await mkdtemp(join(tmpdir(), 'mes-crm-sdk-ci-'))
  try {
    const reportFile = join(folder, 'report.json')
    return add(await runTests(reportFile), await runMutations(reportFile))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const outcomes = await runChecks()
  const tested = await runBoth()
  const { passed, failed } = outcomes.map(countCheck).reduce(add, tested)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
