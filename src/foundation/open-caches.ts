/** What a process can see of one open cache at a moment. */
export interface CacheSnapshot {
  readonly namespace: string
  /** Version of the package that opened the cache. */
  readonly version: string
  /** Whether Redis can be asked; `undefined` for a cache without Redis. */
  readonly isRedisUp: boolean | undefined
  /** Tags of invalidations that are not known to be in the log. */
  readonly queuedTags: number
  readonly openHolds: number
  /** Tags that the process knows by name. */
  readonly knownTags: number
  /** Time since the log was last confirmed; `undefined` while it was not. */
  readonly knowledgeAgeMs: number | undefined
  readonly maxStalenessMs: number
  readonly entries: number
  readonly bytes: number
  readonly limitBytes: number
  /** Entries dropped to make room, since the cache was opened. */
  readonly evictions: number
  readonly loadsRunning: number
  readonly loadsWaiting: number
}

const SLOT = Symbol.for('mes-crm-sdk.open-caches.1')

type Look = () => CacheSnapshot

interface Shared {
  readonly looks: Set<Look>
  /** Evictions of the caches that were closed, by namespace. */
  readonly evictions: Map<string, number>
}

/** One list for every copy of the package in the process. */
const shared = (): Shared => {
  const slots = globalThis as { [SLOT]?: Shared }
  return (slots[SLOT] ??= { looks: new Set(), evictions: new Map() })
}

/** Lists an open cache until the returned function is called. It costs nothing until somebody looks. */
export const listOpenCache = (look: Look): (() => void) => {
  const { looks, evictions } = shared()
  looks.add(look)
  return () => {
    if (!looks.delete(look)) return
    const last = look()
    evictions.set(last.namespace, (evictions.get(last.namespace) ?? 0) + last.evictions)
  }
}

/** Every open cache of the process, of ES-module and CommonJS copies alike. */
export const snapshotCaches = (): readonly CacheSnapshot[] => [...shared().looks].map((look) => look())

/** Evictions of every cache of the process so far, of closed ones too, by namespace. */
export const countEvictions = (): ReadonlyMap<string, number> => {
  const counts = new Map(shared().evictions)
  for (const { namespace, evictions } of snapshotCaches()) counts.set(namespace, (counts.get(namespace) ?? 0) + evictions)
  return counts
}
