/** One query of a panel, with the legend of its series. */
export interface PanelQuery {
  readonly expr: string
  readonly legend: string
}

/** A panel before it has a place: what it shows, and in which unit of Grafana. */
export interface PanelPlan {
  readonly title: string
  /** What the panel answers, and what to do where it looks wrong. */
  readonly text: string
  readonly unit: 'short' | 'percentunit' | 'ops' | 'reqps' | 's' | 'bytes' | 'Bps' | 'bool'
  /** `line` shows each series, `stack` adds them up, `number` shows the newest value alone. */
  readonly show: 'line' | 'stack' | 'number'
  readonly queries: readonly PanelQuery[]
}

export interface RowPlan {
  readonly title: string
  readonly panels: readonly PanelPlan[]
}

const IN = 'namespace=~"$namespace"'

/** A metric of the chosen namespaces, with further matchers. */
const of = (metric: string, matchers = ''): string => `mescrm_${metric}{${IN}${matchers === '' ? '' : `, ${matchers}`}}`
const rate = (metric: string, matchers = ''): string => `rate(${of(metric, matchers)}[$__rate_interval])`
const sumRate = (by: string, metric: string, matchers = ''): string => `sum by (${by}) (${rate(metric, matchers)})`
const total = (metric: string, matchers = ''): string => `sum(${rate(metric, matchers)})`
const quantile = (q: number, by: string, metric: string): string =>
  `histogram_quantile(${q}, sum by (${['le', ...(by === '' ? [] : [by])].join(', ')}) (${rate(`${metric}_bucket`)}))`
const percentiles = (metric: string): readonly PanelQuery[] => [
  { expr: quantile(0.5, '', metric), legend: 'median' },
  { expr: quantile(0.95, '', metric), legend: '95 %' },
  { expr: quantile(0.99, '', metric), legend: '99 %' },
]

/** Sources of an answer that needed no load of its own. */
const SHARED = 'source=~"memory|redis|joined"'

