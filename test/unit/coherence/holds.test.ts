import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Coherence } from '../../../src/coherence/coherence.ts'
import type { CoherenceOptions } from '../../../src/coherence/coherence-options.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { FakeLog } from './support/fake-log.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { fakeTime, pass } from './support/process.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

/** A process on a log. */
const processOn = async (log: FakeLog, more: Partial<CoherenceOptions> = {}) => {
  const line = log.line()
  const coherence = new Coherence({
    namespace: 'n',
    log: line,
    clock: createClock(
      () => Date.now(),
      () => Date.now(),
    ),
    maxStaleness: 1_000,
    ...more,
  })
  coherence.open()
  await pass(10)
  return { line, coherence }
}

const ends = (log: FakeLog, token: string) => log.history.filter((record) => record.ends.includes(token))

describe('a hold', () => {
  test('closes its tags in every process, from its call or its message until the record that ends it', async () => {
    const log = new FakeLog()
    const [writer, reader] = [await processOn(log), await processOn(log)]
    const holding = writer.coherence.hold(['a', 'b'], 10_000)
    expect(writer.coherence.isOpen(['a'])).toBe(false)
    await pass(1)
    const { token, status } = await holding
    expect(status).toBe('held')
    for (const { coherence } of [writer, reader])
      expect([['a'], ['b', 'c'], ['c']].map((tags) => coherence.isOpen(tags))).toEqual([false, false, true])
    const ending = writer.coherence.invalidate(['a', 'b'], { ends: [token] })
    await pass(1)
    expect((await ending).status).toBe('applied')
    for (const { coherence } of [writer, reader]) expect(coherence.isOpen(['a', 'b'])).toBe(true)
  })

  test('counts as a record that names its tags: what was loaded before it stays invalid', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const stamp = log.newest
    const record = log.hold(['a'])
    log.append([], [record.token])
    expect(coherence.isOpen(['a'])).toBe(true)
    expect([coherence.isValid(stamp, ['a']), coherence.isValid(stamp, ['b'])]).toEqual([false, true])
  })

  test('on one tag does not end another one on it', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const [one, other] = [log.hold(['a']), log.hold(['a', 'b'])]
    log.append(['a'], [one.token])
    expect(coherence.isOpen(['a'])).toBe(false)
    log.append(['a', 'b'], [other.token])
    expect(coherence.isOpen(['a', 'b'])).toBe(true)
  })

  test('outlasts a clear', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    log.leaseLeftMs = 10_000
    log.hold(['a'])
    log.clear(undefined)
    expect(coherence.isOpen(['a'])).toBe(false)
    log.reconnect()
    await pass(1_000)
    expect(coherence.isOpen(['b'])).toBe(true)
    expect(coherence.isOpen(['a'])).toBe(false)
  })

  test('is found by a process that starts while it is open, and by one that catches up with it', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 10_000
    const late = await processOn(log)
    late.line.delivers = late.line.healsBySubscribing = false
    const { token } = log.hold(['a'])
    log.append(['other'])
    log.trimTo(1)
    const { coherence } = await processOn(log)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(1_000)
    expect(late.coherence.isOpen(['a'])).toBe(false)
    log.append(['a'], [token])
    await pass(1_000)
    for (const process of [coherence, late.coherence]) expect(process.isOpen(['a'])).toBe(true)
  })

  test('of a writer that died is ended by its followers, one of them, once its lease has passed by the clock of the log', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 400
    const readers = [await processOn(log), await processOn(log), await processOn(log)]
    const { token } = log.hold(['a'], 60_000)
    await pass(65_000)
    expect(ends(log, token)).toEqual([])
    log.leaseLeftMs = 0
    await pass(900)
    expect(ends(log, token)).toMatchObject([{ kind: 'invalidate', tags: ['a'] }])
    for (const { coherence } of readers) expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that the log has forgotten is ended all the same, after its lease', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const { token } = log.hold(['a'], 1_000)
    log.holds.clear()
    await pass(800)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(2_000)
    expect(coherence.isOpen(['a'])).toBe(true)
    expect(ends(log, token)).toMatchObject([{ tags: ['a'] }])
  })

  test('outlasts its lease by a tenth where the clock of the log was set back, whoever joins', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    log.leaseLeftMs = 7_200_000
    const { token } = log.hold(['a'], 10_000)
    await pass(9_000)
    const late = await processOn(log)
    await pass(800)
    expect(ends(log, token)).toEqual([])
    await pass(2_200)
    expect(ends(log, token)).toMatchObject([{ tags: ['a'] }])
    for (const process of [coherence, late.coherence]) expect(process.isOpen(['a'])).toBe(true)
  })

  test('that only the hash tells lasts for the longest lease at most, whatever the clock of the log says', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 7_200_000
    const { token } = log.hold(['a'], 1_000)
    log.append(['other'])
    log.trimTo(1)
    const { coherence } = await processOn(log, { longestLeaseMs: 2_000 })
    await pass(1_800)
    expect([coherence.isOpen(['a']), ends(log, token)]).toEqual([false, []])
    await pass(1_500)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that a process finds in the rows has what is left of its lease by the clock of the log', async () => {
    const log = new FakeLog()
    const { token, id } = log.hold(['a'], 60_000)
    log.loseHolds()
    log.now = id.milliseconds + 59_000
    const { coherence } = await processOn(log)
    expect(coherence.isOpen(['a'])).toBe(false)
    log.loseHolds()
    await pass(500)
    expect(log.history.findLast((record) => record.token === token)?.leaseMs).toBeLessThanOrEqual(1_000)
  })

  test('is ended no earlier by a process whose wall clock was set forward, though the log has forgotten it', async () => {
    const log = new FakeLog()
    let forward = 0
    const { coherence } = await processOn(log, {
      clock: createClock(
        () => Date.now(),
        () => Date.now() + forward,
      ),
    })
    const { token } = log.hold(['a'], 10_000)
    log.holds.clear()
    await pass(1_000)
    forward = 3_600_000
    await pass(8_500)
    expect([coherence.isOpen(['a']), ends(log, token)]).toEqual([false, []])
    await pass(2_000)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('whose end was missed is not ended once more by a follower that cannot catch up', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const { token } = log.hold(['a'], 1_000)
    line.delivers = line.healsBySubscribing = false
    log.append(['a'], [token])
    line.refuses = ['head', 'from', 'newest']
    await pass(5_000)
    expect(coherence.isOpen(['a'])).toBe(false)
    expect(ends(log, token)).toHaveLength(1)
    line.refuses = []
    await pass(1_000)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('whose end could not be appended is ended with the first thing that can be', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const holding = coherence.hold(['a'], 60_000)
    await pass(1)
    const { token } = await holding
    line.refuses = ['append']
    const ending = coherence.invalidate(['a'], { ends: [token] })
    await pass(1)
    expect((await ending).status).toBe('queued')
    line.refuses = []
    line.reconnect(true)
    await pass(100)
    expect(ends(log, token)).toMatchObject([{ tags: ['a'] }])
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that the log does not answer is unknown; where it came about all the same, its end ends it', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    const reader = await processOn(log)
    line.onTheWay = (question) => {
      if (question === 'hold') throw new Error('the answer is lost')
    }
    const holding = coherence.hold(['a'], 60_000)
    await pass(1)
    const { token, status } = await holding
    expect(status).toBe('unknown')
    expect(reader.coherence.isOpen(['a'])).toBe(false)
    void coherence.invalidate(['a'], { ends: [token] })
    await pass(1)
    expect(reader.coherence.isOpen(['a'])).toBe(true)
  })
})

