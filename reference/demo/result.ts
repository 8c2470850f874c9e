import type { ConsumerReport, Observation } from '../consumers/observation.ts'
import type { JournalEntry } from '../shared/service/journal.ts'
import type { ServiceStats } from '../shared/service/stats.ts'
import { MAX_STALENESS_MS, type Phase } from './plan.ts'
import { findStaleReads, type StaleRead } from './stale-reads.ts'

/** Percentiles of a number of durations, in milliseconds. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface CallSummary extends Percentiles {
  readonly call: string
  readonly requests: number
  readonly errors: number
  readonly hits: { readonly memory: number; readonly redis: number; readonly origin: number }
}

/** What a phase came to. */
export interface PhaseResult {
  readonly name: string
  readonly seconds: number
  readonly calls: readonly CallSummary[]
  /** Requests that the servers got, by `api operation`. */
  readonly originCalls: Readonly<Record<string, number>>
  /** Database queries, by `api query`. */
  readonly queries: Readonly<Record<string, number>>
  readonly writes: number
  /** Invalidations that the servers appended. */
  readonly invalidations: number
  /** From the acknowledgement of an append to its record in another process. `undefined` where no process was told. */
  readonly propagation: Percentiles | undefined
  readonly staleReads: readonly StaleRead[]
  readonly answersChecked: number
}

export interface Measured {
  readonly phase: Phase
  readonly seconds: number
  /** When the warm-up was over, as `performance.timeOrigin + performance.now()`. */
  readonly since: number
  readonly reports: readonly ConsumerReport[]
  /** Counters when the warm-up was over, and at the end. */
  readonly before: Stats
  readonly stats: Stats
}

type Stats = { readonly mes: ServiceStats; readonly crm: ServiceStats }

export function summarize({ phase, seconds, since, reports, before, stats }: Measured): PhaseResult {
  const observations = reports.flatMap((report) => report.observations)
  const journals = { mes: stats.mes.journal, crm: stats.crm.journal }
  const writes = [...journals.mes, ...journals.crm]
  const counts = (kind: 'requests' | 'queries'): Readonly<Record<string, number>> => ({
    ...grown('mes', before.mes[kind], stats.mes[kind]),
    ...grown('crm', before.crm[kind], stats.crm[kind]),
  })
  return {
    name: phase.name,
    seconds,
    calls: summarizeCalls(observations.filter(({ invokedAt }) => invokedAt >= since)),
    originCalls: counts('requests'),
    queries: counts('queries'),
    writes: writes.length,
    invalidations: writes.filter(({ append }) => append?.position != null).length,
    propagation: propagationOf(writes, reports),
    staleReads: findStaleReads(journals, observations, MAX_STALENESS_MS),
    answersChecked: observations.filter(({ rows }) => rows.length > 0).length,
  }
}

function summarizeCalls(observations: readonly Observation[]): readonly CallSummary[] {
  const byCall = Map.groupBy(observations, ({ api, operation }) => `${api}.${operation}`)
  return [...byCall]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([call, made]) => {
      const from = (source: Observation['source']): number => made.filter((observation) => observation.source === source).length
      return {
        call,
        requests: made.length,
        errors: from('error'),
        hits: { memory: from('memory'), redis: from('redis'), origin: from('origin') },
        ...percentiles(made.map(({ invokedAt, returnedAt }) => returnedAt - invokedAt)),
      }
    })
}

type Counts = Readonly<Record<string, number>>

/** By how much each counter has grown. Internal requests, the checker's own among them, are left out. */
const grown = (api: string, before: Counts, after: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([name]) => !name.startsWith('internal.'))
      .map(([name, count]) => [`${api} ${name}`, count - (before[name] ?? 0)]),
  )

/** A position names its record by id: `version:namespace:epoch:id:token`. */
const recordId = (position: string): string | undefined => position.split(':')[3]

function propagationOf(writes: readonly JournalEntry[], reports: readonly ConsumerReport[]): Percentiles | undefined {
  const acknowledged = new Map(
    writes.flatMap(({ append }) => {
      const id = append?.position == null ? undefined : recordId(append.position)
      return id === undefined || append === null ? [] : [[id, append.acknowledged.monotonic] as const]
    }),
  )
  const delays = reports.flatMap(({ heard }) =>
    heard.flatMap(({ id, heardAt }) => {
      const at = acknowledged.get(id)
      return at === undefined ? [] : [Math.max(0, heardAt - at)]
    }),
  )
  return delays.length === 0 ? undefined : percentiles(delays)
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
