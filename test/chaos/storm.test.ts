import { expect, test } from 'vitest'
import { clearUnder } from './storm.ts'

test('after a clear no process loads a key more than once', async () => {
  const { before, loads, mostOfOne } = await clearUnder({ processes: 4, keys: 200, readsPerSecond: 200 })
  expect(before.at(-1)).toBe(0)
  expect(loads).toBeGreaterThanOrEqual(200)
  expect(mostOfOne).toBe(1)
})
