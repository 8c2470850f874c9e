import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedFleet } from './embedded-fleet.ts'
import type { FleetOptions } from './fleet.ts'
import { type Observatory, openObservatory } from './observe.ts'
import { type DemoOptions, readOptions, USAGE } from './options.ts'
import {
  MAX_STALENESS_MS,
  openOrdersOfPartners,
  planPhases,
  POLL_MS,
  REFRESH_MS,
  SCREENS,
  SELLERS,
  WHAT_IS_SHOWN,
} from './plan.ts'
import { openProcessFleet } from './process-fleet.ts'
import { BURST_IS_SHOWN, burstRows, type QuoteBursts, runBursts } from './quote-bursts.ts'
import { type DemoRedis, openRedis } from './redis.ts'
import { renderReport } from './report.ts'
import type { PhaseResult } from './result.ts'
import { type PhaseSpan, runPhase } from './run-phase.ts'
import { callRows, comparisonRows, formatTable } from './table.ts'

const REPORT = 'demo-report.html'
const EMBEDDED = 'embedded: one process, in-process log, no Redis'

async function demonstrate(options: DemoOptions): Promise<number> {
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`)
  const redis = options.noRedis ? undefined : await openRedis(say)
  const folder = await mkdtemp(join(tmpdir(), 'demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  try {
    const setting = `${redis === undefined ? `Cache: ${EMBEDDED}` : `Redis: ${redis.origin}`}.\n${WHAT_IS_SHOWN}`
    say(setting)
    const observatory = options.observe && redis !== undefined ? await openObservatory(folder, say) : undefined
    const phases = await runPhases(options, redis, folder, say, observatory)
    say(`\n${BURST_IS_SHOWN}`)
    const bursts = await runBursts(redis?.url)
    await writeFile(REPORT, renderReport(`${setting}\n${BURST_IS_SHOWN}`, phases, bursts))
    if (options.json) process.stdout.write(`${JSON.stringify({ setting, phases, bursts }, undefined, 2)}\n`)
    else printResult(phases, bursts)
    const stale = phases.flatMap(({ staleReads }) => staleReads)
    for (const { operation, orderId, missed, beyondMs } of stale.slice(0, 10)) {
      say(`stale: ${operation} missed version ${missed} of ${orderId}, ${beyondMs.toFixed(0)} ms beyond the bound`)
    }
    return stale.length === 0 ? 0 : 1
  } finally {
    await redis?.close()
  }
}

type Say = (line: string) => void

async function runPhases(
  options: DemoOptions,
  redis: DemoRedis | undefined,
  folder: string,
  say: Say,
  observatory?: Observatory,
): Promise<readonly PhaseResult[]> {
  const partners = openOrdersOfPartners(options.orders)
  const open = redis === undefined ? openEmbeddedFleet : (fleet: FleetOptions) => openProcessFleet(redis.url, fleet)
  const results: PhaseResult[] = []
  const spans: PhaseSpan[] = []
  for (const phase of planPhases(options.seconds)) {
    const seeding = results.length === 0 ? ` (first the databases: ${options.orders} orders each)` : ''
    say(`\nPhase ${results.length + 1} of 3, ${options.seconds} s ${phase.name}${seeding}`)
    const fleet: FleetOptions = {
      phase,
      cache: {
        ...(redis === undefined ? {} : { redis: redis.url }),
        namespace: `demo-${randomBytes(6).toString('hex')}`,
        maxStaleness: MAX_STALENESS_MS,
      },
      databases: { mes: join(folder, 'mes.db'), crm: join(folder, 'crm.db') },
      orders: options.orders,
      partners,
      ...(observatory !== undefined && phase.cached ? { metricsPorts: observatory.ports } : {}),
      load: { screens: SCREENS, sellers: SELLERS, refreshMs: REFRESH_MS, stepMs: phase.stepMs, pollMs: POLL_MS },
    }
    const start = Date.now() / 1_000
    results.push(await runPhase({ phase, seconds: options.seconds, open: () => open(fleet), say }))
    if (phase.cached) spans.push({ name: phase.name, start, end: Date.now() / 1_000 })
  }
  await observatory?.close(spans)
  return results
}

function printResult(phases: readonly PhaseResult[], bursts: QuoteBursts): void {
  for (const phase of phases) process.stdout.write(`\nCalls ${phase.name}, ${phase.seconds} s\n${formatTable(callRows(phase))}\n`)
  process.stdout.write(
    `\n${formatTable(comparisonRows(phases))}\n\n${formatTable(burstRows(bursts))}\n\nThe same as charts: ${REPORT}\n`,
  )
}

/** Whoever ends the demo early ends everything that it has started: children end with their parent, the rest when it exits. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const options = readOptions(process.argv.slice(2))
if (options === 'help') process.stdout.write(USAGE)
else if ('problem' in options) {
  process.stderr.write(`${options.problem}\n\n${USAGE}`)
  process.exitCode = 2
} else process.exitCode = await demonstrate(options)
