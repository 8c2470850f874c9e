import { createRequire } from 'node:module'
import { isRead, readGauge } from './gauges.ts'
import { type Recorder, useRecorder } from './recorder.ts'
import { metricTable, type MetricName, type MetricRow, PREFIX } from './table.ts'
import type { Series } from './tally.ts'

/** What `createMetrics` needs of a registry of prom-client. */
export interface MetricsRegistry {
  readonly contentType: string
  metrics(): Promise<string>
  registerMetric(metric: object): void
  getSingleMetric(name: string): unknown
  removeSingleMetric(name: string): void
}

export interface MetricsOptions {
  /** Where the metrics are registered. Default: the default registry of prom-client, which has to be installed then. */
  readonly registry?: MetricsRegistry
}

/** The metrics of the process, on one registry. */
export interface Metrics {
  /** Everything that the registry has, in its format. Registers the metrics again where the registry was cleared. */
  text(): Promise<string>
  /** Value of the `Content-Type` header of `text()`. */
  readonly contentType: string
  /** Takes the metrics from the registry, unless another `createMetrics` uses them there. The last one in the process stops counting. */
  close(): void
}

/**
 * Counts what every cache and client of the process does, from this call on, for Prometheus. Call it before the first cache is opened.
 *
 * @throws where prom-client is not installed and no registry is given; where the registry has another metric of such a name
 *
 * @example
 * const metrics = createMetrics()
 * app.get('/metrics', async (_request, response) => response.type(metrics.contentType).send(await metrics.text()))
 */
export const createMetrics = ({ registry = defaultRegistry() }: MetricsOptions = {}): Metrics => {
  const { recorder, release } = useRecorder()
  const families = Object.keys(metricTable).map((name) => new Family(name as MetricName, recorder))
  const user = {}
  const register = (): void => {
    for (const family of families) familyOn(registry, family).users.add(user)
  }
  try {
    register()
  } catch (cause) {
    release()
    throw cause
  }
  let isClosed = false
  return {
    async text() {
      if (!isClosed) register()
      return registry.metrics()
    },
    get contentType() {
      return registry.contentType
    },
    close() {
      if (isClosed) return
      isClosed = true
      for (const { key } of families) leave(registry, key, user)
      release()
    },
  }
}

const leave = (registry: MetricsRegistry, name: string, user: object): void => {
  const known = registry.getSingleMetric(name)
  if (!isFamily(known)) return
  known.users.delete(user)
  if (known.users.size === 0) registry.removeSingleMetric(name)
}

/** The family of that name on the registry, where another `createMetrics` has put it, perhaps of another copy of the package. */
const familyOn = (registry: MetricsRegistry, family: Family): Pick<Family, 'users'> => {
  const known = registry.getSingleMetric(family.key)
  if (isFamily(known)) return known
  registry.registerMetric(family)
  return family
}

const FAMILY = Symbol.for('mes-crm-sdk.metric-family.1')

const isFamily = (metric: unknown): metric is Pick<Family, 'users'> =>
  typeof metric === 'object' && metric !== null && FAMILY in metric

/** One metric as prom-client's registry takes it: asked for its values by each scrape, so that an event costs an addition alone. */
class Family {
  readonly [FAMILY] = true
  /** Those who have it registered. */
  readonly users = new Set<object>()
  /** What the registry calls it. */
  readonly key: string
  /** The registry changes it for the OpenMetrics format. */
  name: string
  readonly help: string
  readonly type: MetricRow['type']
  /** How prom-client's cluster unites the values of processes. */
  readonly aggregator: NonNullable<MetricRow['aggregate']>
  readonly #metric: MetricName
  readonly #recorder: Recorder
  /** What was counted when the registry was reset. */
  readonly #subtracted = new Map<string, number>()

  constructor(metric: MetricName, recorder: Recorder) {
    const row: MetricRow = metricTable[metric]
    this.#metric = metric
    this.#recorder = recorder
    this.key = `${PREFIX}${metric}`
    this.name = this.key
    this.help = row.help
    this.type = row.type
    this.aggregator = row.aggregate ?? 'sum'
  }

  async get() {
    const { name, help, type, aggregator } = this
    const values = this.#values().map((one) => ({ ...one, value: one.value - (this.#subtracted.get(keyOf(one)) ?? 0) }))
    return { name, help, type, aggregator, values }
  }

  /** Counts anew for this registry alone. Gauges say what is, so they stay. */
  reset(): void {
    if (this.type === 'gauge') return
    for (const one of this.#values()) this.#subtracted.set(keyOf(one), one.value)
  }

  #values(): readonly Value[] {
    if (isRead(this.#metric)) return readGauge(this.#metric)
    if (this.#metric === 'incidents_total') this.#recorder.preset()
    const series = [...this.#recorder.tally.of(this.#metric)]
    return this.type === 'histogram'
      ? series.flatMap((one) => bucketsOf(this.name, one))
      : series.map(({ labels, value }) => ({ labels, value }))
  }
}

interface Value {
  /** Of a part of a histogram. */
  readonly metricName?: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

const keyOf = ({ metricName = '', labels }: Value): string => [metricName, ...Object.values(labels)].join('\0')

const bucketsOf = (name: string, { labels, bounds, buckets, value: count, sum }: Series): readonly Value[] => {
  let below = 0
  const counts = bounds.map((le, index) => {
    below += buckets[index] ?? 0
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below }
  })
  return [
    ...counts,
    { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}

/** Required when it is needed: an optional peer. */
const defaultRegistry = (): MetricsRegistry => {
  const here = typeof __filename === 'string' ? __filename : import.meta.url
  const { register } = createRequire(here)('prom-client') as { readonly register: MetricsRegistry }
  return register
}
