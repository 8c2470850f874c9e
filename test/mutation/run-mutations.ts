import { join } from 'node:path'
import type { Mutation } from './mutation.ts'
import { fateOf } from './test-report.ts'
import { judgeRun, type Verdict } from './verdict.ts'
import { runVitest } from './vitest-run.ts'

const WORKERS = 2
const MUTANT_LIMIT_MS = 60_000
const WHOLE_LIMIT_MS = 300_000

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/** Arguments that run the test of a mutation and no other one. A project is called like its folder. */
const aimedAt = ({ test, killedBy }: Mutation): readonly string[] =>
  [`test/${test}`, '--project', test.split('/')[0] ?? '', '--pool', 'threads', '-t', `(^| )${escaped(killedBy)}$`]

/** Tests that do not pass while every rule is in its place; with one of them nothing could be proved. */
export const findUnfit = async (mutations: readonly Mutation[], folder: string): Promise<readonly string[]> => {
  const files = [...new Set(mutations.map(({ test }) => `test/${test}`))]
  const { report, output } = await runVitest({ args: files, reportFile: join(folder, 'whole.json'), limitMs: WHOLE_LIMIT_MS })
  if (report === undefined) return [output]
  return mutations.flatMap(({ test, killedBy }) => {
    const { status } = fateOf(report, test, killedBy)
    return status === 'passed' ? [] : [`${status}: "${killedBy}" in test/${test}`]
  })
}

/** Takes every rule out in turn, some at a time, and tells each verdict as it comes. */
export const runMutations = async (mutations: readonly Mutation[], folder: string, tell: (verdict: Verdict) => void): Promise<void> => {
  const waiting = [...mutations.entries()]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, mutation] = next
      tell(judgeRun(mutation, await runVitest({
        args: ['--config', 'test/mutation/vitest.config.ts', ...aimedAt(mutation)],
        env: { WITHOUT_RULE: mutation.rule },
        reportFile: join(folder, `${index}.json`),
        limitMs: MUTANT_LIMIT_MS,
      })))
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
}
