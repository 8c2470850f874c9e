import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { METRICS_PAPER, withMetricsTable } from '../../../scripts/metrics-table.ts'
import { channels } from '../../../src/foundation/channels.ts'

const paper = await readFile(METRICS_PAPER, 'utf8')

test('the documented metrics are those of the table (`node scripts/metrics-table.ts`)', () => {
  expect(paper).toBe(withMetricsTable(paper))
})

test('every channel is documented', () => {
  const documented = [...paper.matchAll(/^\| `(mes-crm-sdk:\w+)` \|/gm)].map(([, name]) => name)
  expect(new Set(documented)).toEqual(new Set(Object.values(channels).map(({ name }) => name)))
})
