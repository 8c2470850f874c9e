import { isRead, type Reading, readGauge } from './gauges.ts'
import { type Recorder, useRecorder } from './recorder.ts'
import { metricTable, type MetricName, type MetricRow, PREFIX } from './table.ts'

interface InstrumentOptions {
  readonly description: string
  readonly unit?: string
  readonly advice?: { readonly explicitBucketBoundaries: number[] }
}

type Callback = (result: { observe(value: number, attributes?: Record<string, string>): void }) => void

interface Observable {
  addCallback(callback: Callback): void
  removeCallback(callback: Callback): void
}

/** What `createMeters` needs of a `Meter` of `@opentelemetry/api`. */
export interface MetricsMeter {
  createObservableCounter(name: string, options: InstrumentOptions): Observable
  createObservableGauge(name: string, options: InstrumentOptions): Observable
  createHistogram(name: string, options: InstrumentOptions): { record(value: number, attributes?: Record<string, string>): void }
}

export interface MetersOptions {
  readonly meter: MetricsMeter
}

export interface Meters {
  /** Ends the instruments. The last exporter of the process stops counting. */
  close(): void
}

/**
 * The metrics of `createMetrics` as instruments of OpenTelemetry, with the same names. Counters and gauges are read when the SDK collects;
 * histograms record each observation, which costs more than a scrape by prom-client.
 *
 * @example
 * const meters = createMeters({ meter: metrics.getMeter('mes-crm-sdk') })
 */
export const createMeters = ({ meter }: MetersOptions): Meters => {
  const { recorder, release } = useRecorder()
  const ends = Object.keys(metricTable).map((name) => instrument(meter, name as MetricName, recorder))
  return {
    close() {
      for (const end of ends.splice(0)) end()
      release()
    },
  }
}

const instrument = (meter: MetricsMeter, metric: MetricName, recorder: Recorder): (() => void) => {
  const { type, help: description, buckets = [] }: MetricRow = metricTable[metric]
  const name = `${PREFIX}${metric}`
  const unit = metric.endsWith('_seconds') ? 's' : metric.includes('bytes') ? 'By' : '1'
  if (type === 'histogram') {
    const histogram = meter.createHistogram(name, { description, unit, advice: { explicitBucketBoundaries: [...buckets] } })
    return recorder.tally.hear(metric, (labels, value) => histogram.record(value, { ...labels }))
  }
  const observable =
    type === 'counter'
      ? meter.createObservableCounter(name, { description, unit })
      : meter.createObservableGauge(name, { description, unit })
  const callback: Callback = (result) => {
    for (const { labels, value } of readingsOf(metric, recorder)) result.observe(value, { ...labels })
  }
  observable.addCallback(callback)
  return () => observable.removeCallback(callback)
}

const readingsOf = (metric: MetricName, recorder: Recorder): Iterable<Reading> => {
  if (isRead(metric)) return readGauge(metric)
  if (metric === 'incidents_total') recorder.preset()
  return recorder.tally.of(metric)
}
