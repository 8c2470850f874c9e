import { expect, test } from 'vitest'
import { soak } from './soak.ts'
import { BOUNDS, flawsOf } from './soak-report.ts'

test('with everything switched on and a fault every few seconds nothing stale is read, nothing fails, and no process grows', async () => {
  const outcome = await soak({ seconds: 20, everyMs: 4_000, readsPerSecond: 900, writesPerSecond: 60 })
  expect(flawsOf(outcome)).toEqual([])
  expect(outcome.faults.length).toBeGreaterThan(1)
  expect(outcome.from.memory).toBeGreaterThan(0)
  expect(outcome.from.redis).toBeGreaterThan(0)
  expect(outcome.from.origin).toBeGreaterThan(0)
  expect(outcome.growth.map(({ firstBytes }) => firstBytes > BOUNDS.bytes)).toEqual(outcome.growth.map(() => true))
})

test('over TLS, as users of the documented rights whose passwords are rotated, nothing stale is read and nothing fails', async () => {
  const outcome = await soak({
    seconds: 3,
    everyMs: 3_000,
    readsPerSecond: 300,
    writesPerSecond: 30,
    rotateMs: 700,
    records: 0,
    order: ['kills the connections'],
  })
  // A run this short says nothing of growth.
  expect(flawsOf({ ...outcome, growth: [] })).toEqual([])
  expect(outcome.rotations).toBeGreaterThan(1)
  expect(outcome.from.redis).toBeGreaterThan(0)
})
