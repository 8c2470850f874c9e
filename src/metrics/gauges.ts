import { type CacheSnapshot, countEvictions, snapshotCaches } from '../foundation/open-caches.ts'
import { metricTable, type MetricName, type MetricRow } from './table.ts'

/** A number read when it is asked for. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What each metric that is read from snapshots says of one cache; `undefined` where it says nothing. */
const READINGS: Readonly<Partial<Record<MetricName, (cache: CacheSnapshot) => number | undefined>>> = {
  redis_up: ({ isRedisUp }) => (isRedisUp === undefined ? undefined : Number(isRedisUp)),
  invalidation_queue_tags: ({ queuedTags }) => queuedTags,
  open_holds: ({ openHolds }) => openHolds,
  tag_table_tags: ({ knownTags }) => knownTags,
  knowledge_age_seconds: ({ knowledgeAgeMs }) => (knowledgeAgeMs === undefined ? undefined : knowledgeAgeMs / 1_000),
  max_staleness_seconds: ({ maxStalenessMs }) => maxStalenessMs / 1_000,
  cache_entries: ({ entries }) => entries,
  cache_bytes: ({ bytes }) => bytes,
  cache_limit_bytes: ({ limitBytes }) => limitBytes,
  loads_running: ({ loadsRunning }) => loadsRunning,
  loads_waiting: ({ loadsWaiting }) => loadsWaiting,
  caches: () => 1,
  build_info: () => 1,
}

export const isRead = (metric: MetricName): boolean => metric in READINGS || metric === 'cache_evictions_total'

const AGGREGATES = { sum: (one: number, other: number) => one + other, max: Math.max, min: Math.min } as const

/** The metric's numbers, one for each namespace: several caches of one namespace become one number. */
export const readGauge = (metric: MetricName): readonly Reading[] => {
  // A counter never falls: closed caches count on.
  if (metric === 'cache_evictions_total')
    return [...countEvictions()].map(([namespace, value]) => ({ labels: { namespace }, value }))
  const row: MetricRow = metricTable[metric]
  const read = READINGS[metric]
  const byLabels = new Map<string, Reading>()
  for (const cache of read === undefined ? [] : snapshotCaches()) {
    const value = read?.(cache)
    if (value === undefined) continue
    const { namespace, version } = cache
    const labels = row.labels.length === 0 ? { namespace } : { namespace, version }
    const key = Object.values(labels).join('\0')
    const known = byLabels.get(key)
    byLabels.set(key, { labels, value: known === undefined ? value : AGGREGATES[row.aggregate ?? 'sum'](known.value, value) })
  }
  return [...byLabels.values()]
}
