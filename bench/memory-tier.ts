import { startChild } from '../test/support/process.ts'
import { VALUE_KINDS } from '../test/support/domain-values.ts'
import { printTable, type Row } from './table.ts'

const MAX_BYTES = 32 * 1024 * 1024

/** The heap that a full memory tier takes, against `memory.maxBytes`, by kind of value: each in a process of its own. */
export const benchMemoryTier = async (): Promise<void> => {
  const rows: Row[] = []
  for (const [kind, { make }] of Object.entries(VALUE_KINDS)) {
    await using child = await startChild(new URL('../test/support/full-cache-child.ts', import.meta.url), { build: 'none' })
    const heapBytes = await child.call<number>('fill', { kind, maxBytes: MAX_BYTES })
    rows.push([kind, String(JSON.stringify(make(1)).length), (heapBytes / MAX_BYTES).toFixed(2)])
  }
  printTable(`heap of a full memory tier / memory.maxBytes (${MAX_BYTES / 1024 / 1024} MiB)`, ['JSON characters', 'factor'], rows)
}
