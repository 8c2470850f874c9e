import { type DeadWriterOutcome, killWriter, MAX_STALENESS_MS, TTL_MS } from './dead-writer.ts'
import { readBehind } from './long-log.ts'
import { clearUnder } from './storm.ts'
import { readWrites } from './tokens.ts'
import { describeValkey, playOnValkey } from './valkey.ts'

const PAIRS = 10_000
const DEATHS = 5
const RECORDS = 200_000
const VALKEY_SECONDS = 10
const FLEET = { processes: 20, keys: 1_000, readsPerSecond: 250 }

const tokens = async (): Promise<readonly string[]> => {
  const using = await readWrites(PAIRS, true)
  const without = await readWrites(PAIRS / 10, false)
  return [
    `with positions: ${using.pairs} pairs, each read twice: ${using.missed} reads missed the write; ${using.from.memory + using.from.redis} came from a cache`,
    `without: ${without.pairs} pairs, each read twice: ${without.missed} reads missed the write`,
  ]
}

const deaths = async (held: boolean): Promise<string> => {
  const outcomes: DeadWriterOutcome[] = []
  for (let count = 0; count < DEATHS; count++) outcomes.push(await killWriter(held))
  const sum = (of: 'reads' | 'stale' | 'freshFromCache'): number => outcomes.reduce((total, outcome) => total + outcome[of], 0)
  const last = Math.max(...outcomes.map(({ lastStaleMs }) => lastStaleMs))
  return (
    `${held ? 'with a hold' : 'without'}: ${DEATHS} deaths, ${sum('reads')} reads, ${sum('stale')} of the old value more than ${MAX_STALENESS_MS} ms after the commit, ` +
    `the last ${last.toFixed(0)} ms after it (entries live ${TTL_MS} ms), ${sum('freshFromCache')} of the new value from a cache`
  )
}

const longLog = async (): Promise<readonly string[]> => {
  const { records, readyMs, first, caughtUpMs, stale, sources } = await readBehind(RECORDS)
  return [
    `${records} records: a new process had its first position after ${readyMs.toFixed(0)} ms; its first ${first.reads} reads took at most ${first.slowestMs.toFixed(0)} ms`,
    `a process that had slept through all of them had applied the last ${caughtUpMs.toFixed(0)} ms after it woke`,
    `reads of both meanwhile: ${sources.memory} from memory, ${sources.redis} from Redis, ${sources.origin} from the origin, ${stale} stale`,
  ]
}

const storm = async (): Promise<readonly string[]> => {
  const { processes, keys, readsPerSecond, before, after, loads, mostOfOne } = await clearUnder(FLEET)
  return [
    `${processes} processes read ${keys} keys each, ${readsPerSecond} reads a second each, all in memory; then FLUSHALL`,
    `loads a second before: ${before.join(', ')}; after: ${after.join(', ')}`,
    `${loads} loads in all, at most ${mostOfOne} of one key in one process`,
  ]
}

/** What is not a fault under a fleet at work, by name; each shows lines of figures. */
export const experiments: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'A read by the position of a write, while nothing is published': tokens,
  'A writer that is killed between its commit and its invalidation': async () => [await deaths(true), await deaths(false)],
  'A long log': longLog,
  'A clear under a fleet': storm,
  'Valkey in place of Redis': async () => [describeValkey(await playOnValkey(VALKEY_SECONDS))],
}
