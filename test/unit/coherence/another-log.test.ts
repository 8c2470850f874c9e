import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LogRecord } from '../../../src/coherence/log/record.ts'
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

test('an append that is answered after a loss has failed, since its record may have been in the log that is gone', async () => {
  const log = new FakeLog()
  const { tracker } = await followerOf(log)
  const answer = Promise.withResolvers<LogRecord>()
  const appended = tracker.append(() => answer.promise)
  tracker.lost()
  answer.resolve(log.append(['a']))

  await expect(appended).rejects.toThrow('lost meanwhile')
})
