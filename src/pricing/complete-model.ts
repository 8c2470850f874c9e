import type { ReadPath } from '../cache/read-path.ts'
import { isApiError } from '../error/api-error.ts'
import { pauseAfter } from '../transport/pause.ts'
import type { Answered, CalculatedModel, PricingApi, CalculatedQuote } from './pricing-api.ts'

interface Completing {
  readonly api: Pick<PricingApi<CalculatedQuote>['models'], 'complete' | 'get'>
  readonly cache: Pick<ReadPath, 'clock'>
}

/** As often as other requests are made again by default. */
const MAX_RETRIES = 2

/**
 * Says that the file of a model is there. A completion may do no harm only once, so that it is never just sent again: what the model has
 * become is asked for first, and where it still waits for its completion, that was lost on the way.
 */
export const completeModel = async (
  { api, cache: { clock } }: Completing,
  { id, version }: CalculatedModel,
  signal: AbortSignal,
): Promise<Answered<CalculatedModel>> => {
  for (let retry = 0; ; retry++) {
    try {
      return await api.complete(id, { ifMatch: version, signal }).withMeta()
    } catch (error) {
      if (signal.aborted || isIncomplete(error)) throw error
      const pauseMs = retry < MAX_RETRIES ? pauseAfter(error, retry, Number.POSITIVE_INFINITY) : undefined
      if (pauseMs !== undefined) await clock.pause(pauseMs, { signal })
      const found = await api.get(id, { cache: 'bypass', signal }).withMeta()
      if (found.value.status !== 'UPLOADING') return found
      if (pauseMs === undefined) throw error
    }
  }
}

/** The file is not there, or not whole: it has to be uploaded again. */
export const isIncomplete = (error: unknown): boolean => isApiError(error) && error.code === 'upload-incomplete'
