import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeLog } from './support/fake-log.ts'
import { fakeTime, followerOf, pass } from './support/process.ts'
import { twinOf } from './support/records.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

describe('following', () => {
  test('starts an empty log with a genesis and takes its position', async () => {
    const log = new FakeLog()
    const process = await followerOf(log)
    expect(log.rows).toHaveLength(1)
    expect(process.tracker.follower.position?.id).toEqual(log.newest.id)
    expect(process.incidents).toEqual([])
  })

  test('hears records as they are published', async () => {
    const log = new FakeLog()
    const one = await followerOf(log)
    const other = await followerOf(log)
    const record = log.append(['a'])
    expect([one.knows(record), other.knows(record)]).toEqual([true, true])
  })

  test('reads what was published before its predecessor, after a few milliseconds', async () => {
    const log = new FakeLog()
    const { line, knows } = await followerOf(log)
    line.delivers = false
    log.append(['a'])
    line.delivers = true
    const second = log.append(['b'])
    expect(knows(second)).toBe(false)
    await pass(10)
    expect(knows(second)).toBe(true)
    expect(line.count('from')).toBe(1)
  })

  test('asks nothing where the predecessor comes in time', async () => {
    const log = new FakeLog()
    const { line, knows } = await followerOf(log)
    line.delivers = false
    const first = log.append(['a'])
    const second = log.append(['b'])
    line.whisper(second)
    line.whisper(first)
    await pass(10)
    expect(knows(second)).toBe(true)
    expect(line.count('from')).toBe(0)
  })

  test('takes a message that cannot be read for a gap', async () => {
    const log = new FakeLog()
    const { line, knows } = await followerOf(log)
    line.delivers = false
    const record = log.append(['a'])
    line.whisper(undefined)
    await pass(10)
    expect(knows(record)).toBe(true)
  })

  test('reads a long backlog in pages', async () => {
    const log = new FakeLog()
    const { line, tracker, incidents, confirm } = await followerOf(log)
    const stamp = tracker.follower.position
    line.delivers = false
    for (let n = 0; n < 2_500; n++) log.append(['a'])
    expect(await confirm()).toBe(true)
    expect(line.count('from')).toBe(3)
    expect(stamp && tracker.follower.isValid(stamp, ['other'])).toBe(true)
    expect(incidents).toEqual(['gap'])
  })

  test('bootstraps again where the backlog is too long to read, and trusts nothing older', async () => {
    const log = new FakeLog()
    const { line, tracker, confirm, incidents } = await followerOf(log)
    const stamp = tracker.follower.position
    line.delivers = false
    for (let n = 0; n < 9_500; n++) log.append(['a'])
    expect(await confirm()).toBe(true)
    expect(tracker.follower.position?.id).toEqual(log.newest.id)
    expect(stamp && tracker.follower.isValid(stamp, ['other'])).toBe(false)
    expect(incidents).not.toContain('loss')
  })

  test('finds on a new connection what was missed while there was none', async () => {
    const log = new FakeLog()
    const { line, knows } = await followerOf(log)
    line.delivers = false
    line.cut()
    const missed = log.append(['a'])
    line.reconnect(true)
    await pass(20)
    expect(knows(missed)).toBe(true)
  })

  test('forgets no message that overtook the reply it bootstraps from', async () => {
    const log = new FakeLog()
    const { line, tracker, knows, confirm } = await followerOf(log)
    line.delivers = false
    for (let n = 0; n < 7_999; n++) log.append(['a'])
    line.delivers = true
    line.onTheWay = (question) => {
      if (question === 'newest') log.append(['own'])
    }
    expect(await confirm()).toBe(true)
    expect(knows(log.newest)).toBe(true)
    expect(tracker.follower.position?.id).toEqual(log.newest.id)
  })
})

