import { channels, type ReadEvent } from '../foundation/channels.ts'
import { ageOf, type HitCounter, type HitListener, knowledgeAgeOf } from '../foundation/hit.ts'
import { snapshotCaches } from '../foundation/open-caches.ts'
import { labelValues } from './label-values.ts'
import { type Series, Tally } from './tally.ts'

/** The series that the hits of one operation count in. */
interface HitSeries extends HitCounter {
  readonly hits: Series
  readonly age: Series
  readonly knowledge: Series
}

/** Counts what the channels announce, from its creation until it is closed. */
export class Recorder {
  readonly tally = new Tally()
  readonly #ends: readonly (() => void)[]
  readonly #countHit: HitListener = (entry, { api, operation, maxStaleness }, knowledge, at) => {
    const known = entry.counter
    const isOwn = known !== undefined && known.owner === this && known.operation === operation && known.api === api
    // Whoever owns a counter has made it.
    const series = isOwn ? (known as HitSeries) : (entry.counter = this.#hitSeriesOf(knowledge.namespace, api, operation))
    series.hits.value++
    series.age.observeLater(ageOf(entry, at) / 1_000)
    // What is confirmed for each read has no bound to be divided by.
    if (maxStaleness > 0) series.knowledge.observeLater(knowledgeAgeOf(entry, knowledge, at) / maxStaleness)
  }

  constructor() {
    const { tally } = this
    this.#ends = [
      channels.read.subscribe((event) => this.#countRead(event), this.#countHit),
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
      channels.redis.subscribe(({ namespace, command, outcome, durationMs }) =>
        tally.observe('redis_command_duration_seconds', [namespace, command, outcome], durationMs / 1_000),
      ),
      channels.calculation.subscribe(({ namespace, outcome }) => tally.add('calculations_total', [namespace, outcome])),
      channels.upload.subscribe(({ namespace, bytes }) => tally.add('upload_bytes_total', [namespace], bytes)),
      channels.request.subscribe(({ namespace, api = '', operation, status, error = '', attempts, durationMs }) => {
        tally.add('requests_total', [namespace, api, operation, status === undefined ? error : String(status)])
        if (attempts > 1) tally.add('request_retries_total', [namespace, api, operation], attempts - 1)
        tally.observe('request_duration_seconds', [namespace, api, operation], durationMs / 1_000)
      }),
    ]
  }

  /** Makes sure that every kind of incident of every open cache has a series: the first one is an increase then. */
  preset(): void {
    for (const { namespace } of snapshotCaches())
      for (const kind of labelValues.incident) this.tally.add('incidents_total', [namespace, kind], 0)
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  #hitSeriesOf(namespace: string, api: string | undefined, operation: string | undefined): HitSeries {
    const { tally } = this
    return {
      owner: this,
      api,
      operation,
      hits: tally.series('cache_reads_total', [namespace, api ?? '', operation ?? '', 'memory', 'fresh']),
      age: tally.series('cache_answer_age_seconds', [namespace]),
      knowledge: tally.series('cache_knowledge_age_ratio', [namespace]),
    }
  }

  #countRead(event: ReadEvent): void {
    const { tally } = this
    const { namespace, api = '', operation = '', durationMs } = event
    if (durationMs !== undefined) tally.observe('cache_read_duration_seconds', [namespace, api, operation], durationMs / 1_000)
    if (event.outcome === 'failed') return tally.add('cache_read_errors_total', [namespace, api, operation, event.error])
    const { source, state, ageMs, knowledgeAgeMs, maxStalenessMs } = event
    tally.add('cache_reads_total', [namespace, api, operation, source, state])
    if (source !== 'memory' && source !== 'redis') return
    tally.observe('cache_answer_age_seconds', [namespace], ageMs / 1_000)
    if (maxStalenessMs > 0 && state === 'fresh')
      tally.observe('cache_knowledge_age_ratio', [namespace], knowledgeAgeMs / maxStalenessMs)
  }
}

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
