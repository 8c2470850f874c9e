import { Lane } from './lane.ts'
import type { Mutation } from './mutation.ts'
import { fateOf, type TestReport } from './test-report.ts'
import { judgeRun, type Verdict } from './verdict.ts'

/** Tests without servers compute: more lanes than processors would only make them late. */
const COMPUTING_LANES = 2
/** Tests with servers wait, for a limit of polling where the rule is missing: they do so beside each other. */
const WAITING_LANES = 6
/** Of liveness, above the limit of polling. */
const MUTANT_LIMIT_MS = 180_000

const waits = ({ test }: Mutation): boolean => test.startsWith('integration/')

/** Tests that a run with every rule in its place does not show green; with one of them nothing could be proved. */
export const findUnfit = (mutations: readonly Mutation[], report: TestReport): readonly string[] =>
  mutations.flatMap(({ test, killedBy }) => {
    const { status } = fateOf(report, test, killedBy)
    return status === 'passed' ? [] : [`${status}: "${killedBy}" in test/${test}`]
  })

/** Takes every rule out in turn, some at a time, and tells each verdict as it comes. */
export const runMutations = async (mutations: readonly Mutation[], tell: (verdict: Verdict) => void): Promise<void> => {
  const computing = mutations.filter((mutation) => !waits(mutation))
  const waiting = mutations.filter(waits)
  await Promise.all([...lanesOver(computing, COMPUTING_LANES, tell), ...lanesOver(waiting, WAITING_LANES, tell)])
}

/** Lanes that share a queue, each until it is empty. */
const lanesOver = (mutations: readonly Mutation[], count: number, tell: (verdict: Verdict) => void): readonly Promise<void>[] => {
  const queue = [...mutations]
  const work = async (): Promise<void> => {
    await using lane = new Lane()
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      tell(judgeRun(next, await lane.run(next, MUTANT_LIMIT_MS)))
  }
  return Array.from({ length: count }, work)
}
