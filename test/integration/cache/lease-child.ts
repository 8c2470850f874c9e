import { subscribe } from 'node:diagnostics_channel'
import { type Cache, createCache, type Duration } from 'mes-crm-sdk/cache'
import { serve } from '../../support/child.ts'

/** A process that reads under leases; its loads last until it is told how they end. */
export interface ReaderSettings {
  readonly redis: string
  readonly namespace: string
  readonly redisDeadline: Duration
}

/** How a read ended: where its value came from, or what it was rejected with. */
export type ReadEnd = { readonly value: unknown; readonly source: string } | { readonly error: string }

let cache: Cache | undefined
let loads = 0
const ending = Promise.withResolvers<'value' | 'failure'>()
const reads: Promise<ReadEnd>[] = []
const outcomes: string[] = []

subscribe('mes-crm-sdk:lease', (event) => void outcomes.push((event as { readonly outcome: string }).outcome))

const load = async (): Promise<string> => {
  loads++
  if ((await ending.promise) === 'failure') throw new Error('the origin fails')
  return `loaded by ${process.pid}`
}

const readOnce = async (patienceMs: number | undefined): Promise<ReadEnd> => {
  if (cache === undefined) throw new Error('the reader is not open')
  const signal = patienceMs === undefined ? {} : { signal: AbortSignal.timeout(patienceMs) }
  const ended = await cache
    .read({ key: 'orders', ttl: '1h', tags: ['orders'], lease: true, ...signal }, load)
    .catch((error: Error) => error)
  return ended instanceof Error ? { error: ended.name } : { value: ended.value, source: ended.source }
}

serve({
  open: async (settings: ReaderSettings) => {
    cache = createCache({ ...settings, principal: 'reader' })
    await cache.ready()
  },
  /** Begins reads; `end` tells how they ended. */
  read: ({ count, patienceMs }: { readonly count: number; readonly patienceMs?: number }) => {
    for (let read = 0; read < count; read++) reads.push(readOnce(patienceMs))
  },
  end: () => Promise.all(reads),
  loads: () => loads,
  outcomes: () => outcomes,
  /** Ends the loads under way, and those to come. */
  finish: ({ how }: { readonly how: 'value' | 'failure' }) => {
    ending.resolve(how)
  },
  close: () => cache?.close(),
  disconnect: () => void setImmediate(() => process.disconnect()),
})
