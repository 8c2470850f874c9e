import { resolve } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { metricTable, type MetricRow, PREFIX } from '../src/metrics/table.ts'

export const METRICS_PAPER = resolve(import.meta.dirname, '../docs/metrics.md')

const [BEGIN, END] = ['<!-- metrics -->', '<!-- /metrics -->']

const rowOf = ([name, { type, labels, help }]: readonly [string, MetricRow]): string =>
  `| \`${PREFIX}${name}\` | ${type} | ${['namespace', ...labels].map((label) => `\`${label}\``).join(', ')} | ${help} |`

/** The paper with the table of metrics between its two marks. */
export const withMetricsTable = (paper: string): string => {
  const [before = '', rest = ''] = paper.split(BEGIN)
  const [, after = ''] = rest.split(END)
  const rows = Object.entries(metricTable).map(rowOf)
  return `${before}${[BEGIN, '| metric | type | labels | what it counts |', '|---|---|---|---|', ...rows, END].join('\n')}${after}`
}

if (import.meta.main) await writeFile(METRICS_PAPER, withMetricsTable(await readFile(METRICS_PAPER, 'utf8')))
