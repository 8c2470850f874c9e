import { randomBytes } from 'node:crypto'
import { type BurstResult, runAlone, runShared } from '../reference/quote-burst/burst.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { printTable, type Row } from './table.ts'

const ROUNDS = 3
/** A six-hundredth of what a calculation takes in the company. */
const MEDIAN_MS = 160

/** The quote burst of 200 calls for 20 prices, without and with sharing, in turn. */
export const benchQuoteBurst = async (): Promise<void> => {
  await using redis = await startRedis()
  const options = { services: 4, calls: 200, distinct: 20, medianMs: MEDIAN_MS }
  const rounds: { readonly alone: BurstResult; readonly shared: BurstResult }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await runAlone({ ...options, cache: {} })
    rounds.push({
      alone,
      shared: await runShared({ ...options, cache: { redis: redis.url, namespace: `bench-${randomBytes(6).toString('hex')}` } }),
    })
  }
  const ratios = rounds.map(({ alone, shared }) => alone.seconds / shared.seconds).toSorted((one, other) => one - other)
  const median = ratios[Math.floor(ROUNDS / 2)] ?? Number.NaN
  printTable(
    `Quote burst, ${options.calls} calls for ${options.distinct} prices by 4 services: alone it takes ${median.toFixed(1)} times as long (median of ${ROUNDS})`,
    ['calculations', 'uploads', 'requests', 'seconds'],
    rounds.flatMap(({ alone, shared }) => [rowOf('alone', alone), rowOf('shared', shared)]),
  )
}

const rowOf = (way: string, { calculations, uploads, requests, seconds }: BurstResult): Row => [
  way,
  String(calculations),
  String(uploads),
  String(requests),
  seconds.toFixed(1),
]
