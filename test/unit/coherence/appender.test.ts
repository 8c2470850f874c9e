import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_QUEUED_TAGS } from '../../../src/coherence/append/append-queue.ts'
import { Appender } from '../../../src/coherence/append/appender.ts'
import type { Instant } from '../../../src/foundation/clock.ts'
import { samePosition } from '../../../src/coherence/position.ts'
import { charsOf, type LogRecord, MAX_NAMES_PER_RECORD, MAX_TAG_CHARS } from '../../../src/coherence/log/record.ts'
import { type AppendingLog, LogThatFails, LogThatLosesAnAnswer, PromptLog, settled, SlowLog } from './support/appender-logs.ts'

/** An appender, and a process that applies what it is told to apply. */
const appenderOf = (log: AppendingLog) => {
  const applied: LogRecord[] = []
  const appended: LogRecord[] = []
  const failures: unknown[] = []
  let moves = 0
  const appender = new Appender({
    append: (tags, ends) => log.append(tags, ends),
    hold: (token, tags, leaseMs) => log.hold(token, tags, leaseMs),
    clear: () => log.clear(),
    appended: (record) => appended.push(record),
    now: () => 0 as Instant,
    moved: () => moves++,
    failed: (cause) => failures.push(cause),
  })
  const apply = (...records: readonly LogRecord[]): void => {
    applied.push(...records)
    appender.release((record) => applied.some((known) => samePosition(known, record)))
  }
  return { appender, appended, failures, apply, moves: () => moves }
}

const names = (count: number, prefix = 't'): string[] => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

