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
