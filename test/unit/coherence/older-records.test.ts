import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Follower } from '../../../src/coherence/follow/follower.ts'
import type { LogRecord, LogRow } from '../../../src/coherence/log/record.ts'
import { compareIds } from '../../../src/coherence/log/stream-id.ts'
import { TagTable } from '../../../src/coherence/follow/tag-table.ts'
import type { Instant } from '../../../src/foundation/clock.ts'
import { FakeLog } from './support/fake-log.ts'
import { fakeTime, followerOf, pass } from './support/process.ts'
import { chain, type Draft, epoch, id } from './support/records.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const TAGS = ['a', 'b', 'c'] as const
const anyDraft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ tags: fc.subarray([...TAGS]) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hold' as const), leaseMs: fc.constant(1_000), tags: fc.subarray([...TAGS]) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unknown' as const }) },
)
const anyLog = fc.array(anyDraft, { minLength: 2, maxLength: 25 }).map((drafts) => chain(drafts))

const isValid = (follower: Follower, stamp: LogRecord): boolean[] => TAGS.map((tag) => follower.isValid(stamp, [tag]))

/** Reads older rows in pages of two until nothing more can be learnt. */
const readBack = (follower: Follower, log: readonly LogRow[]): void => {
  for (let tail = follower.older.tail; tail !== undefined; tail = follower.older.tail) {
    const { prev } = tail
    follower.older.extend(
      log
        .filter((row) => compareIds(row.id, prev) <= 0)
        .slice(-2)
        .toReversed(),
    )
  }
}

describe('older records', () => {
  test('once read, let a process judge old stamps as one does that heard every record', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), fc.nat(), (log, some, more) => {
        const heardAll = new Follower()
        heardAll.bootstrap({ rows: log.slice(0, 1), holds: [] }, 0 as Instant)
        const late = new Follower()
        const from = 1 + (some % (log.length - 1))
        const to = from + 1 + (more % (log.length - from))
        late.bootstrap({ rows: log.slice(from, to), holds: [] }, 0 as Instant)
        readBack(late, log)
        for (const record of log.slice(to)) late.hear(record)
        for (const record of log.slice(1)) heardAll.hear(record)
        for (const stamp of log) expect(isValid(late, stamp)).toEqual(isValid(heardAll, stamp))
      }),
    )
  })

  test('make no stamp valid that a record has made invalid, whatever is missing or cannot be read between them', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), fc.nat(), fc.boolean(), (log, some, gone, deleted) => {
        const heardAll = new Follower()
        heardAll.bootstrap({ rows: log.slice(0, 1), holds: [] }, 0 as Instant)
        for (const record of log.slice(1)) heardAll.hear(record)
        const at = gone % (log.length - 1)
        const damaged = log.flatMap((record, index): LogRow[] => {
          if (index !== at) return [record]
          return deleted ? [] : [{ id: record.id, kind: 'unreadable' }]
        })
        const late = new Follower()
        late.bootstrap({ rows: damaged.slice(some % damaged.length), holds: [] }, 0 as Instant)
        readBack(late, damaged)
        for (const stamp of log) {
          for (const [index, valid] of isValid(late, stamp).entries())
            expect(valid && !isValid(heardAll, stamp)[index]).toBe(false)
        }
      }),
    )
  })

  test('are forgotten first where the table of tags is full', () => {
    const log = chain(Array.from({ length: 20 }, (_, index) => ({ tags: [`t${index}`] })))
    const follower = new Follower({ table: new TagTable(8) })
    follower.bootstrap({ rows: log.slice(15), holds: [] }, 0 as Instant)
    readBack(follower, log)
    expect(follower.tagCount).toBe(8)
    const stamps = log.map((stamp) => follower.isValid(stamp, ['other']))
    expect(stamps).toEqual(log.map((_, index) => index >= 13))
  })

  test.each([
    ['a reply that a new beginning has overtaken', (log: readonly LogRecord[]) => log.slice(0, 3)],
    ['another epoch', (log: readonly LogRecord[]) => log.slice(0, 5).map((record) => ({ ...record, epoch: epoch(1, 'other') }))],
    ['an empty reply', () => []],
  ])('of %s are not taken, and nothing older is asked for', (_what, older) => {
    const log = chain(Array.from({ length: 6 }, () => ({ tags: ['a'] })))
    const follower = new Follower()
    follower.bootstrap({ rows: log.slice(5), holds: [] }, 0 as Instant)
    follower.older.extend(older(log).toReversed())
    expect(follower.isValid(log[3] ?? log[0], ['other'])).toBe(false)
    expect(follower.older.tail).toBeUndefined()
  })

  test('before one that names everything are not learnt from', () => {
    const log = chain([{ tags: ['a'] }, { kind: 'unknown' }, { tags: ['a'] }, { tags: ['a'] }])
    const follower = new Follower()
    follower.bootstrap({ rows: log.slice(3), holds: [] }, 0 as Instant)
    readBack(follower, log)
    expect(log.map((stamp) => follower.isValid(stamp, ['other']))).toEqual([false, false, true, true, true])
  })

  test('are asked for no longer after a loss', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['a'] }])
    const follower = new Follower()
    follower.bootstrap({ rows: log.slice(2), holds: [] }, 0 as Instant)
    expect(follower.older.tail).toEqual(log[2])
    follower.forget()
    expect(follower.older.tail).toBeUndefined()
  })

  test('are read page by page behind a bootstrapping, so that what was cached before a restart is served after it', async () => {
    const log = new FakeLog()
    const stamp = log.begin()
    for (let n = 0; n < 3_500; n++) log.append([`t${n % 50}`])
    const { tracker, line } = await followerOf(log)
    await pass(100)
    expect(tracker.follower.isValid(stamp, ['other'])).toBe(true)
    expect(tracker.follower.isValid(stamp, ['t7'])).toBe(false)
    expect(line.count('upTo')).toBe(3)
  })

  test('of another history are no evidence: a reply from before a loss is dropped', async () => {
    const log = new FakeLog()
    log.begin()
    for (let n = 0; n < 1_500; n++) log.append(['a'])
    const line = log.line()
    const answer = Promise.withResolvers<void>()
    line.onTheWay = (question) => (question === 'upTo' ? answer.promise : undefined)
    const { tracker } = await followerOf(log, line)
    log.failOver(5)
    await pass(100)
    const version = tracker.follower.version
    answer.resolve()
    await pass(100)
    expect(tracker.follower.version).toBe(version)
    expect(tracker.follower.position?.epoch.number).toBe(2)
    expect(tracker.follower.isValid({ ...log.newest, id: id('1100-0') }, ['other'])).toBe(false)
  })
})
