import { resolve } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { metricTable, type MetricRow, PREFIX } from '../src/metrics/table.ts'

export const METRICS_PAPER = resolve(import.meta.dirname, '../docs/metrics.md')

const [BEGIN, END] = ['<!-- metrics -->', '<!-- /metrics -->']

const rowOf = ([name, { type, labels, help }]: readonly [string, MetricRow]): string =>
  `| \`${PREFIX}${name}\` | ${type} | ${['namespace', ...labels].map((label) => `\`${label}\``).join(', ')} | ${help} |`

const STATUS = /^\d{3}$/

/** Values as they are documented: every status of HTTP is one word. */
const valuesOf = (values: readonly string[]): string =>
  [
    ...(values.some((value) => STATUS.test(value)) ? ['a status of HTTP'] : []),
    ...values.filter((value) => !STATUS.test(value)).map((value) => `\`${value}\``),
  ].join(', ')

const valueRowsOf = ([name, { values = {} }]: readonly [string, MetricRow]): readonly string[] =>
  Object.entries(values).map(([label, list]) => `| \`${PREFIX}${name}\` | \`${label}\` | ${valuesOf(list)} |`)

/** The paper with the table of metrics between its two marks. */
export const withMetricsTable = (paper: string): string => {
  const [before = '', rest = ''] = paper.split(BEGIN)
  const [, after = ''] = rest.split(END)
  const metrics = Object.entries(metricTable)
  return `${before}${[
    BEGIN,
    '| metric | type | labels | what it counts |',
    '|---|---|---|---|',
    ...metrics.map(rowOf),
    '',
    '| metric | label | values |',
    '|---|---|---|',
    ...metrics.flatMap(valueRowsOf),
    END,
  ].join('\n')}${after}`
}

if (import.meta.main) await writeFile(METRICS_PAPER, withMetricsTable(await readFile(METRICS_PAPER, 'utf8')))