describe('a confirmation', () => {
  test('asks the log once where nothing was missed', async () => {
    const log = new FakeLog()
    const { line, confirm, clock, tracker } = await followerOf(log)
    await pass(1_000)
    const asked = clock.now()
    expect(await confirm()).toBe(true)
    expect(tracker.follower.confirmedAt).toBe(asked)
    expect(line.count('head')).toBe(1)
  })

  test('finds a record that nobody delivered', async () => {
    const log = new FakeLog()
    const { line, knows, confirm } = await followerOf(log)
    line.delivers = false
    const record = log.append(['a'])
    await pass(1_000)
    expect(knows(record)).toBe(false)
    expect(await confirm()).toBe(true)
    expect(knows(record)).toBe(true)
  })

  test('is never given by a question that was sent before it was asked for', async () => {
    const log = new FakeLog()
    const { line, tracker, clock } = await followerOf(log)
    await pass(100)
    line.onTheWay = (question) => (question === 'head' ? new Promise<void>((resolve) => setTimeout(resolve, 50)) : undefined)
    const early = tracker.confirm(clock.now())
    await pass(10)
    line.delivers = false
    const missed = log.append(['a'])
    const since = clock.now()
    let answered: boolean | undefined
    void tracker.confirm(since).then((answer) => (answered = answer))
    await pass(41)
    expect(await early).toBe(true)
    expect(tracker.follower.confirmedAt).toBeLessThan(since)
    expect(answered).toBeUndefined()
    await pass(100)
    expect(answered).toBe(true)
    expect(tracker.follower.confirmedAt).toBeGreaterThanOrEqual(since)
    expect(tracker.follower.hasApplied(missed, since)).toBe(true)
    expect(line.count('head')).toBe(2)
  })

  test.each([
    ['a catch-up', 'from'],
    ['a bootstrapping', 'newest'],
  ] as const)('by %s counts from the sending of its question, however late the answer', async (_, question) => {
    const log = new FakeLog()
    const { line, tracker, clock } = await followerOf(log)
    await pass(100)
    line.onTheWay = (asked) => (asked === question ? new Promise<void>((resolve) => setTimeout(resolve, 50)) : undefined)
    line.delivers = false
    for (let n = 0; n < (question === 'from' ? 1 : 8_000); n++) log.append(['a'])
    const since = clock.now()
    const confirmed = tracker.confirm(since)
    await pass(100)
    expect(await confirmed).toBe(true)
    expect(tracker.follower.confirmedAt - since).toBeLessThan(50)
  })

  test('is not denied because a catch-up was under way when it was asked for', async () => {
    const log = new FakeLog()
    const { line, tracker, clock } = await followerOf(log)
    await pass(100)
    line.onTheWay = (asked) => (asked === 'from' ? new Promise<void>((resolve) => setTimeout(resolve, 50)) : undefined)
    line.delivers = false
    log.append(['a'])
    line.whisper(log.append(['b']))
    await pass(10)
    expect(line.count('from')).toBe(1)
    const missed = log.append(['c'])
    const since = clock.now()
    const confirmed = tracker.confirm(since)
    await pass(200)
    expect(await confirmed).toBe(true)
    expect(tracker.follower.hasApplied(missed, since)).toBe(true)
  })

  test('is one question, however many ask for it at once', async () => {
    const log = new FakeLog()
    const { line, tracker, clock } = await followerOf(log)
    await pass(100)
    const since = clock.now()
    const answers = Promise.all(Array.from({ length: 100 }, () => tracker.confirm(since)))
    await pass(10)
    expect(new Set(await answers)).toEqual(new Set([true]))
    expect(line.count('head')).toBe(1)
  })

  test('that is already known asks nothing', async () => {
    const log = new FakeLog()
    const { line, tracker } = await followerOf(log)
    const before = line.asked.length
    expect(await tracker.confirm(tracker.follower.confirmedAt)).toBe(true)
    expect(line.asked).toHaveLength(before)
  })

  test('is denied while the log is out of reach, refuses, or does not answer before the line is cut', async () => {
    const log = new FakeLog()
    const { line, tracker, confirm, clock } = await followerOf(log)
    await pass(100)
    line.refuses = ['head']
    expect(await confirm()).toBe(false)
    line.refuses = []
    line.answers = false
    const hanging = tracker.confirm(clock.now())
    await pass(100)
    line.cut()
    expect(await hanging).toBe(false)
    expect(await confirm()).toBe(false)
    line.reconnect(true)
    await pass(10)
    expect(await confirm()).toBe(true)
  })

  test('comes with a head that was asked for on another errand, as of the instant of that question', async () => {
    const log = new FakeLog()
    const { tracker, line, clock, knows } = await followerOf(log)
    await pass(100)
    const askedAt = clock.now()
    await pass(10)
    tracker.takeHead(log.newest, askedAt)
    expect(tracker.follower.confirmedAt).toBe(askedAt)
    line.delivers = false
    const missed = log.append(['a'])
    tracker.takeHead(missed, clock.now())
    expect(knows(missed)).toBe(false)
    await pass(20)
    expect(knows(missed)).toBe(true)
  })
})

