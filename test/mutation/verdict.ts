import type { Mutation } from './mutation.ts'
import { fateOf, type TestReport } from './test-report.ts'

/** What the run of a mutant left. */
export interface RunOutcome {
  /** What became of its test; `undefined` where the run had no end. */
  readonly report: TestReport | undefined
  /** Whether the file that keeps the rule was loaded without it. */
  readonly isTakenOut: boolean
  /** What a run without an end printed. */
  readonly output: string
}

/** What the run over a mutant says about its rule. Only `killed` proves that the test sees the rule. */
export interface Verdict {
  readonly mutation: Mutation
  readonly fate: 'killed' | 'survived' | 'broken'
  /** Why it was not killed. */
  readonly reason: string
}

/** How a law fails: by an assertion, of a property or after polling, too; or by an error of Redis that should have been caught. */
const ASSERTED = /^(AssertionError|Error: Property failed|RedisUnavailable|ReplyError)|__VITEST_(POLL_CHAIN|REJECTS)__/
/** A script that Redis could not run to its end proves nothing. */
const SCRIPT_ERROR = /Error compiling script|attempt to /

/** A mutant is killed by an assertion of the very test; one that cannot run, hangs, or breaks otherwise proves nothing. */
export const judgeRun = (mutation: Mutation, { report, isTakenOut, output }: RunOutcome): Verdict => {
  const broken = (reason: string): Verdict => ({ mutation, fate: 'broken', reason })
  if (report === undefined) return broken(`the run had no end, or no beginning: ${output.slice(-500)}`)
  const { status, reason } = fateOf(report, mutation.test, mutation.killedBy)
  if (status === 'absent') return broken(`no such test: ${reason}`)
  if (!isTakenOut) return broken('the file that keeps the rule was never loaded')
  if (status === 'passed') return { mutation, fate: 'survived', reason: 'the test passes without the rule' }
  if (!ASSERTED.test(reason) || SCRIPT_ERROR.test(reason))
    return broken(`it failed, but not by an assertion: ${reason.slice(0, 300)}`)
  return { mutation, fate: 'killed', reason: '' }
}
