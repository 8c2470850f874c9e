import { describe, expect, test } from 'vitest'
import { VALUE_KINDS } from '../../support/domain-values.ts'
import { startChild } from '../../support/process.ts'

const MAX_BYTES = 4 * 1024 * 1024

describe('a full memory tier takes about as much of the heap as it may, filled with', () => {
  test.each(Object.keys(VALUE_KINDS))('%s', async (kind) => {
    await using child = await startChild(new URL('../../support/full-cache-child.ts', import.meta.url), { build: 'none' })
    const heapBytes = await child.call<number>('fill', { kind, maxBytes: MAX_BYTES })
    expect(heapBytes / MAX_BYTES).toBeLessThan(1.5)
    expect(heapBytes / MAX_BYTES).toBeGreaterThan(0.4)
  })
})
