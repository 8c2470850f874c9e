import { expect, test } from 'vitest'
import { describeValkey, playOnValkey } from './valkey.ts'

test('the promise holds on Valkey, or the run says that it was not tried', async () => {
  const outcome = await playOnValkey(0)
  process.stderr.write(`Valkey: ${describeValkey(outcome)}\n`)
  expect(outcome.tried ? outcome.violations + outcome.failed + outcome.missedOwn : 0).toBe(0)
  expect(describeValkey(outcome)).toMatch(/^(not tried: .+|[1-9]\d* reads, .+)$/)
})
