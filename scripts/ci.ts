import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runChecks } from './check.ts'

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
const sum = (counts: readonly Count[]): Count =>
  counts.reduce((total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }), { passed: 0, failed: 0 })

const countFile = ({ status, assertionResults }: TestFile): Count => {
  const passed = assertionResults.filter((result) => result.status === 'passed').length
  const failed = assertionResults.filter((result) => result.status === 'failed').length
  return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed }
}

/** Counts tests. A file that could not be loaded, and a run that failed with no failed test (or left no report), is one failure. */
export const countTests = (report: TestReport | undefined, code: number | null): Count => {
  const count = sum(report?.testResults.map(countFile) ?? [])
  const failedUnseen = report === undefined || !report.success || code !== 0
  return failedUnseen && count.failed === 0 ? { ...count, failed: 1 } : count
}

const runTests = async (): Promise<Count> => {
  const folder = await mkdtemp(join(tmpdir(), 'mes-crm-sdk-ci-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const child = spawn('npm', ['test', '--', ...reporters], { cwd: root, stdio: 'inherit' })
    const [code] = await once(child, 'exit') as [number | null]
    const text = await readFile(file, 'utf8').catch(() => undefined)
    return countTests(text === undefined ? undefined : JSON.parse(text) as TestReport, code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const outcomes = await runChecks()
  const checks = { passed: outcomes.filter(({ passed }) => passed).length, failed: outcomes.filter(({ passed }) => !passed).length }
  const { passed, failed } = sum([checks, await runTests()])
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
