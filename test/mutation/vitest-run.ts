import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { TestReport } from './test-report.ts'

const root = resolve(import.meta.dirname, '../..')
const vitest = resolve(root, 'node_modules/vitest/vitest.mjs')

/** What vitest left: its report, unless it was ended before it had one, and what it printed. */
export interface VitestOutcome {
  readonly report: TestReport | undefined
  readonly output: string
}

export interface VitestRun {
  readonly args: readonly string[]
  /** Where the report goes. */
  readonly reportFile: string
  /** A run that takes longer is ended, with everything that it started. */
  readonly limitMs: number
}

/** Runs vitest to its end. A failure is an outcome, never a rejection. */
export const runVitest = async ({ args, reportFile, limitMs }: VitestRun): Promise<VitestOutcome> => {
  const reporting = ['--reporter=json', `--outputFile=${reportFile}`, '--root', root]
  const child = spawn(process.execPath, [vitest, 'run', ...reporting, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const end = (): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'))
  const timer = setTimeout(end, limitMs)
  process.once('exit', end)
  await new Promise((settle) => child.once('close', settle).once('error', settle))
  clearTimeout(timer)
  process.off('exit', end)
  return { report: await readReport(reportFile), output: Buffer.concat(chunks).toString('utf8') }
}

const readReport = async (file: string): Promise<TestReport | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as TestReport)
}
