import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startFleet } from './fleet.ts'
import { type Outcome, runScenario } from './run.ts'
import { exposures, scenarios } from './scenarios.ts'
import { tableOf } from './table.ts'
import type { Variant } from './variant.ts'
import type { Scenario } from './scenario.ts'

/** Plays every scenario for `--seconds` each, prints a table and writes it to `--out` as Markdown. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: resolve(import.meta.dirname, '../../node_modules/.cache/chaos/table.md') },
  },
})

const runs: readonly (readonly [Variant, Scenario])[] = [
  ...scenarios.map((scenario) => ['complete', scenario] as const),
  ...Object.entries(exposures).map(([variant, scenario]) => [variant as Variant, scenario] as const),
]

const outcomes: Outcome[] = []
await using fleet = await startFleet({ readers: 4, writers: 2 })
for (const [variant, scenario] of runs) {
  if (!`${variant}: ${scenario.name}`.includes(values.only)) continue
  const outcome = await runScenario(fleet, { scenario, variant, seconds: Number(values.seconds), long: true })
  outcomes.push(outcome)
  const { violations, missedOwn, failed, incidents } = outcome
  process.stdout.write(`${tableOf([outcome]).split('\n').slice(outcomes.length === 1 ? 0 : 2).join('\n')}\n`)
  const odd = { violations: violations.slice(0, 3), missedOwn: missedOwn.slice(0, 3), failed: failed.slice(0, 3), incidents }
  process.stderr.write(`${JSON.stringify(odd)}\n`)
}
await mkdir(dirname(values.out), { recursive: true })
await writeFile(values.out, `${tableOf(outcomes)}\n`)
process.stdout.write(`\n${tableOf(outcomes)}\n`)
