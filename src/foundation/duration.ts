/** A number of milliseconds, or a number with a unit: `'500ms'`, `'30s'`, `'10m'`, `'1h'`. */
export type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h`

/** What a duration may look like, for error messages. */
export const DURATION_FORMS = "a number of milliseconds >= 0, or '500ms', '30s', '10m', '1h'"

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** Parsed texts; applications use a handful of durations, over and over. */
const parsed = new Map<string, number>()
const MAX_PARSED = 1_000

/** The duration in milliseconds, or `undefined` where the value is none. */
export const parseDuration = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  return parsed.get(value) ?? parseText(value)
}

const parseText = (text: string): number | undefined => {
  const [, amount, unit] = PATTERN.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const milliseconds = Number(amount) * (MILLISECONDS[unit] ?? Number.NaN)
  if (!Number.isFinite(milliseconds)) return undefined
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(text, milliseconds)
  return milliseconds
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i
const MINUTE_MS = 60_000
const LAST_MINUTE_OF_DAY = 24 * 60 - 1

/**
 * A date-time of RFC 3339 in milliseconds since 1970; `undefined` for every other string. Letters may be in lower case, and a fraction of
 * a second may have any number of digits. A leap second, 23:59:60 in UTC, counts as the second before it.
 */
export const parseDateTime = (text: string): number | undefined => {
  const [, date = '', hour = '', minute = '', second = '', fraction = '', zone = ''] = DATE_TIME.exec(text) ?? []
  const day = Date.parse(`${date}T00:00:00Z`)
  // `Date` takes the 31st of each month, or the 30th of February, for a day of the next one.
  if (Number.isNaN(day) || (Number(date.slice(8)) > 28 && new Date(day).getUTCDate() !== Number(date.slice(8)))) return undefined
  const minutes = Number(hour) * 60 + Number(minute) - offsetOf(zone)
  const isLeap = second === '60'
  if (isLeap && (minutes + 24 * 60) % (24 * 60) !== LAST_MINUTE_OF_DAY) return undefined
  return day + minutes * MINUTE_MS + (isLeap ? 59 : Number(second)) * 1_000 + Number(fraction.slice(1, 4).padEnd(3, '0'))
}

/** Minutes before UTC. */
const offsetOf = (zone: string): number => {
  if (/^z$/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  return zone.startsWith('-') ? -minutes : minutes
}
