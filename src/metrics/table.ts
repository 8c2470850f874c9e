import { labelValues } from './label-values.ts'

/** Bounds of the buckets of a duration that has a series for each operation: few, since each bound is a series. */
const OPERATION_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10] as const
const SHORT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] as const
const LONG_SECONDS = [0.005, 0.025, 0.1, 0.5, 2, 10, 30, 60] as const
const AGE_SECONDS = [0.1, 1, 5, 15, 60, 300, 900, 3_600] as const
const RATIOS = [0.1, 0.25, 0.5, 0.75, 1, 2] as const

/** One metric: its name without the prefix, and its labels without `namespace`, which every metric has first. */
export interface MetricRow {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Every value of those labels that have a fixed set of them. Namespaces, APIs, operations and versions are names. */
  readonly values?: Readonly<Record<string, readonly string[]>>
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
  /** How several caches of one namespace, or several processes of one cluster, become one number. Default `sum`. */
  readonly aggregate?: 'sum' | 'max' | 'min'
}

export const PREFIX = 'mescrm_'

/** Every metric of the package: the one source of both exporters, of the documentation and of the dashboard's tests. */
export const metricTable = {
  cache_reads_total: {
    type: 'counter',
    help: 'Answers of reads, by source of the value.',
    labels: ['api', 'operation', 'source', 'state'],
    values: { source: labelValues.source, state: labelValues.state },
  },
  cache_read_errors_total: {
    type: 'counter',
    help: 'Reads that failed, by kind of the error.',
    labels: ['api', 'operation', 'error'],
    values: { error: labelValues.error },
  },
  cache_read_duration_seconds: {
    type: 'histogram',
    help: 'Duration of reads that waited, of failed ones too.',
    labels: ['api', 'operation'],
    buckets: OPERATION_SECONDS,
  },
  cache_loads_total: {
    type: 'counter',
    help: 'Loads from the origin. A load that many readers share counts once.',
    labels: ['api', 'operation', 'cause', 'outcome'],
    values: { cause: labelValues.loadCause, outcome: labelValues.loadOutcome },
  },
  cache_load_duration_seconds: {
    type: 'histogram',
    help: 'Duration of loads, with the wait for a turn.',
    labels: ['api', 'operation'],
    buckets: OPERATION_SECONDS,
  },
  cache_knowledge_age_ratio: {
    type: 'histogram',
    help: 'Age of the knowledge of the log at an answer from a cache, divided by the bound of the read.',
    labels: [],
    buckets: RATIOS,
  },
  cache_answer_age_seconds: {
    type: 'histogram',
    help: 'Age of the values that the cache answers with.',
    labels: [],
    buckets: AGE_SECONDS,
  },
  invalidations_total: {
    type: 'counter',
    help: 'Invalidations of this process.',
    labels: ['status'],
    values: { status: labelValues.invalidation },
  },
  invalidated_tags_total: {
    type: 'counter',
    help: 'Tags of the invalidations of this process.',
    labels: ['status'],
    values: { status: labelValues.invalidation },
  },
  log_records_total: {
    type: 'counter',
    help: 'Records of the invalidation log that this process applied.',
    labels: ['record', 'by'],
    values: { record: labelValues.record, by: labelValues.recordBy },
  },
  log_delivery_seconds: {
    type: 'histogram',
    help: 'Time from the append of a record to its application, by the clocks of Redis and of this process.',
    labels: [],
    buckets: SHORT_SECONDS,
  },
  incidents_total: { type: 'counter', help: 'Incidents, by kind.', labels: ['kind'], values: { kind: labelValues.incident } },
  leases_total: {
    type: 'counter',
    help: 'Outcomes of loads that asked for a lease.',
    labels: ['operation', 'outcome'],
    values: { outcome: labelValues.lease },
  },
  lease_wait_seconds: {
    type: 'histogram',
    help: 'Time from the first question for a lease to its outcome.',
    labels: [],
    buckets: LONG_SECONDS,
  },
  requests_total: {
    type: 'counter',
    help: 'Requests to APIs, by status, or by kind of the error where no answer came.',
    labels: ['api', 'operation', 'status'],
    values: { status: labelValues.answer },
  },
  request_retries_total: { type: 'counter', help: 'Attempts of requests after the first one.', labels: ['api', 'operation'] },
  request_duration_seconds: {
    type: 'histogram',
    help: 'Duration of requests, with their retries.',
    labels: ['api', 'operation'],
    buckets: OPERATION_SECONDS,
  },
  calculations_total: {
    type: 'counter',
    help: 'Calculations of prices, by outcome.',
    labels: ['outcome'],
    values: { outcome: labelValues.calculation },
  },
  upload_bytes_total: {
    type: 'counter',
    help: 'Bytes of models that were sent to the storage, with those of repeated attempts.',
    labels: [],
  },
  redis_command_duration_seconds: {
    type: 'histogram',
    help: 'Duration of commands to Redis.',
    labels: ['command', 'outcome'],
    buckets: SHORT_SECONDS,
    values: { command: labelValues.redisCommand, outcome: labelValues.redisOutcome },
  },
  redis_up: {
    type: 'gauge',
    help: 'Whether Redis can be asked. A cache without Redis has no series.',
    labels: [],
    aggregate: 'min',
  },
  invalidation_queue_tags: { type: 'gauge', help: 'Tags of invalidations that are not known to be in the log.', labels: [] },
  open_holds: { type: 'gauge', help: 'Holds that the process knows of.', labels: [], aggregate: 'max' },
  tag_table_tags: { type: 'gauge', help: 'Tags that the process knows by name.', labels: [], aggregate: 'max' },
  knowledge_age_seconds: { type: 'gauge', help: 'Time since the log was last confirmed.', labels: [], aggregate: 'max' },
  max_staleness_seconds: { type: 'gauge', help: 'Default bound of the age of knowledge.', labels: [], aggregate: 'max' },
  cache_entries: { type: 'gauge', help: 'Entries in memory.', labels: [] },
  cache_bytes: { type: 'gauge', help: 'Estimated heap of the entries in memory.', labels: [] },
  cache_limit_bytes: { type: 'gauge', help: 'Limit of the heap of entries.', labels: [] },
  cache_evictions_total: { type: 'counter', help: 'Entries that memory dropped to make room.', labels: [] },
  loads_running: { type: 'gauge', help: 'Loads that run.', labels: [] },
  loads_waiting: { type: 'gauge', help: 'Loads that wait for their turn.', labels: [] },
  caches: { type: 'gauge', help: 'Open caches.', labels: [] },
  build_info: { type: 'gauge', help: 'Always 1, with the version of the package.', labels: ['version'], aggregate: 'max' },
} as const satisfies Readonly<Record<string, MetricRow>>

export type MetricName = keyof typeof metricTable
