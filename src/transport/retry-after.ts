/**
 * `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, however many, or a date counted from the server's own `Date`.
 */
export const retryAfter = (headers: Headers): number | undefined => {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, Number.MAX_SAFE_INTEGER)
  // `Date.parse` takes -5 and 1.5 for a year and a day long past.
  const until = /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN
  const now = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : Math.max(0, until - now)
}
