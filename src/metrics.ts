/** Metrics of caches and clients, for Prometheus and for OpenTelemetry. */
export { createMetrics } from './metrics/prometheus.ts'
export type { Metrics, MetricsOptions, MetricsRegistry } from './metrics/prometheus.ts'
export { createMeters } from './metrics/meters.ts'
export type { Meters, MetersOptions, MetricsMeter } from './metrics/meters.ts'
export { snapshotCaches } from './foundation/open-caches.ts'
export type { CacheSnapshot } from './foundation/open-caches.ts'
export type {
  CalculationEvent,
  IncidentEvent,
  InvalidationEvent,
  LeaseEvent,
  LoadEvent,
  ReadAnswered,
  ReadEvent,
  ReadFailed,
  RecordEvent,
  RedisCommandEvent,
  RequestEvent,
  UploadEvent,
} from './foundation/channels.ts'