/** The rows of the dashboard, each a question. */
export const rows: readonly RowPlan[] = [
  {
    title: 'Is it worth it?',
    panels: [
      {
        title: 'Hit ratio',
        unit: 'percentunit',
        show: 'number',
        text: 'Share of reads that needed no load of their own. Reads with `bypass` and `reload` are not counted.',
        queries: [
          {
            expr: `${total('cache_reads_total', SHARED)} / ${total('cache_reads_total', 'source!~"bypass|reload"')}`,
            legend: 'hits',
          },
        ],
      },
      {
        title: 'Reads',
        unit: 'ops',
        show: 'number',
        text: 'Answers a second, of all processes.',
        queries: [{ expr: total('cache_reads_total'), legend: 'reads' }],
      },
      {
        title: 'Loads',
        unit: 'ops',
        show: 'number',
        text: 'Loads from the origin a second. A load that many readers share counts once.',
        queries: [{ expr: total('cache_loads_total'), legend: 'loads' }],
      },
      {
        title: 'Processes',
        unit: 'short',
        show: 'number',
        text: 'Open caches, of all processes that are scraped.',
        queries: [{ expr: `sum(${of('caches')})`, legend: 'caches' }],
      },
      {
        title: 'Reads by source',
        unit: 'ops',
        show: 'stack',
        text: 'Where answers come from. `joined` readers share the load of another reader.',
        queries: [{ expr: sumRate('source', 'cache_reads_total'), legend: '{{source}}' }],
      },
      {
        title: 'Hit ratio by operation',
        unit: 'percentunit',
        show: 'line',
        text: 'An operation that falls alone is invalidated too widely, or its lifetime is short.',
        queries: [
          {
            expr: `${sumRate('api, operation', 'cache_reads_total', SHARED)} / ${sumRate('api, operation', 'cache_reads_total', 'source!~"bypass|reload"')}`,
            legend: '{{api}} {{operation}}',
          },
        ],
      },
      {
        title: 'Reads that wait',
        unit: 's',
        show: 'line',
        text: 'Duration of reads that memory did not answer.',
        queries: percentiles('cache_read_duration_seconds'),
      },
    ],
  },
  {
    title: 'Is it right?',
    panels: [
      {
        title: 'Age of knowledge against its bound',
        unit: 'percentunit',
        show: 'line',
        text: 'How old the knowledge of the log is when a cache answers, divided by `maxStaleness`. No answer is above 100 %.',
        queries: percentiles('cache_knowledge_age_ratio'),
      },
      {
        title: 'Age of answers',
        unit: 's',
        show: 'line',
        text: 'Age of the values that a cache answers with. Their lifetimes bound it.',
        queries: percentiles('cache_answer_age_seconds'),
      },
      {
        title: 'Delay of invalidations',
        unit: 's',
        show: 'line',
        text: 'Time from the record in the log to its application in a process, by clocks of two machines.',
        queries: percentiles('log_delivery_seconds'),
      },
      {
        title: 'Queued tags',
        unit: 'short',
        show: 'line',
        text: 'Tags of invalidations that other processes do not know of yet. Do not restart a process that has any.',
        queries: [
          { expr: `max by (namespace, instance) (${of('invalidation_queue_tags')})`, legend: '{{namespace}} {{instance}}' },
        ],
      },
      {
        title: 'Stale answers',
        unit: 'ops',
        show: 'line',
        text: 'Answers past their lifetime, since the origin failed or a newer value is being loaded.',
        queries: [{ expr: sumRate('api, operation', 'cache_reads_total', 'state="stale"'), legend: '{{api}} {{operation}}' }],
      },
      {
        title: 'Failed reads',
        unit: 'ops',
        show: 'line',
        text: 'Reads that ended with an error, by its kind.',
        queries: [
          { expr: sumRate('api, operation, error', 'cache_read_errors_total'), legend: '{{api}} {{operation}} {{error}}' },
        ],
      },
      {
        title: 'Incidents',
        unit: 'short',
        show: 'stack',
        text: 'Incidents of the last five minutes, by kind. `docs/operations.md` has a row for each.',
        queries: [{ expr: `sum by (kind) (increase(${of('incidents_total')}[5m])) > 0`, legend: '{{kind}}' }],
      },
      {
        title: 'Open holds',
        unit: 'short',
        show: 'line',
        text: 'Holds of the namespace. A held tag sends every read that needs it to the origin.',
        queries: [{ expr: `max by (namespace) (${of('open_holds')})`, legend: '{{namespace}}' }],
      },
    ],
  },
  {
    title: 'Why does it miss?',
    panels: [
      {
        title: 'Loads by cause',
        unit: 'ops',
        show: 'stack',
        text: '`absent` and `expired` are lifetimes. `invalid` is an invalidation. `unconfirmed` means that Redis could not confirm the log.',
        queries: [{ expr: sumRate('cause', 'cache_loads_total'), legend: '{{cause}}' }],
      },
      {
        title: 'Loads by operation',
        unit: 'ops',
        show: 'stack',
        text: 'Which operation the origin works for.',
        queries: [{ expr: sumRate('api, operation', 'cache_loads_total'), legend: '{{api}} {{operation}}' }],
      },
      {
        title: 'Duration of loads',
        unit: 's',
        show: 'line',
        text: '95 % of the loads of an operation are faster.',
        queries: [{ expr: quantile(0.95, 'api, operation', 'cache_load_duration_seconds'), legend: '{{api}} {{operation}}' }],
      },
      {
        title: 'Outcome of loads',
        unit: 'ops',
        show: 'stack',
        text: 'How loads end.',
        queries: [{ expr: sumRate('outcome', 'cache_loads_total'), legend: '{{outcome}}' }],
      },
      {
        title: 'Tags invalidated',
        unit: 'ops',
        show: 'line',
        text: 'Tags that the processes invalidate a second, next to how many invalidations name them.',
        queries: [
          { expr: sumRate('status', 'invalidated_tags_total'), legend: 'tags, {{status}}' },
          { expr: sumRate('status', 'invalidations_total'), legend: 'invalidations, {{status}}' },
        ],
      },
      {
        title: 'Records applied',
        unit: 'ops',
        show: 'stack',
        text: 'Records of the log that processes apply, by kind and by how they came. Many by asking: messages are lost.',
        queries: [{ expr: sumRate('record, by', 'log_records_total'), legend: '{{record}} by {{by}}' }],
      },
      {
        title: 'Memory of entries',
        unit: 'bytes',
        show: 'line',
        text: 'Estimated heap of the entries, next to its limit.',
        queries: [
          { expr: `max by (namespace, instance) (${of('cache_bytes')})`, legend: '{{namespace}} {{instance}}' },
          { expr: `max by (namespace) (${of('cache_limit_bytes')})`, legend: 'limit of {{namespace}}' },
        ],
      },
      {
        title: 'Entries and evictions',
        unit: 'short',
        show: 'line',
        text: 'Many evictions at the limit: raise `memory.maxBytes`.',
        queries: [
          { expr: `sum by (namespace) (${of('cache_entries')})`, legend: 'entries of {{namespace}}' },
          { expr: sumRate('namespace', 'cache_evictions_total'), legend: 'evictions a second of {{namespace}}' },
        ],
      },
      {
        title: 'Tags by name',
        unit: 'short',
        show: 'line',
        text: 'Tags that a process knows by name, of 100,000.',
        queries: [{ expr: `max by (namespace, instance) (${of('tag_table_tags')})`, legend: '{{namespace}} {{instance}}' }],
      },
      {
        title: 'Leases',
        unit: 'ops',
        show: 'stack',
        text: 'What became of loads that asked for a lease of the fleet.',
        queries: [{ expr: sumRate('outcome', 'leases_total'), legend: '{{outcome}}' }],
      },
      {
        title: 'Waiting for a lease',
        unit: 's',
        show: 'line',
        text: 'How long a load waits for the lease of another process.',
        queries: percentiles('lease_wait_seconds'),
      },
    ],
  },
  {
    title: 'Redis and APIs',
    panels: [
      {
        title: 'Redis',
        unit: 'bool',
        show: 'line',
        text: 'Whether a process can ask Redis. A cache without Redis has no series.',
        queries: [{ expr: `min by (namespace, instance) (${of('redis_up')})`, legend: '{{namespace}} {{instance}}' }],
      },
      {
        title: 'Age of knowledge',
        unit: 's',
        show: 'line',
        text: 'Time since a process confirmed the log, next to `maxStaleness`. Above it every read loads.',
        queries: [
          { expr: `max by (namespace, instance) (${of('knowledge_age_seconds')})`, legend: '{{namespace}} {{instance}}' },
          { expr: `max by (namespace) (${of('max_staleness_seconds')})`, legend: 'bound of {{namespace}}' },
        ],
      },
      {
        title: 'Duration of Redis commands',
        unit: 's',
        show: 'line',
        text: '99 % of the commands are faster. Compare with `redisDeadline`.',
        queries: [{ expr: quantile(0.99, 'command', 'redis_command_duration_seconds'), legend: '{{command}}' }],
      },
      {
        title: 'Redis commands',
        unit: 'ops',
        show: 'stack',
        text: 'Commands a second, by outcome.',
        queries: [
          { expr: sumRate('command, outcome', 'redis_command_duration_seconds_count'), legend: '{{command}} {{outcome}}' },
        ],
      },
      {
        title: 'Requests',
        unit: 'reqps',
        show: 'stack',
        text: 'Requests to the APIs by status, or by error where no answer came.',
        queries: [{ expr: sumRate('api, status', 'requests_total'), legend: '{{api}} {{status}}' }],
      },
      {
        title: 'Duration of requests',
        unit: 's',
        show: 'line',
        text: '95 % of the requests of an operation are faster.',
        queries: [{ expr: quantile(0.95, 'api, operation', 'request_duration_seconds'), legend: '{{api}} {{operation}}' }],
      },
      {
        title: 'Retries',
        unit: 'ops',
        show: 'line',
        text: 'Attempts beyond the first. They add to the load of an API that fails.',
        queries: [{ expr: sumRate('api, operation', 'request_retries_total'), legend: '{{api}} {{operation}}' }],
      },
      {
        title: 'Loads under way',
        unit: 'short',
        show: 'line',
        text: 'Loads that run, and loads that wait for their turn. See `loads.maxConcurrent` and `loads.maxWaiting`.',
        queries: [
          { expr: `sum by (namespace) (${of('loads_running')})`, legend: '{{namespace}} running' },
          { expr: `sum by (namespace) (${of('loads_waiting')})`, legend: '{{namespace}} waiting' },
        ],
      },
      {
        title: 'Versions',
        unit: 'short',
        show: 'line',
        text: 'Processes by version of the package.',
        queries: [{ expr: `sum by (version) (${of('build_info')})`, legend: '{{version}}' }],
      },
    ],
  },
  {
    title: 'Prices',
    panels: [
      {
        title: 'Calculations',
        unit: 'ops',
        show: 'stack',
        text: 'Calculations of prices, by outcome.',
        queries: [{ expr: sumRate('outcome', 'calculations_total'), legend: '{{outcome}}' }],
      },
      {
        title: 'Uploads',
        unit: 'Bps',
        show: 'line',
        text: 'Bytes of models that are uploaded a second.',
        queries: [{ expr: sumRate('namespace', 'upload_bytes_total'), legend: '{{namespace}}' }],
      },
      {
        title: 'Prices from a cache',
        unit: 'ops',
        show: 'stack',
        text: 'Prices that are answered, by source.',
        queries: [{ expr: sumRate('source', 'cache_reads_total', 'operation="quotes.calculate"'), legend: '{{source}}' }],
      },
    ],
  },
]
