import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** How often each kind of incident was reported. */
export type IncidentCounts = Readonly<Record<string, number>>

/** Counts what the caches of this process report. */
export const countIncidents = (): { readonly counts: IncidentCounts; stop(): void } => {
  const counts: Record<string, number> = {}
  const count = (event: unknown): void => {
    const kind = typeof event === 'object' && event !== null && 'kind' in event ? String(event.kind) : 'unknown'
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  subscribe('mes-crm-sdk:incident', count)
  return { counts, stop: () => void unsubscribe('mes-crm-sdk:incident', count) }
}

/** The sums of several processes' counts. */
export const addIncidents = (all: readonly IncidentCounts[]): IncidentCounts => {
  const sum: Record<string, number> = {}
  for (const counts of all) for (const [kind, count] of Object.entries(counts)) sum[kind] = (sum[kind] ?? 0) + count
  return sum
}
