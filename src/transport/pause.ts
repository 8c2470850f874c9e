import { isApiError } from '../error/api-error.ts'
import { isConnectionError } from '../error/connection-error.ts'
import { isTimeoutError } from '../error/timeout-error.ts'
import { isStorageBusy } from './storage-refusal.ts'
import type { TransportRequest } from './transport.ts'

const FIRST_PAUSE_MS = 300
const MAX_PAUSE_MS = 5_000
const MAX_RETRY_AFTER_MS = 30_000
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/**
 * How long to wait before the next attempt, `undefined` for never: what the server asks for, by its own clock, else a random part of
 * a growing pause. A server that asks for more than the caller's patience is not asked again: its answer, which says how long, is
 * worth more than a timeout.
 *
 * @param server who failed; a storage may say by its code alone that it is busy
 */
export const pauseAfter = (
  error: unknown,
  retry: number,
  patienceMs: number,
  server: TransportRequest['server'] = 'api',
): number | undefined => {
  const isRetried = isApiError(error)
    ? RETRIED_STATUSES.has(error.status) || isStorageBusy(error, server)
    : isConnectionError(error) || isTimeoutError(error)
  if (!isRetried) return undefined
  const asked = isApiError(error) ? error.retryAfterMs : undefined
  if (asked === undefined) return Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry)
  return asked > Math.min(MAX_RETRY_AFTER_MS, patienceMs) ? undefined : asked
}
