import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeLog } from './support/fake-log.ts'
import { fakeTime, followerOf } from './support/process.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

test('a log that began anew before this process had a position, and behind a record it was told of, is a loss', async () => {
  const log = new FakeLog()
  const line = log.line()
  line.refuses = ['newest']
  const process = await followerOf(log, line)
  const acknowledged = log.append(['a'])
  process.tracker.appended(acknowledged)

  log.rows = []
  log.begin()
  line.refuses = []
  const since = process.clock.now()
  await process.confirm()

  expect(process.incidents).toContain('loss')
  expect(log.newest).toMatchObject({ kind: 'clear', epoch: { number: acknowledged.epoch.number + 1 } })
  expect(process.tracker.follower.hasApplied(acknowledged, since)).toBe(true)
})
