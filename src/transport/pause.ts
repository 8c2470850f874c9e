import { isHTTPError, type RetryOptions } from 'ky'
import { retryAfter } from './retry-after.ts'

const FIRST_PAUSE_MS = 300
const MAX_PAUSE_MS = 5_000
const MAX_RETRY_AFTER_MS = 30_000

/**
 * How long to wait before the next attempt: what the server asks for, by its own clock, else a random part of a growing pause. A
 * server that
 * asks for more than the caller's patience is not asked again: its answer, which says how long, is worth more than a timeout.
 */
export const createPauses = (patience: () => number) => {
  let asked: number | undefined
  return {
    /** ky would count dates by this machine's clock, and shorten what it finds too long. */
    afterStatusCodes: [],
    shouldRetry: ({ error }) => {
      asked = isHTTPError(error) ? retryAfter(error.response.headers) : undefined
      return asked !== undefined && asked > Math.min(MAX_RETRY_AFTER_MS, patience()) ? false : undefined
    },
    delay: (attempt) => asked ?? Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
  } satisfies RetryOptions
}
