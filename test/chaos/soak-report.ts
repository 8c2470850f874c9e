import type { SoakOutcome } from './soak.ts'

/** What a process may grow by over a run: the noise of what is bounded and empties and fills again, at faults. */
export const BOUNDS = { bytes: 3_000_000, sockets: 4 }

const MEGABYTE = 1_000_000

const listed = (what: string, found: readonly unknown[]): readonly string[] =>
  found.length === 0 ? [] : [`${found.length} ${what}, the first: ${JSON.stringify(found.slice(0, 3))}`]

/** Everything that must not be, in words. */
export const flawsOf = ({ violations, missedOwn, failed, printed, growth }: SoakOutcome): readonly string[] => [
  ...listed('violations', violations),
  ...listed('reads that missed a write of their own process', missedOwn),
  ...listed('unexpected errors', failed),
  ...(printed === '' ? [] : [`printed: ${printed}`]),
  ...growth.flatMap(({ process, bytes, sockets }) => [
    ...(bytes > BOUNDS.bytes ? [`a ${process} grew by ${(bytes / MEGABYTE).toFixed(1)} MB`] : []),
    ...(sockets > BOUNDS.sockets ? [`a ${process} has ${sockets.toFixed(0)} sockets more`] : []),
  ]),
]

const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(2)} MB`

/** A run as Markdown tables. */
export const reportOf = (outcome: SoakOutcome): string => {
  const {
    faults,
    rotations,
    reads,
    from,
    standIns,
    refused,
    writes,
    violations,
    longestStalenessMs,
    normalAfterMs,
    missedOwn,
    failed,
    growth,
    incidents,
  } = outcome
  const figures = {
    faults: faults.length,
    ...(rotations > 0 && { rotations }),
    reads,
    'from memory': from.memory,
    'from Redis': from.redis,
    'stood in for the origin': standIns,
    'refused by the origin': refused,
    writes,
    violations: violations.length,
    'own writes missed': missedOwn.length,
    'unexpected errors': failed.length,
    'longest staleness': `${longestStalenessMs.toFixed(0)} ms`,
    'normal after': `${normalAfterMs.toFixed(0)} ms`,
  }
  const rows = growth.map(
    ({ process, firstBytes, lastBytes, bytes, sockets }) =>
      `| ${process} | ${megabytes(firstBytes)} | ${megabytes(lastBytes)} | ${megabytes(bytes)} | ${sockets.toFixed(1)} |`,
  )
  return [
    `| ${Object.keys(figures).join(' | ')} |`,
    `|${' ---: |'.repeat(Object.keys(figures).length)}`,
    `| ${Object.values(figures).join(' | ')} |`,
    '',
    '| process | heap at first | at last | growth | sockets more |',
    '|---|---:|---:|---:|---:|',
    ...rows,
    '',
    `Incidents of the readers: ${Object.entries(incidents)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
  ].join('\n')
}
