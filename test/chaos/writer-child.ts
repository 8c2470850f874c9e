import { setTimeout as pause } from 'node:timers/promises'
import { type Cache, createCache, type Duration, type MutationResult } from 'mes-crm-sdk/cache'
import { serve } from '../support/child.ts'
import { machineNow } from '../support/history.ts'
import { countIncidents, type IncidentCounts } from './incidents.ts'
import { type Measurement, measure } from './measurement.ts'
import { connectOrigin, type OriginClient, OriginRefusal } from './origin.ts'
import { atRate } from './pace.ts'
import { sourceOf } from './rotated-connection.ts'
import type { Connection } from './scenario.ts'
import { setWallClock } from './wall-clock.ts'

/** A process that commits registers at an even rate, through `mutate`, some far more often than others. */
export interface WriterSettings {
  readonly redis: Connection
  readonly namespace: string
  readonly origin: number
  readonly registers: number
  readonly maxStaleness: number
  readonly writesPerSecond: number
  /** Lease of the hold of every write. */
  readonly hold?: Duration
  /** Whether it reads back by positions, and settles some of its writes. Default: not. */
  readonly mixed?: boolean
}

/** What a writer has done since it was last asked. */
export interface Written {
  readonly writes: readonly WriteRow[]
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
}

/** A write on its way to the test: register, version, instant of its acknowledgement. */
export type WriteRow = readonly [number, number, number]

export interface WriterReport {
  readonly writes: readonly WriteRow[]
  /** Invalidations that had to be queued at first. */
  readonly queued: number
  /** Reads of this process that missed a write of its own which had returned before. */
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
  readonly incidents: IncidentCounts
}

interface Session {
  readonly settings: WriterSettings
  readonly cache: Cache
  readonly origin: OriginClient
  readonly incidents: ReturnType<typeof countIncidents>
  readonly writes: WriteRow[]
  /** Committed, and not known to be in the log. */
  readonly unacknowledged: Set<{ readonly register: number; readonly version: number }>
  readonly missedOwn: string[]
  readonly failed: string[]
  readonly underWay: Set<Promise<void>>
  queued: number
}

const RETRY_MS = 50
/** One in so many writes is followed by a read in the same process. */
const READ_BACK = 4

let session: Session | undefined
let stopWriting: (() => void) | undefined
let retrying: NodeJS.Timeout | undefined

const current = (): Session => {
  if (session === undefined) throw new Error('the writer is not open')
  return session
}

const tagOf = (register: number): string => `register:${register}`

const writeOnce = async (now: Session): Promise<void> => {
  const { registers, hold, mixed } = now.settings
  const register = Math.floor(registers * Math.random() ** 2)
  const work = (): Promise<number> => now.origin.commit(register)
  const options = {
    ...(hold !== undefined && { hold }),
    ...(mixed === true && Math.random() < 1 / READ_BACK && { settle: '300ms' as const }),
  }
  const result = await now.cache.mutate([tagOf(register)], work, options)
  const { value: version, status } = result
  if (status === 'applied') now.writes.push([register, version, machineNow()])
  else {
    now.queued += 1
    now.unacknowledged.add({ register, version })
  }
  if (Math.random() < 1 / READ_BACK) await readBack(now, register, result)
}

const readBack = async (
  { settings, cache, origin, missedOwn }: Session,
  register: number,
  result: MutationResult<number>,
): Promise<void> => {
  const { value: written, position } = result
  const request = {
    key: ['register', register],
    ttl: '30s',
    tags: [tagOf(register)],
    ...(settings.mixed === true && { atLeast: position }),
  } as const
  const { value, source } = await cache.read(request, () => origin.read(register))
  if (value < written) missedOwn.push(`register ${register}: wrote ${written}, then read ${value} from ${source}`)
}

/** Ends what a run that failed has left. */
const abandon = async (): Promise<void> => {
  stopWriting?.()
  clearInterval(retrying)
  await session?.cache.close()
  session?.origin.close()
}

const begin = (now: Session): void => {
  const write = writeOnce(now)
    .catch((error: unknown) => void (error instanceof OriginRefusal || now.failed.push(String(error))))
    .finally(() => now.underWay.delete(write))
  now.underWay.add(write)
}

/** Invalidates what was queued anew, since only an acknowledgement says when it was in the log at the latest. */
const retry = async ({ cache, unacknowledged, writes }: Session): Promise<void> => {
  const retried = [...unacknowledged]
  if (retried.length === 0) return
  const { status } = await cache.invalidate(retried.map(({ register }) => tagOf(register)))
  if (status === 'queued') return
  const acknowledgedAt = machineNow()
  for (const write of retried) {
    if (unacknowledged.delete(write)) writes.push([write.register, write.version, acknowledgedAt])
  }
}

serve({
  open: async (settings: WriterSettings) => {
    await abandon()
    const { namespace, maxStaleness } = settings
    const cache = createCache({ redis: sourceOf(settings.redis), namespace, maxStaleness, principal: 'writer' })
    session = {
      settings,
      cache,
      origin: await connectOrigin(settings.origin),
      incidents: countIncidents(),
      writes: [],
      unacknowledged: new Set(),
      missedOwn: [],
      failed: [],
      underWay: new Set(),
      queued: 0,
    }
    await cache.ready()
  },
  start: () => {
    const now = current()
    stopWriting = atRate(now.settings.writesPerSecond, () => begin(now))
    retrying = setInterval(() => void retry(now), RETRY_MS)
  },
  /** Appends so many records that name nothing that anyone reads, one after the other. */
  append: async ({ records }: { readonly records: number }) => {
    for (let count = 0; count < records; count++) await current().cache.invalidate(['unread'])
  },
  /** Appends records that are large, and name nothing that anyone reads. */
  flood: async ({ records, bytes }: { readonly records: number; readonly bytes: number }) => {
    for (let count = 0; count < records; count++) {
      await current().cache.invalidate(Array.from({ length: bytes / 100 }, (_, index) => `${count}:${index}:`.padEnd(97, 'x')))
    }
  },
  /** Writes no more, and waits until every write is acknowledged. */
  finish: async () => {
    stopWriting?.()
    await Promise.all(current().underWay)
    while (current().unacknowledged.size > 0) await pause(RETRY_MS)
    clearInterval(retrying)
  },
  take: (): Written => {
    const { writes, missedOwn, failed } = current()
    return { writes: writes.splice(0), missedOwn: missedOwn.splice(0), failed: failed.splice(0) }
  },
  measure: (): Measurement => measure(),
  stop: async (): Promise<WriterReport> => {
    const { cache, origin, incidents, writes, queued, missedOwn, failed } = current()
    await cache.close()
    origin.close()
    incidents.stop()
    session = undefined
    setWallClock(0)
    return { writes, queued, missedOwn, failed, incidents: incidents.counts }
  },
  setWallClock: ({ offsetMs }: { readonly offsetMs: number }) => setWallClock(offsetMs),
})
