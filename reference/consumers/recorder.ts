import { isApiError, isSdkError, type ApiCall, type Immutable } from 'mes-crm-sdk'
import { instant, type Observation, type ShownOrder } from './observation.ts'

/** What is being called, for the record. */
export type Subject = Pick<Observation, 'api' | 'operation' | 'filter'>

/** Keeps what a consumer's calls returned, and when. */
export interface Recorder {
  readonly observations: readonly Observation[]
  /** Makes the call; its value, or `undefined` where it failed. */
  observe<T>(
    subject: Subject,
    call: () => ApiCall<T>,
    shown: (value: Immutable<T>) => readonly ShownOrder[],
  ): Promise<Immutable<T> | undefined>
}

export function createRecorder(): Recorder {
  const observations: Observation[] = []
  return {
    observations,
    async observe(subject, call, shown) {
      const invokedAt = instant()
      try {
        const { value, cache } = await call().withMeta()
        observations.push({ ...subject, invokedAt, returnedAt: instant(), source: cache.source, rows: shown(value) })
        return value
      } catch (error) {
        const failure = isApiError(error) ? (error.code ?? String(error.status)) : isSdkError(error) ? error.kind : String(error)
        observations.push({ ...subject, invokedAt, returnedAt: instant(), source: 'error', failure, rows: [] })
        return undefined
      }
    },
  }
}
