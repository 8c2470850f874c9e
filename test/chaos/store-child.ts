import { createCache, type Cache, type Duration, type PositionToken } from 'mes-crm-sdk/cache'
import { serve } from '../support/child.ts'
import { machineNow, type Read } from '../support/history.ts'
import { connectOrigin, type OriginClient } from './origin.ts'
import { atRate } from './pace.ts'

/** A process that reads and writes registers through a cache when it is told to. */
export interface StoreSettings {
  readonly redis: string
  readonly namespace: string
  readonly origin: number
  readonly maxStaleness: Duration
  readonly ttl: Duration
}

export interface WriteAnswer {
  readonly version: number
  readonly position: PositionToken
  readonly status: string
}

/** What a read returned, and when it was invoked. */
export type StoreRead = Omit<Read, 'maxStaleness'>

interface Store {
  readonly settings: StoreSettings
  readonly cache: Cache
  readonly origin: OriginClient
  readonly openedAt: number
  readonly loads: Map<number, number>
}

let store: Store | undefined
const told = Promise.withResolvers<void>()
let stopSweeping: (() => void) | undefined

const current = (): Store => {
  if (store === undefined) throw new Error('the store is not open')
  return store
}

const tagOf = (register: number): string => `register:${register}`

const read = async (register: number, atLeast?: PositionToken): Promise<StoreRead> => {
  const { settings, cache, origin, loads } = current()
  const load = (): Promise<number> => {
    loads.set(register, (loads.get(register) ?? 0) + 1)
    return origin.read(register)
  }
  const invokedAt = machineNow()
  const request = {
    key: ['register', register],
    ttl: settings.ttl,
    tags: [tagOf(register)],
    ...(atLeast !== undefined && { atLeast }),
  }
  const { value, source } = await cache.read(request, load)
  return { register, version: value, invokedAt, source }
}

/** Dies at once, with nothing said to anybody. */
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}

serve({
  open: async (settings: StoreSettings) => {
    const { redis, namespace, maxStaleness } = settings
    const origin = await connectOrigin(settings.origin)
    const openedAt = machineNow()
    store = {
      settings,
      cache: createCache({ redis, namespace, maxStaleness, redisDeadline: '2s' }),
      origin,
      openedAt,
      loads: new Map(),
    }
  },
  /** Settles with the milliseconds from the opening to the first position. */
  ready: async () => {
    await current().cache.ready()
    return machineNow() - current().openedAt
  },
  read: ({ register, atLeast }: { readonly register: number; readonly atLeast?: PositionToken }) => read(register, atLeast),
  readAll: ({ registers }: { readonly registers: number }) =>
    Promise.all(Array.from({ length: registers }, (_, register) => read(register))),
  write: async ({ register }: { readonly register: number }): Promise<WriteAnswer> => {
    const { cache, origin } = current()
    const { value: version, position, status } = await cache.mutate([tagOf(register)], () => origin.commit(register))
    return { version, position, status }
  },
  /** Commits, when it is told to where it `waits`, and is killed before the invalidation. */
  commitAndDie: async ({
    register,
    hold,
    waits = false,
  }: {
    readonly register: number
    readonly hold?: Duration
    readonly waits?: boolean
  }) => {
    const { cache, origin } = current()
    await cache.mutate(
      [tagOf(register)],
      async () => {
        if (waits) await told.promise
        await origin.commit(register)
        return die()
      },
      hold === undefined ? {} : { hold },
    )
  },
  goOn: () => told.resolve(),
  /** Reads one register after the other, at an even rate, until the process ends. */
  sweep: ({ registers, perSecond }: { readonly registers: number; readonly perSecond: number }) => {
    let next = Math.floor(Math.random() * registers)
    stopSweeping?.()
    stopSweeping = atRate(perSecond, () => void read((next = (next + 1) % registers)))
  },
  /** Loads of each register since the last call, those without any left out. */
  takeLoads: () => {
    const { loads } = current()
    const taken = [...loads.values()]
    loads.clear()
    return taken
  },
  position: () => current().cache.position,
})
