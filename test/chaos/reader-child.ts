import { subscribe } from 'node:diagnostics_channel'
import type { Cache } from 'mes-crm-sdk/cache'
import { serve } from '../support/child.ts'
import { machineNow, type Read } from '../support/history.ts'
import { countIncidents, type IncidentCounts } from './incidents.ts'
import { type Measurement, measure } from './measurement.ts'
import { createMixture, LOADS, type MixedRead, type Mixture } from './mixed-reads.ts'
import { connectOrigin, type OriginClient, OriginRefusal } from './origin.ts'
import { atRate } from './pace.ts'
import { sourceOf } from './rotated-connection.ts'
import type { Connection } from './scenario.ts'
import { createVariant, type Variant } from './variant.ts'
import { setWallClock } from './wall-clock.ts'

/** A process that reads registers through a cache at an even rate, and remembers what it was told and when. */
export interface ReaderSettings {
  readonly variant: Variant
  readonly redis: Connection
  readonly namespace: string
  readonly origin: number
  readonly registers: number
  readonly maxStaleness: number
  readonly readsPerSecond: number
  /** Whether it reads in every way there is. Default: in the plain way. */
  readonly mixed?: boolean
}

/** A read on its way to the test: register, version, instant of its invocation, its `maxStaleness`, source. */
export type ReadRow = readonly [number, number, number, number, Read['source']]

/** One in so many reads allows no staleness at all. */
const STRICT = 25

/** What a reader has seen since it was last asked. */
export interface Seen {
  readonly reads: readonly ReadRow[]
  readonly failed: readonly string[]
  /** Reads that failed because the origin did, as it was told to. */
  readonly refused: number
  /** Answers outside the promise: they stood in for an origin that failed. */
  readonly standIns: number
}

export interface ReaderReport {
  readonly reads: readonly ReadRow[]
  readonly failed: readonly string[]
  readonly incidents: IncidentCounts
}

/** Someone who waits for normal service: a message was delivered, and a later read came from memory. */
interface Watch {
  messageAt: number | undefined
  readonly normalAt: PromiseWithResolvers<number>
}

interface Session {
  readonly settings: ReaderSettings
  readonly cache: Cache
  readonly origin: OriginClient
  readonly incidents: ReturnType<typeof countIncidents>
  readonly mixture: Mixture | undefined
  readonly reads: ReadRow[]
  readonly failed: string[]
  refused: number
  standIns: number
  readonly underWay: Set<Promise<void>>
}

let session: Session | undefined
let stopReading: (() => void) | undefined
let watch: Watch | undefined

const current = (): Session => {
  if (session === undefined) throw new Error('the reader is not open')
  return session
}

const readPlainly = async ({ settings, cache, origin }: Session, register: number): Promise<MixedRead> => {
  const maxStaleness = Math.random() < 1 / STRICT ? 0 : settings.maxStaleness
  const request = { key: ['register', register], ttl: '30s', tags: [`register:${register}`], maxStaleness } as const
  const { value, source } = await cache.read(request, () => origin.read(register))
  return { version: value, source, maxStaleness, isPromised: true }
}

const readOnce = async (now: Session): Promise<void> => {
  const register = Math.floor(Math.random() * now.settings.registers)
  const invokedAt = machineNow()
  try {
    const { version, source, maxStaleness, isPromised } = await (now.mixture?.read(register) ?? readPlainly(now, register))
    if (isPromised) now.reads.push([register, version, invokedAt, maxStaleness, source])
    else now.standIns += 1
    if (source === 'memory' && watch?.messageAt !== undefined && invokedAt >= watch.messageAt) watch.normalAt.resolve(invokedAt)
  } catch (error) {
    if (error instanceof OriginRefusal) now.refused += 1
    else now.failed.push(String(error))
  }
}

/** Ends what a run that failed has left. */
const abandon = async (): Promise<void> => {
  stopReading?.()
  await session?.cache.close()
  await session?.mixture?.close()
  session?.origin.close()
}

const begin = (now: Session): void => {
  const read = readOnce(now).finally(() => now.underWay.delete(read))
  now.underWay.add(read)
}

subscribe('mes-crm-sdk:record', () => {
  if (watch !== undefined) watch.messageAt ??= machineNow()
})

serve({
  open: async (settings: ReaderSettings) => {
    await abandon()
    const { variant, namespace, maxStaleness } = settings
    const redis = sourceOf(settings.redis)
    const cache = await createVariant(variant, { redis, namespace, maxStaleness, principal: 'reader', loads: LOADS })
    const origin = await connectOrigin(settings.origin)
    session = {
      settings,
      cache,
      origin,
      incidents: countIncidents(),
      mixture: settings.mixed === true ? createMixture(cache, origin, { redis, namespace, maxStaleness }) : undefined,
      reads: [],
      failed: [],
      refused: 0,
      standIns: 0,
      underWay: new Set(),
    }
    await cache.ready()
  },
  start: () => {
    const now = current()
    stopReading = atRate(now.settings.readsPerSecond, () => begin(now))
  },
  /** Settles at normal service, with the instant of the read that showed it. */
  normal: () => {
    watch = { messageAt: undefined, normalAt: Promise.withResolvers<number>() }
    return watch.normalAt.promise
  },
  take: (): Seen => {
    const now = current()
    const seen = { reads: now.reads.splice(0), failed: now.failed.splice(0), refused: now.refused, standIns: now.standIns }
    now.refused = 0
    now.standIns = 0
    return seen
  },
  measure: (): Measurement => measure(),
  stop: async (): Promise<ReaderReport> => {
    const { cache, mixture, origin, incidents, reads, failed, underWay } = current()
    stopReading?.()
    await Promise.all(underWay)
    await cache.close()
    await mixture?.close()
    origin.close()
    incidents.stop()
    session = undefined
    setWallClock(0)
    return { reads, failed, incidents: incidents.counts }
  },
  setWallClock: ({ offsetMs }: { readonly offsetMs: number }) => setWallClock(offsetMs),
})
