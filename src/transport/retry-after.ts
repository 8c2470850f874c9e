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