describe('a subscription that delivers nothing', () => {
  test('is made anew after two confirmations that found unheard records', async () => {
    const log = new FakeLog()
    const { line, confirm, incidents, knows } = await followerOf(log)
    line.delivers = false
    log.append(['a'])
    await confirm()
    expect(line.resubscriptions).toBe(0)
    log.append(['b'])
    await confirm()
    expect(line.resubscriptions).toBe(1)
    expect(incidents).toEqual(['gap', 'gap', 'dead-subscription'])
    expect(knows(log.append(['c']))).toBe(true)
  })

  test('is found even where most confirmations find nothing, since records are rare', async () => {
    const log = new FakeLog()
    const { line, confirm } = await followerOf(log)
    line.delivers = false
    log.append(['a'])
    for (let quiet = 0; quiet < 5; quiet++) {
      await pass(500)
      await confirm()
    }
    log.append(['b'])
    await confirm()
    expect(line.resubscriptions).toBe(1)
  })

  test('is not suspected where it delivers something in between, or late', async () => {
    const log = new FakeLog()
    const { line, confirm } = await followerOf(log)
    for (let round = 0; round < 5; round++) {
      line.delivers = false
      const missed = log.append(['a'])
      await confirm()
      line.delivers = true
      line.whisper(missed)
    }
    expect(line.resubscriptions).toBe(0)
  })

  test('is not suspected of a message that is a few milliseconds behind the answer', async () => {
    const log = new FakeLog()
    const { line, tracker, clock, incidents } = await followerOf(log)
    await pass(100)
    line.delivers = false
    const late = log.append(['a'])
    const confirmed = tracker.confirm(clock.now())
    await pass(2)
    line.whisper(late)
    await pass(10)
    expect(await confirmed).toBe(true)
    expect(incidents).toEqual([])
    expect(line.count('from')).toBe(0)
  })

  test('is found although this process hears its own appends, whose answers come another way', async () => {
    const log = new FakeLog()
    const { line, tracker, confirm } = await followerOf(log)
    line.delivers = false
    for (const tag of ['a', 'b']) {
      log.append([tag])
      await confirm()
      tracker.appended(log.append(['own']))
    }
    expect(line.resubscriptions).toBe(1)
  })
})

