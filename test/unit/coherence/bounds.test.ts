import { describe, expect, test, vi } from 'vitest'
import { AppendQueue, MAX_QUEUED_TAGS } from '../../../src/coherence/append/append-queue.ts'
import { Appender } from '../../../src/coherence/append/appender.ts'
import { createMemoryLog } from '../../../src/coherence/log/memory-log.ts'
import { OpenHolds } from '../../../src/coherence/holds/open-holds.ts'
import { ZERO_ID } from '../../../src/coherence/log/stream-id.ts'
import { RECENT_RECORDS, RecentRecords, EarlyRecords } from '../../../src/coherence/follow/heard-records.ts'
import { Settling } from '../../../src/coherence/append/settling.ts'
import { DEFAULT_TAG_CAPACITY, TagTable } from '../../../src/coherence/follow/tag-table.ts'
import { type Instant, createClock } from '../../../src/foundation/clock.ts'
import { type AppendingLog, PromptLog, settled, SlowLog } from './support/appender-logs.ts'
import { chain, id } from './support/records.ts'

const names = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, index) => `${prefix}:${index}`)

/** An appender whose process applies only what it is told to. */
const appenderOf = (log: AppendingLog): Appender =>
  new Appender({
    append: (tags, ends) => log.append(tags, ends),
    hold: (token, tags, leaseMs) => log.hold(token, tags, leaseMs),
    clear: () => log.clear(),
    appended: () => {},
    now: () => 0 as Instant,
    moved: () => {},
    failed: () => {},
  })

describe('what waits behind an append that is slow', () => {
  const flood = async () => {
    const log = new SlowLog()
    const appender = appenderOf(log)
    void appender.append(['first'])
    const outcomes = Array.from({ length: 150 }, (_, batch) => appender.append(names(1_000, `flood-${batch}`), [`hold-${batch}`]))
    return { log, appender, outcomes }
  }

  test('becomes one clear where it is more than a tag table remembers', async () => {
    const { log, appender, outcomes } = await flood()
    expect(appender.queued).toBeLessThan(DEFAULT_TAG_CAPACITY)
    expect(appender.isOpen(['anything'])).toBe(false)
    while (log.story.at(-1) !== 'clear') await log.answer()
    await log.answer()
    expect(await outcomes[0]).toMatchObject({ kind: 'clear' })
  })

  test('ends its holds behind that clear, every one', async () => {
    const { log, appender, outcomes } = await flood()
    let answered = false
    void Promise.all(outcomes).then(() => (answered = true))
    while (!answered) await log.answer()
    const drained = appender.drain()
    for (let answers = 0; answers < 5; answers++) await log.answer()
    await drained
    const cleared = log.records.findIndex(({ kind }) => kind === 'clear')
    const ended = log.records.slice(cleared).flatMap(({ ends }) => ends)
    expect(new Set(ended).size).toBe(150)
    expect(log.records.slice(0, cleared).flatMap(({ ends }) => ends)).toEqual([])
  })
})

describe('records that were appended and cannot be applied', () => {
  test('close every tag where they are more than a tag table remembers, until the last of them is applied', async () => {
    const log = new PromptLog()
    const appender = appenderOf(log)
    for (let batch = 0; batch < 100; batch++) await appender.append(names(1_000, `batch-${batch}`))
    expect(appender.isOpen(['elsewhere'])).toBe(false)
    const last = log.newest
    appender.release((record) => record !== last)
    expect(appender.isOpen(['elsewhere'])).toBe(false)
    appender.release((record) => record === last)
    expect(appender.isOpen(['elsewhere', 'batch-0:0', 'batch-99:999'])).toBe(true)
  })
})

test('records that came too early are bounded by what they name, and are found missing later', () => {
  const early = new EarlyRecords()
  const [, ...records] = chain(Array.from({ length: 2_000 }, (_, index) => ({ tags: names(1_000, `r${index}`) })))
  for (const record of records) early.add(record)
  expect(early.size).toBeLessThanOrEqual(100)
  for (const record of records) early.delete(record)
  expect(early.size).toBe(0)
  for (const record of records.slice(0, 90)) early.add(record)
  expect(early.size).toBe(90)
})

test('a hold is refused where ten thousand are open, and taken again when one has ended', async () => {
  const holds = new OpenHolds()
  for (let count = 0; count < 10_000; count++) holds.open({ token: `hold-${count}`, tags: ['a'], remainingMs: 1_000 }, ZERO_ID)
  const ask = vi.fn<() => Promise<string>>(() => Promise.resolve('held'))
  await expect(holds.withRoom(ask)).rejects.toThrow('10000 holds are open')
  expect(ask).not.toHaveBeenCalled()
  holds.end('hold-0')
  expect(await holds.withRoom(ask)).toBe('held')
})

test('invalidations that wait to be settled are bounded by what they name: too many are appended early', () => {
  const appended: (readonly string[])[] = []
  const settling = new Settling(createClock(), (tags) => appended.push(tags))
  for (let count = 0; count < 150; count++) settling.add(names(1_000, `s${count}`), 3_600_000)
  expect(appended.length).toBe(100)
  settling.flush()
  expect(appended.length).toBe(150)
})

test('the log of one process is bounded by what its records name', async () => {
  const log = createMemoryLog('bounded by names', createClock())
  log.open({ up: () => {}, lost: () => {}, down: () => {}, unheard: () => {}, deaf: () => {}, message: () => {} })
  for (let count = 0; count < 300; count++) await log.append(names(1_000, `m${count}`))
  const { rows } = await log.newest(10_000)
  expect(rows.length).toBe(100)
  expect(rows.at(-1)).toMatchObject({ tags: names(1_000, 'm299') })
  log.close()
})

test('a million tags leave a full tag table, and no more', () => {
  const table = new TagTable()
  for (let index = 0; index < 1_000_000; index++) table.note(`tag:${index}`, id(`${index + 1}-0`))
  expect(table.size).toBe(DEFAULT_TAG_CAPACITY)
  expect(table.namedAfter('tag:0', id('0-1'))).toBe(true)
})

test('a hundred thousand records leave the newest ones remembered one by one', () => {
  const recent = new RecentRecords()
  const [, ...records] = chain(Array.from({ length: 100_000 }, () => ({})))
  for (const record of records) recent.add(record)
  expect(records.filter((record) => recent.has(record)).length).toBe(RECENT_RECORDS)
})

test('a queue takes its bound and says so above it', () => {
  const queue = new AppendQueue()
  queue.add(names(MAX_QUEUED_TAGS, 'q'), names(5_000, 'end'))
  expect(queue.overflows).toBe(false)
  queue.add(['one more'], [])
  expect(queue.overflows).toBe(true)
  queue.takeTags()
  let ends = 0
  for (let part = queue.next(); part.ends.length > 0; part = queue.next()) {
    ends += part.ends.length
    queue.remove(part)
  }
  expect(ends).toBe(1_000)
})

test('an append that is slow is answered in its turn, below the bound', async () => {
  const log = new SlowLog()
  const appender = appenderOf(log)
  void appender.append(['first'])
  const outcomes = Array.from({ length: 90 }, (_, batch) => appender.append(names(1_000, `b${batch}`)))
  let answered = false
  void Promise.all(outcomes).then(() => (answered = true))
  while (!answered) await log.answer()
  await settled()
  expect(log.story).not.toContain('clear')
})
