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

const SLOT = Symbol.for('mes-crm-sdk.open-caches')

type Look = () => CacheSnapshot

/** One list for every copy of the package in the process. */
const looks = (): Set<Look> => {
  const shared = globalThis as { [SLOT]?: Set<Look> }
  shared[SLOT] ??= new Set()
  return shared[SLOT]
}

/** Lists an open cache until the returned function is called. It costs nothing until somebody looks. */
export const listOpenCache = (look: Look): (() => void) => {
  looks().add(look)
  return () => void looks().delete(look)
}

/** Every open cache of the process, of ES-module and CommonJS copies alike. */
export const snapshotCaches = (): readonly CacheSnapshot[] => [...looks()].map((look) => look())
