import { setTimeout as pause } from 'node:timers/promises'
import { holdsKey } from 'mes-crm-sdk/protocol'
import { machineNow } from '../support/history.ts'
import type { StoreRead } from './store-child.ts'
import { type Stores, startStores } from './stores.ts'

export const MAX_STALENESS_MS = 500
export const TTL_MS = 3_000
const LEASE = '2s'
const LEASE_OF_LOST = '10s'
const OBSERVED_OF_LOST_MS = 13_000
const OBSERVED_MS = 6_000
const READERS = 2

export interface DeadWriterOutcome {
  readonly reads: number
  /** Reads of the old value that were invoked more than `maxStaleness` after the commit. */
  readonly stale: number
  /** From the commit to the last read of the old value. */
  readonly lastStaleMs: number
  /** Reads of the new value from a cache. */
  readonly freshFromCache: number
}

/** A writer is killed between its commit and its invalidation, with a hold or without, while others read what it changed. */
export const killWriter = async (held: boolean): Promise<DeadWriterOutcome> => {
  await using stores = await startStores(() => 30 + Math.random() * 70, { maxStaleness: MAX_STALENESS_MS, ttl: TTL_MS })
  const [writer, ...readers] = await Promise.all(Array.from({ length: READERS + 1 }, () => stores.start()))
  if (writer === undefined) throw new Error('there is no writer')
  await Promise.all([writer, ...readers].map((program) => program.call('ready')))
  await Promise.all(readers.map((reader) => reader.call('readAll', { registers: 1 })))
  const until = machineNow() + OBSERVED_MS
  const observed = Promise.all(
    readers.map(async (reader) => {
      const reads: StoreRead[] = []
      while (machineNow() < until) {
        reads.push(await reader.call<StoreRead>('read', { register: 0 }))
        await pause(5)
      }
      return reads
    }),
  )
  writer.call('commitAndDie', { register: 0, ...(held && { hold: LEASE }) }).catch(() => {})
  await writer.exited
  return judge((await observed).flat(), stores.origin.committedAt(0))
}

/** As with a hold, but the hash of holds is lost, and then the only reader joins, before the commit. */
export const killWriterOfLostHold = async (): Promise<DeadWriterOutcome> => {
  await using stores = await startStores(() => 5, { maxStaleness: MAX_STALENESS_MS, ttl: TTL_MS })
  const [writer, join] = await Promise.all([stores.start(), stores.prepare()])
  await writer.call('ready')
  writer.call('commitAndDie', { register: 0, hold: LEASE_OF_LOST, waits: true }).catch(() => {})
  while (!(await hashOf(stores)).some((field) => field !== '.since')) await pause(10)
  await stores.redis.command('DEL', holdsKey(stores.namespace))
  const reader = await join()
  await reader.call('ready')
  await reader.call('readAll', { registers: 1 })
  writer.call('goOn').catch(() => {})
  await writer.exited
  const until = machineNow() + OBSERVED_OF_LOST_MS
  const reads: StoreRead[] = []
  while (machineNow() < until) {
    reads.push(await reader.call<StoreRead>('read', { register: 0 }))
    await pause(5)
  }
  return judge(reads, stores.origin.committedAt(0))
}

const hashOf = async ({ redis, namespace }: Stores): Promise<readonly unknown[]> => {
  const fields = await redis.command('HKEYS', holdsKey(namespace))
  return Array.isArray(fields) ? fields : []
}

const judge = (reads: readonly StoreRead[], committedAt: number | undefined): DeadWriterOutcome => {
  if (committedAt === undefined) throw new Error('the writer died before its commit')
  const old = reads.filter(({ version, invokedAt }) => version === 0 && invokedAt > committedAt)
  return {
    reads: reads.length,
    stale: old.filter(({ invokedAt }) => invokedAt - committedAt > MAX_STALENESS_MS).length,
    lastStaleMs: Math.max(0, ...old.map(({ invokedAt }) => invokedAt - committedAt)),
    freshFromCache: reads.filter(({ version, source }) => version > 0 && source !== 'origin').length,
  }
}
