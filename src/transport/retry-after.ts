import { isApiError } from '../error/api-error.ts'
import { isConnectionError } from '../error/connection-error.ts'
import { isTimeoutError } from '../error/timeout-error.ts'
import { isStorageBusy } from './storage-refusal.ts'
import type { TransportRequest } from './transport.ts'

/**
 * `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, however many, or a date. The date is counted from the server's own
 * `Date`; without that, from the wall clock of this process. Of several, as of a server and a proxy before it, the longest counts.
 *
 * @param wallNow in milliseconds since 1970
 */
export const retryAfter = (headers: Headers, wallNow: number): number | undefined => {
  // `fetch` leaves the blanks that may stand around a value.
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+(?:\s*,\s*\d+)*$/.test(value))
    return Math.min(Math.max(...value.split(',').map(Number)) * 1_000, Number.MAX_SAFE_INTEGER)
  const until = parseHttpDate(value)
  if (until === undefined) return undefined
  return Math.max(0, until - (parseHttpDate(headers.get('date') ?? '') ?? wallNow))
}

/**
 * A date of HTTP in any of its three forms (RFC 9110, section 5.6.7), in milliseconds since 1970. All of them are in UTC; that of
 * `asctime` does not say so. A leap second counts as the second before it.
 */
export const parseHttpDate = (value: string): number | undefined => {
  // `Date.parse` takes -5 and 1.5 for a year and a day long past.
  if (!/^[a-z]/i.test(value)) return undefined
  const inUtc = /(?:[a-z]|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value} GMT`
  const parsed = Date.parse(inUtc.replace(/:60\b/, ':59'))
  return Number.isNaN(parsed) ? undefined : parsed
}

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
