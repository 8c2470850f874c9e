import type { Outcome } from './run.ts'

const COLUMNS: Readonly<Record<string, (outcome: Outcome) => string>> = {
  rules: ({ variant }) => variant,
  'when Redis': ({ scenario }) => scenario,
  faults: ({ strikes }) => String(strikes),
  'invalidations/s': ({ perSecond }) => perSecond.writes.toFixed(0),
  'reads/s': ({ perSecond }) => perSecond.reads.toFixed(0),
  reads: ({ reads }) => String(reads),
  'from memory': ({ from }) => String(from.memory),
  'from Redis': ({ from }) => String(from.redis),
  violations: ({ violations }) => String(violations.length),
  'longest staleness': ({ longestStalenessMs }) => `${longestStalenessMs.toFixed(0)} ms`,
  'normal after': ({ normalAfterMs }) => `${normalAfterMs.toFixed(0)} ms`,
}

/** Outcomes as a Markdown table, one a line. */
export const tableOf = (outcomes: readonly Outcome[]): string => {
  const titles = Object.keys(COLUMNS)
  const rows = outcomes.map((outcome) => Object.values(COLUMNS).map((column) => column(outcome)))
  return [titles, titles.map((_, index) => (index < 2 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
