import { setTimeout as pause } from 'node:timers/promises'
import type { ChildProgram } from '../support/process.ts'
import { startStores } from './stores.ts'

export interface StormOptions {
  readonly processes: number
  readonly keys: number
  /** Of each process. */
  readonly readsPerSecond: number
}

export interface StormOutcome extends StormOptions {
  /** Loads that reached the origin in each second around the clear. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** Loads after the clear, of all processes. */
  readonly loads: number
  /** Most loads of one key in one process after the clear. */
  readonly mostOfOne: number
}

const SECONDS_BEFORE = 2

/** Processes read many keys from memory, one after the other; then Redis loses everything, and the fleet clears. */
export const clearUnder = async (options: StormOptions): Promise<StormOutcome> => {
  const { processes, keys, readsPerSecond } = options
  await using stores = await startStores(() => 30 + Math.random() * 70, { maxStaleness: '1s', ttl: '1h' })
  const programs = await startAll(processes, () => stores.start())
  await Promise.all(programs.map((program) => program.call('ready')))
  for (const program of programs) await program.call('readAll', { registers: keys })
  await Promise.all(programs.map((program) => program.call('sweep', { registers: keys, perSecond: readsPerSecond })))
  const countSeconds = async (seconds: number): Promise<readonly number[]> => {
    const counts: number[] = []
    for (let second = 0; second < seconds; second++) {
      const known = stores.origin.loads
      await pause(1_000)
      counts.push(stores.origin.loads - known)
    }
    return counts
  }
  const before = await countSeconds(SECONDS_BEFORE)
  await Promise.all(programs.map((program) => program.call('takeLoads')))
  await stores.redis.command('FLUSHALL')
  const after = await countSeconds(Math.ceil((2 * keys) / readsPerSecond) + 2)
  const loads = (await Promise.all(programs.map((program) => program.call<number[]>('takeLoads')))).flat()
  return { ...options, before, after, loads: loads.reduce((sum, count) => sum + count, 0), mostOfOne: Math.max(0, ...loads) }
}

/** A few at a time, since starting is what costs most. */
const startAll = async (count: number, start: () => Promise<ChildProgram>): Promise<readonly ChildProgram[]> => {
  const programs: ChildProgram[] = []
  while (programs.length < count) {
    programs.push(...(await Promise.all(Array.from({ length: Math.min(4, count - programs.length) }, start))))
  }
  return programs
}
