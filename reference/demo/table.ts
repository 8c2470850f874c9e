import type { PhaseResult } from './result.ts'

/** Columns of equal width, the first to the left and the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  const [head = [], ...body] = rows
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

export const milliseconds = (value: number): string =>
  Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)

export const callRows = ({ calls }: PhaseResult): readonly (readonly string[])[] => [
  ['call', 'requests', 'errors', 'p50 ms', 'p95 ms', 'p99 ms', 'from memory', 'from Redis', 'from the API'],
  ...calls.map(({ call, requests, errors, hits, p50, p95, p99 }) => [
    call,
    String(requests),
    String(errors),
    milliseconds(p50),
    milliseconds(p95),
    milliseconds(p99),
    String(hits.memory),
    String(hits.redis),
    String(hits.origin),
  ]),
]

/** One row for each figure, one column for each phase. */
export function comparisonRows(phases: readonly PhaseResult[]): readonly (readonly string[])[] {
  const row = (label: string, cell: (phase: PhaseResult) => string): readonly string[] => [label, ...phases.map(cell)]
  const list = (phase: PhaseResult) => phase.calls.find(({ call }) => call === 'mes.orders.list')
  const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
  return [
    ['', ...phases.map(({ name }) => name)],
    row('list calls of the screens', (phase) => String(list(phase)?.requests ?? 0)),
    row('list calls at MES', (phase) => String(phase.originCalls['mes orders.list'] ?? 0)),
    row('list p50 / p95 / p99, ms', (phase) =>
      [list(phase)?.p50, list(phase)?.p95, list(phase)?.p99].map((value) => milliseconds(value ?? Number.NaN)).join(' / '),
    ),
    row('API calls in all', (phase) => String(total(phase.originCalls))),
    row('database queries in all', (phase) => String(total(phase.queries))),
    row('writes', (phase) => String(phase.writes)),
    row('invalidations', (phase) => String(phase.invalidations)),
    row('propagation p50 / p99, ms', ({ propagation }) =>
      propagation === undefined ? '–' : `${milliseconds(propagation.p50)} / ${milliseconds(propagation.p99)}`,
    ),
    row('answers checked', (phase) => String(phase.answersChecked)),
    row('stale reads', (phase) => String(phase.staleReads.length)),
  ]
}
