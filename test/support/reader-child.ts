import { setTimeout as pause } from 'node:timers/promises'
import { serve } from './child.ts'
import { machineNow, type Read } from './history.ts'
import { createCacheVariant, type Variant } from './rule-less-coherence.ts'

/** A process that reads a register through a cache, again and again, and remembers what it was told and when. */
export interface ReaderOptions {
  readonly variant: Variant
  readonly redis: string
  readonly namespace: string
  readonly register: string
  readonly maxStaleness: number
}

const options = JSON.parse(process.argv[2] ?? '') as ReaderOptions
const cache = createCacheVariant(options.variant, {
  redis: options.redis, namespace: options.namespace, maxStaleness: options.maxStaleness, principal: 'reader',
})
const load = async ({ signal }: { readonly signal: AbortSignal }): Promise<{ version: number }> =>
  (await fetch(options.register, { signal })).json() as Promise<{ version: number }>

const readOnce = async (): Promise<Read> => {
  const invokedAt = machineNow()
  const { value, source } = await cache.read({ key: 'register', ttl: '30s', tags: ['register'] }, load)
  return { invokedAt, returnedAt: machineNow(), version: value.version, source }
}

const reads: Read[] = []
let running: Promise<unknown> | undefined
let stopped = false

const readUntilStopped = async (): Promise<void> => {
  while (!stopped) {
    reads.push(await readOnce())
    await pause(1)
  }
}

serve({
  ready: () => cache.ready(),
  read: readOnce,
  start: ({ readers }: { readonly readers: number }) => {
    running = Promise.all(Array.from({ length: readers }, readUntilStopped))
  },
  stop: async () => {
    stopped = true
    await running
    return reads
  },
  /** Reads until a version is seen, and says when the read that saw it was invoked. */
  waitFor: async ({ version }: { readonly version: number }) => {
    for (;;) {
      const read = await readOnce()
      if (read.version >= version) return read
      await pause(1)
    }
  },
  close: () => cache.close(),
})