describe('a hold whose hash is lost', () => {
  test('is told by its record to a process that joins, and ends after its lease', async () => {
    const log = new FakeLog()
    const { token } = log.hold(['a'], 2_000)
    log.loseHolds()
    const { coherence } = await processOn(log)
    expect([coherence.isOpen(['a']), coherence.isOpen(['b'])]).toEqual([false, true])
    log.loseHolds()
    await pass(3_000)
    expect(coherence.isOpen(['a'])).toBe(true)
    expect(ends(log, token)).not.toEqual([])
  })

  test('is sought in older rows, and every tag is held until they are read', async () => {
    const log = new FakeLog()
    log.hold(['a'], 60_000)
    log.append(['a'], [log.hold(['ended'], 60_000).token])
    for (let count = 0; count < 20; count++) log.append([`other:${count}`])
    log.loseHolds()
    const answer = Promise.withResolvers<void>()
    const line = log.line()
    line.onTheWay = (question) => (question === 'upTo' ? answer.promise : undefined)
    const { coherence } = await processOn(log, { log: line, tuning: { pageRows: 4 } })
    expect([coherence.position?.id.text, coherence.isOpen(['b'])]).toEqual([log.newest.id.text, false])
    answer.resolve()
    await pass(1)
    expect([['a'], ['b'], ['ended']].map((tags) => coherence.isOpen(tags))).toEqual([false, true, true])
  })

  test('is ended by what is heard while it is sought', async () => {
    const log = new FakeLog()
    const { token } = log.hold(['a'], 60_000)
    for (let count = 0; count < 20; count++) log.append([`other:${count}`])
    log.loseHolds()
    const answer = Promise.withResolvers<void>()
    const line = log.line()
    line.onTheWay = (question) => (question === 'upTo' ? answer.promise : undefined)
    const { coherence } = await processOn(log, { log: line, tuning: { pageRows: 4 } })
    log.append(['a'], [token])
    answer.resolve()
    await pass(1)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('is sought again where the log did not answer', async () => {
    const log = new FakeLog()
    log.hold(['a'], 60_000)
    for (let count = 0; count < 20; count++) log.append([`other:${count}`])
    log.loseHolds()
    const line = log.line()
    line.refuses = ['upTo']
    const { coherence } = await processOn(log, { log: line, tuning: { pageRows: 4 } })
    line.refuses = []
    await pass(1_000)
    expect([coherence.isOpen(['a']), coherence.isOpen(['b'])]).toEqual([false, true])
  })

  test.each([
    ['trimmed', (log: FakeLog) => log.trimTo(3)],
    [
      'unreadable',
      (log: FakeLog) => void (log.rows = log.rows.map((row, index) => (index === 1 ? { id: row.id, kind: 'unreadable' } : row))),
    ],
    ['missing', (log: FakeLog) => void log.rows.splice(1, 1)],
  ])('holds every tag for the longest lease where a row that may tell it is %s, and no longer', async (_, damage) => {
    const log = new FakeLog()
    log.append(['x'])
    log.hold(['a'], 2_000)
    for (let count = 0; count < 5; count++) log.append([`other:${count}`])
    damage(log)
    log.loseHolds()
    using incidents = collectIncidents('n')
    const { coherence } = await processOn(log, { longestLeaseMs: 2_000 })
    await pass(1_900)
    expect(coherence.isOpen(['b'])).toBe(false)
    await pass(900)
    expect(coherence.isOpen(['b'])).toBe(true)
    expect(incidents.seen.map(({ kind }) => kind)).toContain('holds-lost')
  })

  test('holds every tag no longer than the longest lease in use, where rows are missing', async () => {
    const log = new FakeLog()
    log.leasesMs = 2_000
    log.hold(['a'], 2_000)
    for (let count = 0; count < 5; count++) log.append([`other:${count}`])
    log.trimTo(3)
    log.loseHolds()
    const { coherence } = await processOn(log)
    await pass(1_900)
    expect(coherence.isOpen(['b'])).toBe(false)
    await pass(900)
    expect(coherence.isOpen(['b'])).toBe(true)
  })

  test('holds every tag no longer than was left of the longest lease when the hash was new, however long it is sought', async () => {
    const log = new FakeLog()
    log.leasesMs = 60_000
    log.hold(['a'], 2_000)
    for (let count = 0; count < 20; count++) log.append([`other:${count}`])
    log.loseHolds()
    log.now = log.newest.id.milliseconds
    log.holdsSince = { after: log.newest.id, at: log.now - 1_000, leasesMs: 3_000 }
    const line = log.line()
    line.refuses = ['upTo']
    const { coherence } = await processOn(log, { log: line, tuning: { pageRows: 4 } })
    await pass(1_900)
    expect(coherence.isOpen(['b'])).toBe(false)
    await pass(900)
    expect(coherence.isOpen(['b'])).toBe(true)
    line.refuses = []
    await pass(1_000)
    expect([coherence.isOpen(['b']), line.count('upTo') > 0]).toEqual([true, true])
  })

  test('is not sought where every lease has passed, as in a namespace without holds', async () => {
    const log = new FakeLog()
    log.leasesMs = 0
    for (let count = 0; count < 20; count++) log.append([`other:${count}`])
    log.trimTo(5)
    log.loseHolds()
    using incidents = collectIncidents('n')
    const { coherence } = await processOn(log)
    expect([coherence.isOpen(['b']), incidents.seen.map(({ kind }) => kind)]).toEqual([true, ['redis-up']])
  })

  test('is sought in no older row than one by which every lease has passed', async () => {
    const log = new FakeLog()
    for (let count = 0; count < 20; count++) log.append([`older:${count}`])
    log.leasesMs = 0
    log.append(['x'])
    log.leasesMs = 60_000
    log.hold(['a'], 60_000)
    for (let count = 0; count < 6; count++) log.append([`other:${count}`])
    log.loseHolds()
    const line = log.line()
    line.onTheWay = (question) => (question === 'upTo' && line.count('upTo') > 1 ? new Promise(() => {}) : undefined)
    const { coherence } = await processOn(log, { log: line, tuning: { pageRows: 4 } })
    expect([coherence.isOpen(['a']), coherence.isOpen(['b'])]).toEqual([false, true])
  })

  test('is put back, so that whoever joins later need not seek it', async () => {
    const log = new FakeLog()
    const { token } = log.hold(['a'], 60_000)
    log.loseHolds()
    using incidents = collectIncidents('n')
    await processOn(log)
    await pass(500)
    expect(log.holds.get(token)).toEqual(['a'])
    expect(log.history.filter((record) => record.token === token)).toMatchObject([
      { leaseMs: 60_000 },
      { kind: 'hold', tags: ['a'] },
    ])
    expect(incidents.seen.filter(({ kind }) => kind === 'holds-lost')).toHaveLength(1)
  })

  test('holds every tag of a log that began anew while its lease had not passed', async () => {
    const log = new FakeLog()
    log.leasesMs = 2_000
    for (let count = 0; count < 3; count++) log.append(['other'])
    log.loseHolds()
    const { coherence } = await processOn(log)
    await pass(1_900)
    expect(coherence.isOpen(['a'])).toBe(false)
    await pass(900)
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('that only the hash told is not put back by a process that starts over, where it has ended in rows that were not read', async () => {
    const log = new FakeLog()
    log.leaseLeftMs = 60_000
    const { token } = log.hold(['a'], 60_000)
    for (let count = 0; count < 5; count++) log.append(['other'])
    log.trimTo(2)
    const { line, coherence } = await processOn(log)
    expect(coherence.isOpen(['a'])).toBe(false)
    line.delivers = line.healsBySubscribing = false
    log.append(['a'], [token])
    for (let count = 0; count < 5; count++) log.append(['other'])
    log.trimTo(2)
    await pass(1_500)
    expect([coherence.isOpen(['a']), log.holds.has(token)]).toEqual([true, false])
  })

  test('has not ended for a process that starts over, unless the hash tells so', async () => {
    for (const isLost of [true, false]) {
      const log = new FakeLog()
      const { line, coherence } = await processOn(log)
      const { token } = log.hold(['a'], 60_000)
      line.delivers = line.healsBySubscribing = false
      if (!isLost) log.append(['a'], [token])
      for (let count = 0; count < 5; count++) log.append(['other'])
      log.trimTo(2)
      if (isLost) log.loseHolds()
      await pass(1_500)
      expect(coherence.position?.id.text).toBe(log.newest.id.text)
      expect([coherence.isOpen(['a']), log.holds.has(token)]).toEqual([!isLost, isLost])
    }
  })
})

describe('a hold whose log is lost', () => {
  test('is put back by those who know it, with what is left of its lease', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    const { token } = log.hold(['a'], 60_000)
    await pass(20_000)
    log.restartEmpty()
    await pass(1_000)
    expect(coherence.isOpen(['a'])).toBe(false)
    expect(log.holds.get(token)).toEqual(['a'])
    expect(log.newest).toMatchObject({ kind: 'hold', token, tags: ['a'] })
    expect(Math.abs(log.newest.leaseMs - 39_700)).toBeLessThan(1_000)
    log.append(['a'], [token])
    expect(coherence.isOpen(['a'])).toBe(true)
  })

  test('is put back by its holder, who had not heard of its record yet', async () => {
    const log = new FakeLog()
    const { line, coherence } = await processOn(log)
    line.delivers = line.healsBySubscribing = false
    log.append(['missed'])
    const holding = coherence.hold(['a'], 60_000)
    await pass(1)
    const { token } = await holding
    log.restartEmpty()
    await pass(1_000)
    expect(log.holds.get(token)).toEqual(['a'])
  })
})

describe('an invalidation that settles', () => {
  test('is appended once more after its delay', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    void coherence.invalidate(['a'], { settleMs: 2_000 })
    await pass(1_999)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(1)
    const stamp = log.newest
    await pass(10)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(2)
    expect(coherence.isValid(stamp, ['a'])).toBe(false)
  })

  test('is appended early by a process that closes', async () => {
    const log = new FakeLog()
    const { coherence } = await processOn(log)
    void coherence.invalidate(['a'], { settleMs: 60_000 })
    await pass(1)
    const closing = coherence.close()
    await pass(1)
    expect(await closing).toBe(0)
    expect(log.history.filter(({ tags }) => tags.includes('a'))).toHaveLength(2)
  })
})
