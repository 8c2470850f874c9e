import { describe, expect, test, vi } from 'vitest'
import type { LogListener } from '../../../src/coherence/log/invalidation-log.ts'
import { createMemoryLog } from '../../../src/coherence/log/memory-log.ts'
import type { LogRecord, LogRow } from '../../../src/coherence/log/record.ts'
import { compareIds } from '../../../src/coherence/log/stream-id.ts'
import { createClock } from '../../../src/foundation/clock.ts'

const listening = (namespace: string) => {
  const log = createMemoryLog(namespace, createClock())
  const heard: (LogRecord | undefined)[] = []
  const found: LogRow[] = []
  const listener: LogListener = {
    up: (_continued, newest) => void found.push(...(newest?.rows ?? [])),
    lost: () => {},
    down: () => {},
    unheard: () => {},
    deaf: () => {},
    message: (record) => heard.push(record),
  }
  log.open(listener)
  return { log, heard, found }
}

describe('the log of one process', () => {
  test('tells every follower every record, in one order, before the append is answered', async () => {
    const one = listening('several')
    const other = listening('several')
    const records = await Promise.all([
      one.log.append(['a']),
      other.log.append(['b']),
      one.log.clear(undefined),
      other.log.append([]),
    ])
    expect(one.heard).toEqual(other.heard)
    expect(one.heard).toEqual(records)
    one.log.close()
    other.log.close()
  })

  test('chains its records: a genesis first, each behind the one before it, in rising order, with tokens of their own', async () => {
    const { log, heard, found } = listening('chained')
    for (let n = 0; n < 50; n++) await log.append([`t${n}`])
    const records = [...found, ...heard].filter((record) => record !== undefined && record.kind !== 'unreadable')
    expect(records[0]).toMatchObject({ kind: 'genesis', prev: { text: '0-0' }, tags: [] })
    for (const [index, record] of records.entries()) {
      const before = records[index - 1]
      expect(before === undefined || (record.prev.text === before.id.text && compareIds(record.id, before.id) > 0)).toBe(true)
    }
    expect(new Set(records.map(({ token }) => token)).size).toBe(51)
    log.close()
  })

  test('clears above an epoch once, and in any case where it is told to', async () => {
    const { log } = listening('cleared')
    const first = await log.append(['a'])
    const cleared = await log.clear(first.epoch.number)
    expect(cleared).toMatchObject({ kind: 'clear', epoch: { number: first.epoch.number + 1 } })
    expect(await log.clear(first.epoch.number)).toBe(cleared)
    expect(await log.clear(first.epoch.number)).toBe(cleared)
    const later = await log.clear(cleared.epoch.number + 5)
    expect(later.epoch.number).toBeGreaterThan(cleared.epoch.number + 5)
    expect((await log.clear(undefined)).epoch.number).toBe(later.epoch.number + 1)
    log.close()
  })

  test('inherits the epoch from record to record', async () => {
    const { log } = listening('inherited')
    const first = await log.append(['a'])
    expect((await log.append(['b'])).epoch).toEqual(first.epoch)
    const cleared = await log.clear(undefined)
    expect((await log.append(['c'])).epoch).toEqual(cleared.epoch)
    log.close()
  })

  test('answers questions as a log does: from a position on, the newest, the head', async () => {
    const {
      log,
      found: [genesis],
    } = listening('asked')
    await log.begin()
    expect(await log.newest(10)).toMatchObject({ rows: [genesis], holds: [] })
    expect(await log.head()).toBe(genesis)
    const a = await log.append(['a'])
    const b = await log.append(['b'])
    expect(await log.newest(2)).toMatchObject({ rows: [a, b], holds: [] })
    expect(await log.head()).toBe(b)
    expect(await log.from(a, 10)).toEqual({ rows: [a, b], oldest: genesis })
    expect(await log.from(a, 1)).toEqual({ rows: [a], oldest: genesis })
    log.close()
  })

  test('keeps namespaces apart, and forgets one that nobody follows any longer', async () => {
    const one = listening('apart-1')
    const other = listening('apart-2')
    const record = await one.log.append(['a'])
    expect(other.heard).toEqual([])
    one.log.close()
    expect(one.heard.at(-1)).toBe(record)
    const again = listening('apart-1')
    expect(again.found).toMatchObject([{ kind: 'genesis', prev: { text: '0-0' } }])
    await again.log.append(['b'])
    expect(one.heard.at(-1)).toBe(record)
    again.log.close()
    other.log.close()
  })

  test('keeps a hold until a record ends it, and lets one of all who ask end it when its lease has passed', async () => {
    const { log, heard } = listening('holding')
    const record = await log.hold('mine', ['a', 'b'], 60_000)
    expect(record).toMatchObject({ kind: 'hold', token: 'mine', tags: ['a', 'b'], leaseMs: 60_000 })
    expect(await log.expire('mine')).toBeGreaterThan(0)
    await log.append(['a', 'b'], ['mine'])
    expect((await log.newest(10)).holds).toEqual([])
    await log.hold('short', ['c'], 1)
    await vi.waitFor(async () => expect(await log.expire('short')).toBe(0))
    expect(await Promise.all([log.expire('short'), log.expire('unknown')])).toEqual([0, 0])
    expect(heard.filter((ending) => ending?.ends.includes('short'))).toMatchObject([{ kind: 'invalidate', tags: ['c'] }])
    log.close()
  })

  test('is bounded, and what it keeps is still chained', async () => {
    const { log } = listening('bounded')
    let last: LogRecord | undefined
    for (let n = 0; n < 10_500; n++) last = await log.append(['a'])
    const { rows } = await log.newest(20_000)
    expect(rows.length).toBeLessThanOrEqual(10_000)
    expect(rows.at(-1)).toBe(last)
    log.close()
  })
})
