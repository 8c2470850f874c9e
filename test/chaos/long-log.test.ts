import { expect, test } from 'vitest'
import { readBehind } from './long-log.ts'

test('neither a new process nor one that slept reads anything old behind a log of 200,000 records', async () => {
  const { stale, first } = await readBehind(200_000)
  expect(first.reads).toBeGreaterThan(0)
  expect(stale).toBe(0)
})