describe('an append', () => {
  test('is answered with the record that has its tags', async () => {
    const log = new PromptLog()
    const { appender } = appenderOf(log)
    expect(await appender.append(['a', 'b'])).toBe(log.newest)
    expect(log.story).toEqual([['a', 'b']])
  })

  test('that directly follows the answer of another one is sent at once', async () => {
    const log = new PromptLog()
    const { appender } = appenderOf(log)
    await appender.append(['a'])
    await appender.append(['b'])
    const { promise, resolve } = Promise.withResolvers<unknown>()
    void appender.append(['c']).then(() => void appender.append(['d']).then(resolve))
    await promise
    expect(log.story).toEqual([['a'], ['b'], ['c'], ['d']])
  })

  test('that comes just after a flush of nothing is sent at once', async () => {
    const log = new PromptLog()
    const { appender } = appenderOf(log)
    appender.flush()
    await appender.append(['a'])
    expect(log.story).toEqual([['a']])
  })

  test('is merged with the others that come while one is under way', async () => {
    const log = new SlowLog()
    const { appender } = appenderOf(log)
    const answers = ['a', 'b', 'c', 'b'].map((tag) => appender.append([tag]))
    await log.answer()
    await log.answer()
    expect(log.story).toEqual([['a'], ['b', 'c']])
    const records = await Promise.all(answers)
    expect(records.map((record) => record?.tags)).toEqual([['a'], ['b', 'c'], ['b', 'c'], ['b', 'c']])
  })

  test('of a tag that is under way is another record, since the one under way may be in the log already', async () => {
    const log = new SlowLog()
    const { appender } = appenderOf(log)
    const first = appender.append(['a'])
    await settled()
    const second = appender.append(['a'])
    await log.answer()
    await log.answer()
    expect(await first).not.toBe(await second)
    expect(log.story).toEqual([['a'], ['a']])
  })

  test('never puts more than the bound into one record, however they come, and loses no tag', async () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 499, 500, 501, MAX_NAMES_PER_RECORD, MAX_NAMES_PER_RECORD + 1, 2_500), {
      minLength: 1,
      maxLength: 6,
    })
    const lengths = fc.constantFrom(1, 90, 512)
    await fc.assert(
      fc.asyncProperty(sizes, lengths, async (list, length) => {
        const log = new PromptLog()
        const { appender } = appenderOf(log)
        const calls = list.map((size, call) => names(size, `${call}:`).map((name) => name.padEnd(length, '.')))
        const answers = await Promise.all(calls.map((tags) => appender.append(tags)))
        for (const record of log.records) expect(record.tags.length).toBeLessThanOrEqual(MAX_NAMES_PER_RECORD)
        for (const record of log.records) expect(charsOf(record.tags)).toBeLessThanOrEqual(MAX_TAG_CHARS)
        expect(new Set(log.records.flatMap(({ tags }) => tags))).toEqual(new Set(calls.flat()))
        for (const [call, record] of answers.entries()) {
          const place = log.records.findIndex((known) => known === record)
          const sofar = new Set(log.records.slice(0, place + 1).flatMap(({ tags }) => tags))
          expect(calls[call]?.every((tag) => sofar.has(tag))).toBe(true)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('the tags of an append', () => {
  test('are closed from the call until that very record is applied', async () => {
    const log = new SlowLog()
    const { appender, apply } = appenderOf(log)
    const answer = appender.append(['a'])
    expect(appender.isOpen(['b', 'a'])).toBe(false)
    expect(appender.isOpen(['b'])).toBe(true)
    await log.answer()
    await answer
    expect(appender.isOpen(['a'])).toBe(false)
    apply({ ...log.newest, token: 'another' })
    expect(appender.isOpen(['a'])).toBe(false)
    apply(log.newest)
    expect(appender.isOpen(['a'])).toBe(true)
  })

  test('stay closed while one of several records that name them is not applied', async () => {
    const log = new PromptLog()
    const { appender, apply } = appenderOf(log)
    const first = await appender.append(['a'])
    const second = await appender.append(['a', 'b'])
    if (second !== undefined) apply(second)
    expect([appender.isOpen(['a']), appender.isOpen(['b'])]).toEqual([false, true])
    if (first !== undefined) apply(first)
    expect(appender.isOpen(['a'])).toBe(true)
  })

  test('make every memo of a verdict void at the call', () => {
    const { appender, moves } = appenderOf(new PromptLog())
    void appender.append(['a'])
    expect(moves()).toBeGreaterThan(0)
  })
})

test('a hold makes every memo of a verdict void at the call, too', () => {
  const { appender, moves } = appenderOf(new PromptLog())
  void appender.hold('token', ['a'], 1_000)
  expect(moves()).toBeGreaterThan(0)
})

describe('while the log is out of reach', () => {
  test('an append is answered with nothing, never rejects, and its tags stay closed', async () => {
    const { appender, failures } = appenderOf(new LogThatFails())
    const answers: unknown[] = []
    void appender.append(['a']).then((answer) => answers.push(answer))
    await settled()
    expect(answers).toEqual([undefined])
    expect(appender.isOpen(['a'])).toBe(false)
    expect(appender.queued).toBe(1)
    expect(failures).toHaveLength(1)
  })

  test('an append of more tags than fit into a record is answered with nothing', async () => {
    const { appender } = appenderOf(new LogThatFails())
    await expect(appender.append(names(2_500))).resolves.toBeUndefined()
    expect(appender.queued).toBe(2_500)
  })

  test('what waits is queued once for each tag', async () => {
    const { appender } = appenderOf(new LogThatFails())
    await Promise.all([appender.append(['a', 'b']), appender.append(['b', 'c']), appender.append(['a'])])
    expect(appender.queued).toBe(3)
  })

  test('a tag that was queued twice opens with the one record that is appended for both', async () => {
    const log = new LogThatFails()
    const { appender, apply } = appenderOf(log)
    await appender.append(['a'])
    await appender.append(['a', 'b'])
    log.reachable = true
    await appender.drain()
    expect(log.story).toEqual([['a', 'b']])
    apply(log.newest)
    expect(appender.isOpen(['a', 'b'])).toBe(true)
  })

  test('the queue is appended first when the log is back, in records of bounded size', async () => {
    const log = new LogThatFails()
    const { appender, apply } = appenderOf(log)
    await appender.append(names(1_500))
    log.reachable = true
    await appender.append(['later'])
    expect(log.records.slice(1).map(({ tags }) => tags.length)).toEqual([1_000, 500, 1])
    expect(log.newest.tags).toEqual(['later'])
    expect(appender.isOpen(['t0'])).toBe(false)
    apply(...log.records)
    expect(appender.isOpen([...names(1_500), 'later'])).toBe(true)
    expect(appender.queued).toBe(0)
  })

  test.each([
    ['no hold ends before every tag that waits is named, so that no load from before its commit is kept', 1],
    ['no hold ends before every tag that waits is named, where their length bounds the records', 500],
  ])('%s', async (_name, length) => {
    const log = new LogThatFails()
    const { appender } = appenderOf(log)
    const ends = names(900).map((name) => `hold-${name}`)
    const tags = names(2_000).map((name) => name.padEnd(length, '.'))
    await Promise.all([appender.append(tags), appender.append(['held'], ends)])
    log.reachable = true
    await appender.drain()
    const appended = log.records.slice(1)
    expect(new Set(appended.flatMap((record) => record.tags))).toEqual(new Set([...tags, 'held']))
    expect(appended.flatMap((record) => record.ends)).toEqual(ends)
    expect(appended.slice(appended.findIndex((record) => record.ends.length > 0) + 1).flatMap((record) => record.tags)).toEqual(
      [],
    )
    expect(Math.max(...appended.map((record) => record.tags.length + record.ends.length))).toBeLessThanOrEqual(1_000)
  })

  test('nothing is asked again before somebody flushes or appends', async () => {
    const log = new LogThatFails()
    const { appender } = appenderOf(log)
    await appender.append(['a'])
    await settled()
    expect(log.attempts).toBe(1)
  })

  test('an append whose answer was lost is appended twice, and closed until the second is applied', async () => {
    const log = new LogThatLosesAnAnswer()
    const { appender, apply } = appenderOf(log)
    expect(await appender.append(['a'])).toBeUndefined()
    apply(log.newest)
    expect(appender.isOpen(['a'])).toBe(false)
    await appender.drain()
    expect(log.story).toEqual([['a'], ['a']])
    apply(log.newest)
    expect(appender.isOpen(['a'])).toBe(true)
  })

  test('a queue that overflows becomes one clear, and nothing is open until it is applied', async () => {
    const log = new LogThatFails()
    const { appender, apply } = appenderOf(log)
    await appender.append(names(MAX_QUEUED_TAGS))
    expect(appender.isOpen(['other'])).toBe(true)
    await appender.append(['one more'])
    expect(appender.isOpen(['other'])).toBe(false)
    expect(appender.queued).toBe(1)
    log.reachable = true
    await appender.drain()
    expect(log.story).toEqual(['clear'])
    expect(appender.isOpen(['other'])).toBe(false)
    apply(log.newest)
    expect(appender.isOpen(['other', 't0', 'one more'])).toBe(true)
    expect(appender.queued).toBe(0)
  })

  test('an overflow makes every memo of a verdict void, since nothing is open any longer', async () => {
    const { appender, moves } = appenderOf(new LogThatFails())
    const answer = appender.append(names(MAX_QUEUED_TAGS + 1))
    const before = moves()
    await answer
    expect(moves()).toBeGreaterThan(before)
  })

  test('the clear of an overflow goes before what was queued after it', async () => {
    const log = new LogThatFails()
    const { appender } = appenderOf(log)
    await appender.append(names(MAX_QUEUED_TAGS + 1))
    await appender.append(['after'])
    log.reachable = true
    await appender.drain()
    expect(log.story).toEqual(['clear', ['after']])
  })
})

describe('a clear', () => {
  test('closes every tag from the call until it is applied', async () => {
    const log = new SlowLog()
    const { appender, apply } = appenderOf(log)
    const answer = appender.appendClear()
    expect(appender.isOpen([])).toBe(false)
    await log.answer()
    expect(await answer).toBe(log.newest)
    expect(appender.isOpen(['a'])).toBe(false)
    apply(log.newest)
    expect(appender.isOpen(['a'])).toBe(true)
  })

  test('makes every memo of a verdict void at the call', () => {
    const { appender, moves } = appenderOf(new PromptLog())
    void appender.appendClear()
    expect(moves()).toBeGreaterThan(0)
  })

  test('that is asked for while another is under way is one more clear, since that one may be in the log already', async () => {
    const log = new SlowLog()
    const { appender } = appenderOf(log)
    const first = appender.appendClear()
    await settled()
    const second = appender.appendClear()
    await log.answer()
    await log.answer()
    expect(log.story).toEqual(['clear', 'clear'])
    expect((await first)?.id.text).toBe('20-0')
    expect((await second)?.id.text).toBe('30-0')
  })

  test('that races with appends loses none of them, and every tag opens in the end', async () => {
    const log = new SlowLog()
    const { appender, apply } = appenderOf(log)
    const answers = [appender.append(['a']), appender.appendClear(), appender.append(['b']), appender.appendClear()]
    for (const _ of answers) await log.answer()
    const records = await Promise.all(answers)
    expect(records).not.toContain(undefined)
    expect(log.story).toEqual([['a'], 'clear', ['b']])
    apply(...log.records)
    expect(appender.isOpen(['a', 'b'])).toBe(true)
  })

  test('is answered with nothing while the log is out of reach, and appended once when it is back', async () => {
    const log = new LogThatFails()
    const { appender, apply } = appenderOf(log)
    expect(await Promise.all([appender.appendClear(), appender.appendClear()])).toEqual([undefined, undefined])
    expect(appender.isOpen([])).toBe(false)
    log.reachable = true
    await appender.drain()
    expect(log.story).toEqual(['clear'])
    apply(log.newest)
    expect(appender.isOpen([])).toBe(true)
  })
})

describe('draining', () => {
  test('settles at once where nothing waits', async () => {
    await expect(appenderOf(new LogThatFails()).appender.drain()).resolves.toBeUndefined()
  })

  test('waits for the log, and for what is under way', async () => {
    const log = new LogThatFails()
    const { appender } = appenderOf(log)
    await appender.append(['a'])
    let drained = false
    const draining = appender.drain().then(() => (drained = true))
    await settled()
    expect(drained).toBe(false)
    log.reachable = true
    appender.flush()
    await draining
    expect(log.story).toEqual([['a']])
  })

  test('what is under way counts as not appended', async () => {
    const log = new SlowLog()
    const { appender } = appenderOf(log)
    void appender.append(['a', 'b'])
    void appender.append(['c'])
    await settled()
    expect(appender.queued).toBe(3)
  })
})
