import { addListener } from '../foundation/guarded-channel.ts'
import { OTHER } from './label-values.ts'
import { metricTable, type MetricName, type MetricRow } from './table.ts'

/** More names of one label are counted as `other`. */
const MAX_OPERATIONS = 200
const MAX_NAMES = 20
/** More series of one metric are counted as one. */
const MAX_SERIES = 2_000

type Labels = Readonly<Record<string, string>>

/** Hears of each observation of a histogram: OpenTelemetry takes no counts of buckets. */
export type Observed = (labels: Labels, value: number) => void

/** Values of one histogram that are kept to be sorted into buckets together. */
const MAX_PENDING = 256

/** The counts of one series; for a histogram also those of its buckets, which do not include each other. */
export class Series {
  readonly labels: Labels
  readonly bounds: readonly number[]
  /** How many values each bound is the first one above, and how many are above every bound. */
  readonly buckets: number[]
  readonly #listeners: readonly Observed[]
  value = 0
  sum = 0
  readonly #pending: Float64Array
  #pendingCount = 0

  /** @param listeners of each observation */
  constructor(labels: Labels, bounds: readonly number[], listeners: readonly Observed[]) {
    this.#listeners = listeners
    this.labels = labels
    this.bounds = bounds
    this.buckets = [...bounds, 0].map(() => 0)
    this.#pending = new Float64Array(bounds.length > 0 ? MAX_PENDING : 0)
  }

  /** Keeps a value for the next scrape, unless somebody hears of each: sorting many into buckets at once is cheaper than one for each hit. */
  observeLater(value: number): void {
    if (this.#listeners.length > 0) return this.observe(value)
    this.#pending[this.#pendingCount++] = value
    if (this.#pendingCount === MAX_PENDING) this.settle()
  }

  /** Observes the values that are kept. */
  settle(): void {
    const count = this.#pendingCount
    this.#pendingCount = 0
    for (let index = 0; index < count; index++) this.observe(this.#pending[index] ?? 0)
  }

  observe(value: number): void {
    const { bounds, buckets } = this
    let index = 0
    while (index < bounds.length && value > (bounds[index] ?? 0)) index++
    buckets[index] = (buckets[index] ?? 0) + 1
    this.value++
    this.sum += value
    if (this.#listeners.length > 0) for (const observed of this.#listeners) observed(this.labels, value)
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
  readonly #observed = new Map<MetricName, Observed[]>()
  readonly #names = { namespace: new Names(MAX_NAMES), api: new Names(MAX_NAMES) }
  /** Operations by their API: names that an application gives do not use up the room of an API's operations. */
  readonly #operations = new Map<string, Names>()

  /** The series of these values of the metric's labels, `namespace` first. */
  series(metric: MetricName, values: readonly string[]): Series {
    const row: MetricRow = metricTable[metric]
    const family = this.#family(metric)
    const names = ['namespace', ...row.labels]
    const api = values[names.indexOf('api')] ?? ''
    const bounded = names.map((label, index) => this.#bounded(label, values[index] ?? '', api, row.values?.[label]))
    const key = bounded.join('\0')
    const known = family.get(key)
    if (known !== undefined) return known
    const isFull = family.size >= MAX_SERIES
    const labels = Object.fromEntries(names.map((label, index) => [label, isFull ? OTHER : (bounded[index] ?? '')]))
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
    // What was kept until now is none of the listener's.
    this.of(metric)
    return addListener(this.#listenersOf(metric), observed)
  }

  /** The series of a metric, with every value that was observed until now. */
  of(metric: MetricName): Iterable<Series> {
    const family = [...(this.#families.get(metric)?.values() ?? [])]
    for (const series of family) series.settle()
    return family
  }

  #listenersOf(metric: MetricName): Observed[] {
    const known = this.#observed.get(metric) ?? []
    this.#observed.set(metric, known)
    return known
  }

  #family(metric: MetricName): Map<string, Series> {
    const known = this.#families.get(metric) ?? new Map<string, Series>()
    this.#families.set(metric, known)
    return known
  }

  #bounded(label: string, value: string, api: string, known: readonly string[] | undefined): string {
    if (known !== undefined) return known.includes(value) ? value : OTHER
    if (label === 'operation') return this.#operationsOf(this.#names.api.of(api)).of(value)
    return label === 'namespace' || label === 'api' ? this.#names[label].of(value) : value
  }

  #operationsOf(api: string): Names {
    const known = this.#operations.get(api) ?? new Names(MAX_OPERATIONS)
    this.#operations.set(api, known)
    return known
  }
}
