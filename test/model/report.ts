import type { Tally } from './tally.ts'

const digits = new Intl.NumberFormat('en-GB')

/** What an exploration amounted to, one thing a line. */
export const reportOf = (tally: Tally, runs: number, seconds: number, violations: number): string => {
  const row = (what: string, count: number): string => `${digits.format(count).padStart(14)}  ${what}`
  const ordered = tally.counts.toSorted(([a], [b]) => a.localeCompare(b))
  return [
    row('schedules', runs),
    row('seconds', Math.round(seconds)),
    row('violations', violations),
    ...ordered.map(([what, count]) => row(what, count)),
  ].join('\n')
}
