import fc from 'fast-check'
import type { Schedule } from './act.ts'
import { play } from './play.ts'
import { schedules } from './schedules.ts'
import { Tally } from './tally.ts'

/** What to explore: `path` leads to one schedule of a seed, as a failure prints it. */
export interface Exploring {
  readonly runs: number
  readonly seed: number
  readonly path?: string
  /** Called after each schedule. */
  readonly played?: () => void
}

/** What was explored, and the first schedule that broke the promise, made as small as possible. */
export interface Exploration {
  readonly runs: number
  readonly tally: Tally
  readonly failure: string | undefined
}

/** Plays schedules of a seed until one breaks the promise. */
export const explore = async ({ runs, seed, path, played }: Exploring): Promise<Exploration> => {
  const tally = new Tally()
  let failed = false
  const keeps = fc.asyncProperty(schedules, async (schedule) => {
    const outcome = await play(schedule)
    if (!failed) tally.merge(outcome.tally)
    played?.()
    failed ||= outcome.violations.length > 0
    return outcome.violations.length === 0
  })
  const { numRuns, counterexample, counterexamplePath } = await fc.check(keeps, {
    numRuns: runs,
    seed,
    ...(path !== undefined && { path }),
  })
  const [smallest] = counterexample ?? []
  const failure = smallest && (await tellOf(smallest, `--seed ${seed} --path ${counterexamplePath ?? ''}`))
  return { runs: numRuns, tally, failure }
}

const tellOf = async (schedule: Schedule, again: string): Promise<string> => {
  const { story, violations } = await play(schedule, true)
  return [story, '', ...violations, '', `Again: npm run test:model -- ${again}`].join('\n')
}
