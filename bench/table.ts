import type { Timing } from './interleave.ts'

/** One line of a table: its name, and its cells as they are printed. */
export type Row = readonly [name: string, ...cells: string[]]

const NAME_WIDTH = 52
const CELL_WIDTH = 16

export const printTable = (title: string, heads: readonly string[], rows: readonly Row[]): void => {
  process.stdout.write(`\n${title}\n`)
  for (const [name, ...cells] of [['', ...heads] as const, ...rows]) {
    process.stdout.write(`  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}\n`)
  }
}

/** Times of one operation, with their ratios to the first. */
export const printTimings = (title: string, timings: readonly Timing[]): void =>
  printTable(
    title,
    ['median', 'ratio'],
    timings.map(({ name, microseconds, ratio }) => [name, `${microseconds.toFixed(3)} µs`, `${ratio.toFixed(2)}x`]),
  )

/** Operations a second, with their ratios to the first. */
export const printRates = (title: string, timings: readonly Timing[]): void =>
  printTable(
    title,
    ['a second', 'ratio'],
    timings.map(({ name, microseconds, ratio }) => [name, count(1_000_000 / microseconds), `${(1 / ratio).toFixed(2)}x`]),
  )

export const count = (value: number): string => Math.round(value).toLocaleString('en-US')
