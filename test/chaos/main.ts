import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../../scripts/build.ts'
import { experiments } from './experiments.ts'
import { startFleet } from './fleet.ts'
import { type Outcome, runScenario } from './run.ts'
import type { Scenario } from './scenario.ts'
import { exposures, scenarios } from './scenarios.ts'
import { tableOf } from './table.ts'
import type { Variant } from './variant.ts'

const usage = `usage: npm run test:chaos -- [--seconds 10] [--only text] [--out file]

Plays every fault for so many seconds, at least once, then the experiments, and prints what readers saw.
  --only  plays what has the text in its name: the rules and the fault of a scenario, or the name of an experiment
  --out   writes the same as Markdown; default node_modules/.cache/chaos/report.md
`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: resolve(import.meta.dirname, '../../node_modules/.cache/chaos/report.md') },
    help: { type: 'boolean', default: false },
  },
})

const isWanted = (name: string): boolean => name.includes(values.only)

const runs: readonly (readonly [Variant, Scenario])[] = [
  ...scenarios.map((scenario) => ['complete', scenario] as const),
  ...Object.entries(exposures).map(([variant, scenario]) => [variant as Variant, scenario] as const),
].filter(([variant, { name }]) => isWanted(`${variant}: ${name}`))

const isGood = ({ variant, violations, missedOwn, failed }: Outcome): boolean =>
  (violations.length === 0) === (variant === 'complete') && missedOwn.length === 0 && failed.length === 0

/** What a table cannot show of a run that went otherwise than expected. */
const explain = ({ variant, scenario, violations, missedOwn, failed, incidents }: Outcome): void => {
  const first = { violations: violations.slice(0, 5), missedOwn: missedOwn.slice(0, 5), failed: failed.slice(0, 5), incidents }
  process.stderr.write(`${variant}, when Redis ${scenario}: ${JSON.stringify(first, undefined, 2)}\n`)
  process.exitCode = 1
}

const playScenarios = async (): Promise<string> => {
  if (runs.length === 0) return ''
  await using fleet = await startFleet({ readers: 4, writers: 2 })
  const outcomes: Outcome[] = []
  for (const [variant, scenario] of runs) {
    const outcome = await runScenario(fleet, { scenario, variant, seconds: Number(values.seconds), long: true })
    outcomes.push(outcome)
    if (!isGood(outcome)) explain(outcome)
    process.stdout.write(
      `${tableOf([outcome])
        .split('\n')
        .slice(outcomes.length === 1 ? 0 : 2)
        .join('\n')}\n`,
    )
  }
  return tableOf(outcomes)
}

const playExperiments = async (): Promise<readonly string[]> => {
  const shown: string[] = []
  for (const [name, play] of Object.entries(experiments)) {
    if (!isWanted(name)) continue
    const lines = (await play()).map((line) => `- ${line}`)
    shown.push(`**${name}**\n\n${lines.join('\n')}`)
    process.stdout.write(`\n${shown.at(-1)}\n`)
  }
  return shown
}

if (values.help) process.stdout.write(usage)
else {
  await build()
  const report = [await playScenarios(), ...(await playExperiments())].filter(Boolean).join('\n\n')
  await mkdir(dirname(values.out), { recursive: true })
  await writeFile(values.out, `${report}\n`)
}
