import { logKey } from 'mes-crm-sdk/protocol'
import { machineNow } from '../support/history.ts'
import type { ChildProgram } from '../support/process.ts'
import { untilStopped } from '../support/liveness.ts'
import type { StoreRead } from './store-child.ts'
import { startStores, type Stores } from './stores.ts'

export interface LongLogOutcome {
  readonly records: number
  /** From the opening of a new process to its first position. */
  readonly readyMs: number
  /** First reads of the new process, all sent before it had a position: how many, and the slowest. */
  readonly first: { readonly reads: number; readonly slowestMs: number }
  /** From the waking of a process that slept through all records until it had applied the last. */
  readonly caughtUpMs: number
  /** Reads, in both processes, that returned what was invalidated. */
  readonly stale: number
  readonly sources: Readonly<Record<StoreRead['source'], number>>
}

const REGISTERS = 40
const RECORDS_AT_ONCE = 1_000
const LATENCY_MS = 20

/** Appends records as the protocol's own script does, many at once. */
const FILL = `
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local fields = {}
for i = 1, #last[2], 2 do fields[last[2][i]] = last[2][i + 1] end
local prev = last[1]
for i = 1, tonumber(ARGV[1]) do
  prev = redis.call('XADD', KEYS[1], '*', 'v', '1', 'prev', prev, 'epoch', fields.epoch, 'token', ARGV[2] .. 'x' .. i,
    'kind', 'invalidate', 'hold', '-', 'tags', '["filler:' .. ARGV[2] .. ':' .. i .. '"]')
end
return prev`

const fill = async ({ redis, namespace }: Stores, records: number): Promise<void> => {
  for (let from = 0; from < records; from += RECORDS_AT_ONCE) {
    await redis.command('EVAL', FILL, 1, logKey(namespace), Math.min(RECORDS_AT_ONCE, records - from), from)
  }
}

/** Every register is invalidated, then so many records follow; a new process and one that slept through it all read meanwhile. */
export const readBehind = async (records: number): Promise<LongLogOutcome> => {
  await using stores = await startStores(() => LATENCY_MS, { maxStaleness: '1s', ttl: '1h' })
  const [writer, sleeper] = await Promise.all([stores.start(), stores.start()])
  await Promise.all([writer.call('ready'), sleeper.call('ready')])
  for (const program of [writer, sleeper]) await program.call('readAll', { registers: REGISTERS })
  sleeper.pause()
  await untilStopped(sleeper.pid)
  for (let register = 0; register < REGISTERS; register++) await writer.call('write', { register })
  await fill(stores, records)
  const { position } = await writer.call<{ position: string }>('write', { register: 0 })
  const woken = wake(sleeper, position)
  const { reads: firstReads, slowestMs, readyMs } = await open(stores)
  const { reads: laterReads, caughtUpMs } = await woken
  const reads = [...firstReads, ...laterReads]
  const sources = { memory: 0, redis: 0, origin: 0 }
  for (const { source } of reads) sources[source] += 1
  return {
    records,
    readyMs,
    caughtUpMs,
    sources,
    first: { reads: firstReads.length, slowestMs },
    stale: reads.filter(({ register, version }) => version < (register === 0 ? 2 : 1)).length,
  }
}

const open = async (stores: Stores) => {
  const program = await stores.start()
  const startedAt = machineNow()
  const ready = program.call<number>('ready')
  const reads = await program.call<StoreRead[]>('readAll', { registers: REGISTERS })
  return { reads, slowestMs: machineNow() - startedAt, readyMs: await ready }
}

const wake = async (program: ChildProgram, position: string) => {
  const startedAt = machineNow()
  program.resume()
  const reads: StoreRead[] = []
  for (;;) {
    reads.push(...(await program.call<StoreRead[]>('readAll', { registers: REGISTERS })))
    if ((await program.call('position')) === position) return { reads, caughtUpMs: machineNow() - startedAt }
  }
}
