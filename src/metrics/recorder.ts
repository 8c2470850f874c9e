import { channels, type IncidentEvent, type ReadAnswered, type ReadEvent } from '../foundation/channels.ts'
import { snapshotCaches } from '../foundation/open-caches.ts'
import { type Series, Tally } from './tally.ts'

const SOURCES = { memory: 0, redis: 1, origin: 2, joined: 3, bypass: 4, reload: 5 } as const satisfies Record<ReadAnswered['source'], number>

/** Every kind of incident begins at 0: the first one is an increase then. */
const KINDS = {
  'redis-down': 0, 'redis-up': 0, 'redis-refused': 0, 'node-down': 0, 'node-up': 0, loss: 0, clear: 0, gap: 0, 'dead-subscription': 0, 'holds-lost': 0,
  'unreadable-entry': 0, oversize: 0, 'fill-failed': 0, 'append-failed': 0, 'revalidation-failed': 0, overload: 0, 'unknown-value': 0, 'hook-failed': 0,
} as const satisfies Record<IncidentEvent['kind'], 0>

/** The series that the reads of one operation count in, found by one look-up. */
interface ReadSeries {
  readonly namespace: string
  readonly api: string | undefined
  /** By source, fresh and stale. */
  readonly counts: (Series | undefined)[]
  readonly knowledge: Series
  readonly age: Series
  duration: Series | undefined
}

/** Counts what the channels announce, from its creation until it is closed. */
export class Recorder {
  readonly tally = new Tally()
  readonly #reads = new Map<string | undefined, ReadSeries[]>()
  readonly #ends: readonly (() => void)[]

  constructor() {
    const { tally } = this
    this.#ends = [
      channels.read.subscribe((event) => this.#countRead(event)),
      channels.load.subscribe(({ namespace, api = '', operation = '', cause, outcome, durationMs }) => {
        tally.add('cache_loads_total', [namespace, api, operation, cause, outcome])
        tally.observe('cache_load_duration_seconds', [namespace, api, operation], durationMs / 1_000)
      }),
      channels.invalidation.subscribe(({ namespace, status, tags }) => {
        tally.add('invalidations_total', [namespace, status])
        tally.add('invalidated_tags_total', [namespace, status], tags)
      }),
      channels.record.subscribe(({ namespace, record, by, delayMs }) => {
        tally.add('log_records_total', [namespace, record, by])
        tally.observe('log_delivery_seconds', [namespace], delayMs / 1_000)
      }),
      channels.incident.subscribe(({ namespace, kind }) => tally.add('incidents_total', [namespace, kind])),
      channels.lease.subscribe(({ namespace, operation = '', outcome, waitedMs }) => {
        tally.add('leases_total', [namespace, operation, outcome])
        if (outcome !== 'lost') tally.observe('lease_wait_seconds', [namespace], waitedMs / 1_000)
      }),
      channels.request.subscribe(({ namespace, api = '', operation, status, error = '', attempts, durationMs }) => {
        tally.add('requests_total', [namespace, api, operation, status === undefined ? error : String(status)])
        if (attempts > 1) tally.add('request_retries_total', [namespace, api, operation], attempts - 1)
        tally.observe('request_duration_seconds', [namespace, api, operation], durationMs / 1_000)
      }),
    ]
  }

  /** Makes sure that every kind of incident of every open cache has a series. */
  preset(): void {
    for (const { namespace } of snapshotCaches()) for (const kind of Object.keys(KINDS)) this.tally.add('incidents_total', [namespace, kind], 0)
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  #countRead(event: ReadEvent): void {
    const { namespace, api, operation } = event
    if (event.outcome === 'failed') return this.tally.add('cache_read_errors_total', [namespace, api ?? '', operation ?? '', event.error])
    const { source, state, durationMs, ageMs, knowledgeAgeMs, maxStalenessMs } = event
    const series = this.#seriesOf(namespace, api, operation)
    const index = SOURCES[source] * 2 + (state === 'stale' ? 1 : 0)
    const count = (series.counts[index] ??= this.tally.series('cache_reads_total', [namespace, api ?? '', operation ?? '', source, state]))
    count.value++
    if (source === 'memory' || source === 'redis') {
      series.age.observe(ageMs / 1_000)
      // What is confirmed for each read has no bound to be divided by.
      if (maxStalenessMs > 0 && state === 'fresh') series.knowledge.observe(knowledgeAgeMs / maxStalenessMs)
    }
    if (durationMs === undefined) return
    series.duration ??= this.tally.series('cache_read_duration_seconds', [namespace, api ?? '', operation ?? ''])
    series.duration.observe(durationMs / 1_000)
  }

  #seriesOf(namespace: string, api: string | undefined, operation: string | undefined): ReadSeries {
    const list = this.#reads.get(operation)
    if (list !== undefined) for (const one of list) if (one.api === api && one.namespace === namespace) return one
    const series: ReadSeries = {
      namespace, api, counts: [], duration: undefined,
      knowledge: this.tally.series('cache_knowledge_age_ratio', [namespace]), age: this.tally.series('cache_answer_age_seconds', [namespace]),
    }
    // What is beyond the bound shares series, and is not remembered.
    if (this.#reads.size < MAX_REMEMBERED) this.#reads.set(operation, [...(list ?? []).slice(-MAX_REMEMBERED), series])
    return series
  }
}

const MAX_REMEMBERED = 1_000

const SLOT = Symbol.for('mes-crm-sdk.recorder.1')

/** One recorder for every exporter of the process, of every copy of the package: nothing is counted twice, or lost by a hot reload. */
interface Shared {
  readonly recorder: Recorder
  users: number
}

/** The recorder of the process, and the way to give it up. It ends with its last user. */
export const useRecorder = (): { readonly recorder: Recorder; readonly release: () => void } => {
  const slots = globalThis as { [SLOT]?: Shared }
  const shared = (slots[SLOT] ??= { recorder: new Recorder(), users: 0 })
  shared.users++
  let isReleased = false
  const release = (): void => {
    if (isReleased) return
    isReleased = true
    if (--shared.users > 0) return
    shared.recorder.close()
    if (slots[SLOT] === shared) delete slots[SLOT]
  }
  return { recorder: shared.recorder, release }
}