describe('a loss', () => {
  test('is cleared once by a fleet, and everyone goes on in the new epoch', async () => {
    const log = new FakeLog()
    const fleet = [await followerOf(log), await followerOf(log), await followerOf(log), await followerOf(log)]
    log.append(['a'])
    const stamp = log.newest
    log.restartEmpty()
    await pass(50)
    expect(log.clears).toBe(1)
    for (const { tracker, incidents } of fleet) {
      expect(tracker.follower.position?.id).toEqual(log.newest.id)
      expect(tracker.follower.isValid(stamp, [])).toBe(false)
      expect(incidents).toContain('loss')
    }
    const record = log.append(['b'])
    expect(fleet.map(({ knows }) => knows(record))).toEqual([true, true, true, true])
  })

  test('is looked into by a fleet one after the other, not by all at the same moment', async () => {
    const log = new FakeLog()
    const askedAt: number[] = []
    for (let count = 0; count < 20; count++) {
      const { line } = await followerOf(log, log.line(), { tuning: { spreadMs: 1_000 } })
      line.onTheWay = (question) => void (question === 'clear' && askedAt.push(Date.now()))
    }
    const lostAt = Date.now()
    log.restartEmpty()
    await pass(1_100)
    expect(askedAt).toHaveLength(20)
    expect(new Set(askedAt).size).toBeGreaterThan(10)
    expect(Math.max(...askedAt) - lostAt).toBeLessThanOrEqual(1_000)
  })

  test('is cleared once by a fleet that finds it one after the other', async () => {
    const log = new FakeLog()
    const fleet = [await followerOf(log), await followerOf(log), await followerOf(log)]
    log.append(['a'])
    for (const { line } of fleet) line.cut()
    log.rows = []
    for (const { line } of fleet) {
      line.reconnect(true)
      await pass(50)
    }
    expect(log.clears).toBe(1)
    expect(new Set(fleet.map(({ tracker }) => tracker.follower.position?.id.text))).toEqual(new Set([log.newest.id.text]))
  })

  test.each([
    ['the log is deleted', (log: FakeLog) => void (log.rows = [])],
    [
      'the newest records are gone and others have their ids',
      (log: FakeLog) => {
        log.rows = [...log.rows.slice(0, -1), twinOf(log.newest)]
      },
    ],
    ['another program has written the newest row', (log: FakeLog) => log.scribble()],
    [
      'the log was deleted and somebody has started it anew',
      (log: FakeLog) => {
        log.rows = []
        log.append(['x'])
      },
    ],
  ])('is found by a confirmation where %s', async (_, happen) => {
    const log = new FakeLog()
    const { line, confirm, tracker, incidents } = await followerOf(log)
    log.append(['a'])
    const stamp = log.newest
    line.delivers = false
    happen(log)
    await confirm()
    await confirm()
    expect(incidents).toContain('loss')
    expect(log.newest.epoch.number).toBeGreaterThan(stamp.epoch.number)
    expect(tracker.follower.position?.id).toEqual(log.newest.id)
    expect(tracker.follower.isValid(stamp, [])).toBe(false)
  })

  test('where K was trimmed is none: nothing older is trusted, nothing is cleared', async () => {
    const log = new FakeLog()
    const { line, confirm, tracker, incidents } = await followerOf(log)
    const stamp = tracker.follower.position
    line.delivers = false
    for (const tag of ['a', 'b', 'c', 'd']) log.append([tag])
    log.trimTo(2)
    expect(await confirm()).toBe(true)
    expect(incidents).not.toContain('loss')
    expect(log.clears).toBe(0)
    expect(stamp && tracker.follower.isValid(stamp, ['other'])).toBe(false)
  })

  test('a clear that is owed is retried until it is in the log, and nothing is believed before', async () => {
    const log = new FakeLog()
    const { line, tracker, confirm } = await followerOf(log)
    log.append(['a'])
    line.refuses = ['clear']
    log.failOver(1)
    await pass(50)
    expect(await confirm()).toBe(false)
    expect(tracker.follower.position).toBeUndefined()
    line.refuses = []
    expect(await confirm()).toBe(true)
    expect(log.newest.kind).toBe('clear')
  })

  test('of the clear itself, before anything was believed again, is cleared again', async () => {
    const log = new FakeLog()
    const { line, tracker, confirm } = await followerOf(log)
    log.append(['a'])
    const stamp = log.newest
    line.refuses = ['newest']
    log.failOver(1)
    await pass(50)
    expect(log.newest.kind).toBe('clear')
    expect(tracker.follower.position).toBeUndefined()
    const lost = log.newest
    expect(lost.epoch.number).toBeGreaterThan(stamp.epoch.number)
    line.refuses = []
    log.failOver(1)
    await pass(50)
    await confirm()
    expect(log.newest.kind).toBe('clear')
    expect(log.newest.epoch.number).toBeGreaterThan(lost.epoch.number)
  })

  test('that happens while a clear is under way is cleared again', async () => {
    const log = new FakeLog()
    const { line, confirm, incidents } = await followerOf(log)
    log.append(['a'])
    let first = true
    line.onTheWay = (question) => {
      if (question !== 'clear' || !first) return
      first = false
      log.failOver(1)
    }
    log.failOver(1)
    await pass(50)
    await confirm()
    expect(log.newest.kind).toBe('clear')
    expect(log.clears).toBe(2)
    expect(incidents.filter((incident) => incident === 'loss')).toHaveLength(2)
  })

  test('that happens while a clear is under way lets nothing be believed before the next clear is in the log', async () => {
    const log = new FakeLog()
    const { line, tracker, incidents } = await followerOf(log)
    log.append(['a'])
    line.onTheWay = (question) => {
      if (question !== 'clear') return
      line.refuses = ['clear']
      log.failOver(1)
    }
    log.failOver(1)
    await pass(50)
    expect(tracker.follower.position).toBeUndefined()
    expect(incidents.filter((incident) => incident === 'loss')).toHaveLength(2)
  })

  test('that happens while a process bootstraps makes the answer worthless', async () => {
    const log = new FakeLog()
    const { line, tracker } = await followerOf(log)
    const release: (() => void)[] = []
    line.onTheWay = (question) => (question === 'newest' ? new Promise<void>((resolve) => release.push(resolve)) : undefined)
    log.failOver(0)
    await pass(20)
    expect(release).toHaveLength(1)
    line.refuses = ['clear']
    tracker.lost()
    release[0]?.()
    await pass(1)
    expect(tracker.follower.position).toBeUndefined()
  })

  test('is told by the history of a new connection, though the log looks as it did', async () => {
    const log = new FakeLog()
    const { tracker, incidents } = await followerOf(log)
    const stamp = log.newest
    log.reconnect()
    await pass(20)
    expect(incidents).toContain('loss')
    expect(log.newest.kind).toBe('clear')
    expect(tracker.follower.isValid(stamp, [])).toBe(false)
  })

  test('of the newest row to another program does not keep a new process from its first position', async () => {
    const log = new FakeLog()
    log.append(['a'])
    log.scribble()
    const { tracker } = await followerOf(log)
    expect(tracker.follower.position?.id).toEqual(log.rows.at(-1)?.id)
  })

  test('of an own append that was acknowledged before the first position is cleared', async () => {
    const log = new FakeLog()
    log.append(['stamped by others'])
    const line = log.line()
    line.refuses = ['newest']
    const { tracker, confirm } = await followerOf(log, line)
    tracker.appended(log.append(['own']))
    expect(tracker.follower.position).toBeUndefined()
    log.failOver(1)
    line.refuses = []
    await pass(50)
    await confirm()
    expect(log.newest.kind).toBe('clear')
  })

  test('a first connection to whatever log is none', async () => {
    const log = new FakeLog()
    log.append(['a'])
    await followerOf(log)
    expect(log.clears).toBe(0)
  })

  test('heard of while no question can be asked makes everything distrusted at once', async () => {
    const log = new FakeLog()
    const { line, tracker } = await followerOf(log)
    const stamp = log.newest
    line.cut()
    line.hearOfLoss()
    expect(tracker.follower.isValid(stamp, [])).toBe(false)
    line.reconnect(true)
    await pass(20)
    expect(log.newest.kind).toBe('clear')
  })

  test('makes replies to older questions worthless', async () => {
    const log = new FakeLog()
    const { line, tracker, clock, incidents } = await followerOf(log)
    log.append(['a'])
    await pass(100)
    const release: (() => void)[] = []
    line.onTheWay = (question) =>
      question === 'from' || question === 'newest' ? new Promise<void>((resolve) => release.push(resolve)) : undefined
    line.delivers = false
    log.append(['b'])
    const asked = clock.now()
    void tracker.confirm(asked)
    await pass(20)
    expect(release).toHaveLength(1)
    tracker.lost()
    line.onTheWay = () => {}
    release[0]?.()
    await pass(1)
    expect(log.newest.kind).toBe('clear')
    expect(tracker.follower.position?.id).toEqual(log.newest.id)
    expect(tracker.follower.isValid(log.history[1] ?? log.newest, [])).toBe(false)
    expect(incidents.filter((incident) => incident === 'loss')).toHaveLength(1)
  })

  test('found again and again does not keep a process from asking later', async () => {
    const log = new FakeLog()
    const { line, confirm } = await followerOf(log)
    line.onTheWay = (question) => {
      if (question === 'newest') log.rows = []
    }
    log.restartEmpty()
    await pass(50)
    line.onTheWay = () => {}
    await confirm()
    expect(await confirm()).toBe(true)
  })
})

test('a closed tracker asks nothing more', async () => {
  const log = new FakeLog()
  const { line, tracker, confirm } = await followerOf(log)
  line.delivers = false
  log.append(['a'])
  line.whisper(log.append(['b']))
  tracker.close()
  const before = line.asked.length
  await pass(100)
  expect(await confirm()).toBe(false)
  expect(line.asked).toHaveLength(before)
})
