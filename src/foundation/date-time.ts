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
