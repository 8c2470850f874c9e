import { describe, expect, test } from 'vitest'
import { ForkedHistory } from '../../../src/coherence/follow/forked-history.ts'
import type { InvalidationLog, LogSnapshot } from '../../../src/coherence/log/invalidation-log.ts'
import { parsePosition, type Position } from '../../../src/coherence/position.ts'
import { type LogRecord, parseRow } from '../../../src/coherence/log/record.ts'
import { RedisRefusal } from '../../../src/redis/redis-refusal.ts'
import { createManualClock } from '../../support/manual-clock.ts'

/** The clock of the log says so much more than that of the process. */
const AHEAD = 1_000_000

const recordAt = (ms: number, { kind = 'clear', epoch = '2.r', prev = ms - 1, sequence = 0 } = {}): LogRecord => {
  const row = parseRow(`${AHEAD + ms}-${sequence}`, {
    v: '1',
    prev: `${AHEAD + prev}-0`,
    epoch,
    token: `t${ms}`,
    kind,
    hold: '-',
    tags: '[]',
    leases: '0',
  })
  if (row === undefined || row.kind === 'unreadable') throw new Error('no record')
  return row
}

const lostAt = (ms: number): Position => {
  const position = parsePosition('1.m', `${AHEAD + ms}-0`, 'lost')
  if (position === undefined) throw new Error('no position')
  return position
}

/** A process that knew a record of the history before, 1 s after its clock began, and left that history 1 s later. */
const processThatLeft = ({ inLog = [] as readonly LogRecord[], refusal = undefined as Error | undefined } = {}) => {
  const clock = createManualClock()
  const start = clock.now()
  const clears: (number | undefined)[] = []
  const reports: string[] = []
  const log = {
    upTo: async () => inLog,
    clear: async (above: number | undefined) => {
      if (refusal !== undefined) throw refusal
      clears.push(above)
      return recordAt(3_000, { epoch: '3.r' })
    },
    head: async () => undefined,
  } as unknown as InvalidationLog
  const forked = new ForkedHistory({ log, clock, report: (incident) => void reports.push(incident) })
  clock.advance(1_000)
  forked.note(lostAt(900))
  clock.advance(1_000)
  forked.leave()
  const cover = (...rows: readonly LogRecord[]): Promise<boolean> =>
    forked.cover({ rows, holds: [], clock: AHEAD + (clock.now() - start) } satisfies LogSnapshot, clock.now())
  return { cover, clears, reports, clock }
}

describe('what a process knows of a history that went on elsewhere', () => {
  test('is behind it where the log was cleared after all of it was known', async () => {
    const { cover, clears } = processThatLeft()
    expect(await cover(recordAt(1_001), recordAt(1_500, { kind: 'invalidate' }))).toBe(true)
    expect(clears).toEqual([])
  })

  test.each([
    ['was cleared before', [recordAt(1_000)]],
    ['was cleared before the rows that one question reads', [recordAt(1_500, { kind: 'invalidate' })]],
    ['was cleared under an id that does not say when', [recordAt(1_500, { prev: 1_500, sequence: 1 })]],
  ])('asks for another clear where the log %s, once', async (_, rows) => {
    const { cover, clears, reports } = processThatLeft()
    expect(await cover(...rows)).toBe(false)
    expect([clears, reports]).toEqual([[2], ['clear']])
    expect(await cover(...rows)).toBe(true)
    expect(clears).toEqual([2])
  })

  test('is in the log where the history was only continued', async () => {
    const { cover, clears } = processThatLeft({ inLog: [{ ...recordAt(900, { kind: 'invalidate' }), ...lostAt(900) }] })
    expect(await cover(recordAt(1_000))).toBe(true)
    expect(clears).toEqual([])
  })

  test('is not taken for being in the log where another record has its id', async () => {
    const { cover, clears } = processThatLeft({ inLog: [recordAt(900, { kind: 'invalidate' })] })
    expect(await cover(recordAt(1_000))).toBe(false)
    expect(clears).toEqual([2])
  })

  test('is left to others by a process that may not append', async () => {
    const { cover, reports } = processThatLeft({ refusal: new RedisRefusal('NOPERM this user may not', 'evalsha') })
    expect(await cover(recordAt(1_000))).toBe(false)
    expect(await cover(recordAt(1_000))).toBe(true)
    expect(reports).toEqual([])
  })

  test('is asked about again where the log did not answer', async () => {
    const { cover, reports } = processThatLeft({ refusal: new Error('no reply') })
    await expect(cover(recordAt(1_000))).rejects.toThrow('no reply')
    await expect(cover(recordAt(1_000))).rejects.toThrow('no reply')
    expect(reports).toEqual([])
  })
})
