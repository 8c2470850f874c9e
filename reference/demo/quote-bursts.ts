import { randomBytes } from 'node:crypto'
import { type BurstResult, runAlone, runShared } from '../quote-burst/burst.ts'

/** A calculation takes 96 s in the company, half of the time less; here the clock runs this much faster. */
const BURST_SCALE = 600
const CALLS = 200
const DISTINCT = 20
const SERVICES = 4

export const BURST_IS_SHOWN = `Quote burst: ${CALLS} calls for ${DISTINCT} different prices at once, two calculators, lognormal durations with a median of 96 s,
scaled by ${BURST_SCALE}.`

/** The same burst, once without sharing and once with it. */
export interface QuoteBursts {
  readonly alone: BurstResult
  readonly shared: BurstResult
}

export async function runBursts(redis: string | undefined): Promise<QuoteBursts> {
  const namespace = `demo-${randomBytes(6).toString('hex')}`
  const options = {
    services: redis === undefined ? 1 : SERVICES,
    calls: CALLS,
    distinct: DISTINCT,
    medianMs: 96_000 / BURST_SCALE,
  }
  const alone = await runAlone({ ...options, cache: {} })
  return { alone, shared: await runShared({ ...options, cache: { ...(redis === undefined ? {} : { redis }), namespace } }) }
}

/** One row for each figure, one column for each way. */
export function burstRows({ alone, shared }: QuoteBursts): readonly (readonly string[])[] {
  const row = (label: string, cell: (burst: BurstResult) => string): readonly string[] => [label, cell(alone), cell(shared)]
  return [
    ['quote burst', 'without sharing', 'with it'],
    row('calls / different prices', ({ calls, distinct }) => `${calls} / ${distinct}`),
    row('calculations at MES', ({ calculations }) => String(calculations)),
    row('uploads', ({ uploads }) => String(uploads)),
    row('requests at MES', ({ requests }) => String(requests)),
    row('seconds', ({ seconds }) => seconds.toFixed(1)),
    row(`hours at the company's pace`, ({ seconds }) => ((seconds * BURST_SCALE) / 3_600).toFixed(2)),
  ]
}
