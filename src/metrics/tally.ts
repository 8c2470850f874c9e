import { metricTable, type MetricName, type MetricRow } from './table.ts'

/** More names of one label are counted as `other`. */
const MAX_OPERATIONS = 200
const MAX_NAMES = 20
/** More series of one metric are counted as one. */
const MAX_SERIES = 2_000
const OTHER = 'other'

type Labels = Readonly<Record<string, string>>

/** Hears of each observation of a histogram: OpenTelemetry takes no counts of buckets. */
export type Observed = (labels: Labels, value: number) => void

/** The counts of one series; for a histogram also those of its buckets, which do not include each other. */
export class Series {
  readonly labels: Labels
  readonly bounds: readonly number[]
  readonly buckets: number[]
  readonly #listeners: ReadonlySet<Observed>
  value = 0
  sum = 0

  /** @param listeners of each observation */
  constructor(labels: Labels, bounds: readonly number[], listeners: ReadonlySet<Observed>) {
    this.#listeners = listeners
    this.labels = labels
    this.bounds = bounds
    this.buckets = bounds.map(() => 0)
  }

  observe(value: number): void {
    this.value++
    this.sum += value
    if (this.#listeners.size > 0) for (const observed of this.#listeners) observed(this.labels, value)
    const { bounds, buckets } = this
    for (let index = 0; index < bounds.length; index++) {
      if (value <= (bounds[index] ?? 0)) {
        buckets[index] = (buckets[index] ?? 0) + 1
        return
      }
    }
  }
}

/** Names of one label, as many as there may be. */
class Names {
  readonly #known = new Set<string>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  of(name: string): string {
    if (this.#known.has(name)) return name
    if (this.#known.size >= this.#max) return OTHER
    this.#known.add(name)
    return name
  }
}

/** The series of every counter and histogram of the table. Whoever counts often keeps the series that it has asked for. */
export class Tally {
  readonly #families = new Map<MetricName, Map<string, Series>>()
  readonly #observed = new Map<MetricName, Set<Observed>>()
  readonly #names = { namespace: new Names(MAX_NAMES), api: new Names(MAX_NAMES) }
  /** Operations by their API: names that an application gives do not use up the room of an API's operations. */
  readonly #operations = new Map<string, Names>()

  /** The series of these values of the metric's labels, `namespace` first. */
  series(metric: MetricName, values: readonly string[]): Series {
    const row: MetricRow = metricTable[metric]
    const family = this.#family(metric)
    const names = ['namespace', ...row.labels]
    const api = values[names.indexOf('api')] ?? ''
    const bounded = names.map((label, index) => this.#bounded(label, values[index] ?? '', api))
    const key = bounded.join('\0')
    const known = family.get(key)
    if (known !== undefined) return known
    const isFull = family.size >= MAX_SERIES
    const labels = Object.fromEntries(names.map((label, index) => [label, isFull ? OTHER : bounded[index] ?? '']))
    const under = isFull ? OTHER : key
    const series = family.get(under) ?? new Series(labels, row.buckets ?? [], this.#listenersOf(metric))
    family.set(under, series)
    return series
  }

  add(metric: MetricName, values: readonly string[], amount = 1): void {
    this.series(metric, values).value += amount
  }

  observe(metric: MetricName, values: readonly string[], value: number): void {
    this.series(metric, values).observe(value)
  }

  /** Calls `observed` for each observation of the histogram, until the returned function is called. */
  hear(metric: MetricName, observed: Observed): () => void {
    const all = this.#listenersOf(metric)
    all.add(observed)
    return () => void all.delete(observed)
  }

  of(metric: MetricName): Iterable<Series> {
    return this.#families.get(metric)?.values() ?? []
  }

  reset(metric: MetricName): void {
    for (const series of this.of(metric)) {
      series.value = 0
      series.sum = 0
      series.buckets.fill(0)
    }
  }

  #listenersOf(metric: MetricName): Set<Observed> {
    const known = this.#observed.get(metric) ?? new Set<Observed>()
    this.#observed.set(metric, known)
    return known
  }

  #family(metric: MetricName): Map<string, Series> {
    const known = this.#families.get(metric) ?? new Map<string, Series>()
    this.#families.set(metric, known)
    return known
  }

  #bounded(label: string, value: string, api: string): string {
    if (label === 'operation') return this.#operationsOf(this.#names.api.of(api)).of(value)
    return label === 'namespace' || label === 'api' ? this.#names[label].of(value) : value
  }

  #operationsOf(api: string): Names {
    const known = this.#operations.get(api) ?? new Names(MAX_OPERATIONS)
    this.#operations.set(api, known)
    return known
  }
}
