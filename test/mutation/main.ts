import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { documentOf } from './document.ts'
import { chapters, mutations } from './mutations.ts'
import { parseArguments } from './options.ts'
import { findUnfit, runMutations } from './run-mutations.ts'
import type { TestReport } from './test-report.ts'
import type { Verdict } from './verdict.ts'
import { runVitest } from './vitest-run.ts'

/** Of liveness: minutes where nothing else runs. */
const WHOLE_LIMIT_MS = 1_800_000

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const describe = ({ mutation, fate, reason }: Verdict): string =>
  fate === 'killed'
    ? `red       ${mutation.rule}`
    : `${fate.toUpperCase().padEnd(9)} ${mutation.rule}\n          src/${mutation.file}, "${mutation.killedBy}": ${reason}`

/** A run of these tests with every rule in its place. */
const runWhole = async (files: readonly string[]): Promise<TestReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'mutations-'))
  try {
    const { report, output } = await runVitest({ args: files, reportFile: join(folder, 'whole.json'), limitMs: WHOLE_LIMIT_MS })
    if (report === undefined) throw new Error(`the tests did not run: ${output}`)
    return report
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether every rule whose name, file or test has this text is seen. */
const runAll = async (only: string, reportFile: string | undefined): Promise<boolean> => {
  const chosen = mutations.filter(({ rule, file, test }) => [rule, file, test].some((text) => text.includes(only)))
  if (chosen.length === 0) throw new Error(`no rule, file or test has "${only}" in its name`)
  const files = [...new Set(chosen.map(({ test }) => `test/${test}`))]
  const report = reportFile === undefined ? await runWhole(files) : (JSON.parse(await readFile(reportFile, 'utf8')) as TestReport)
  const unfit = findUnfit(chosen, report)
  for (const line of unfit) print(`NOT GREEN with every rule in its place, ${line}`)
  if (unfit.length > 0) return false
  const verdicts: Verdict[] = []
  await runMutations(chosen, (verdict) => {
    verdicts.push(verdict)
    print(describe(verdict))
  })
  const killed = verdicts.filter(({ fate }) => fate === 'killed').length
  print(`\n${killed} of ${verdicts.length} rules are seen by a test that fails without them`)
  return killed === verdicts.length
}

const task = parseArguments(process.argv.slice(2))
if (task.do === 'document') await writeFile(resolve(import.meta.dirname, '../../docs/invariants.md'), documentOf(chapters))
else if (!(await runAll(task.only, task.report))) process.exitCode = 1
