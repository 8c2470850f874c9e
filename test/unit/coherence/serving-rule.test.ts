import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Position } from '../../../src/coherence/position.ts'
import {
  type Arrival,
  isValidAndOpen,
  judge,
  type Knowledge,
  type Known,
  type Servable,
} from '../../../src/coherence/serving-rule.ts'
import { type Instant, NEVER } from '../../../src/foundation/clock.ts'
import { epoch, id } from './support/records.ts'

const at = (milliseconds: number): Instant => milliseconds as Instant
const stamp: Position = { epoch: epoch(1), id: id('10-0'), token: 't' }

interface Mind extends Omit<Knowledge, 'known'> {
  readonly known: Known
  version: number
  position: Position | undefined
  confirmedAt: Instant
  valid: boolean
  ahead: boolean
  open: boolean
  asked: number
}

const mind = (over: Partial<Omit<Mind, 'known'>> = {}): Mind => ({
  version: 7,
  position: stamp,
  confirmedAt: at(950),
  valid: true,
  ahead: false,
  open: true,
  asked: 0,
  get known() {
    return this
  },
  isValid() {
    this.asked++
    return this.valid
  },
  isAhead() {
    return this.ahead
  },
  isOpen() {
    return this.open
  },
  ...over,
})

const entry = (over: Partial<Servable> = {}): Servable => ({
  staleAt: at(2_000),
  stamp,
  tags: ['a'],
  loadedAt: NEVER,
  loadedVersion: 3,
  validVersion: -1,
  ...over,
})

const arrival: Arrival = { at: at(1_000), maxStaleness: 100 }

describe('an entry may be served', () => {
  test('where it is fresh, valid, open and confirmed', () => {
    expect(judge(entry(), arrival, mind())).toBe('serve')
  })

  test.each([
    ['fresh', entry({ staleAt: at(1_000) }), mind(), 'expired'],
    ['valid', entry(), mind({ valid: false }), 'invalid'],
    ['not above the position', entry(), mind({ ahead: true }), 'ahead'],
    ['open', entry(), mind({ open: false }), 'invalid'],
    ['confirmed', entry(), mind({ confirmedAt: at(899) }), 'unconfirmed'],
    ['ever confirmed', entry(), mind({ confirmedAt: NEVER }), 'unconfirmed'],
  ] as const)('not where it is everything but %s', (_, given, knowledge, verdict) => {
    expect(judge(given, arrival, knowledge)).toBe(verdict)
  })

  test('until the very end of its lifetime, and not at it', () => {
    expect(judge(entry({ staleAt: at(1_000.001) }), arrival, mind())).toBe('serve')
    expect(judge(entry({ staleAt: at(1_000) }), arrival, mind())).toBe('expired')
  })

  test('up to the bound after a confirmation, inclusive', () => {
    expect(judge(entry(), arrival, mind({ confirmedAt: at(900) }))).toBe('serve')
    expect(judge(entry(), arrival, mind({ confirmedAt: at(899.999) }))).toBe('unconfirmed')
  })

  test('up to the bound after the start of an own load, without any confirmation', () => {
    const deaf = mind({ confirmedAt: NEVER })
    expect(judge(entry({ loadedAt: at(900) }), arrival, deaf)).toBe('serve')
    expect(judge(entry({ loadedAt: at(899) }), arrival, deaf)).toBe('unconfirmed')
  })

  test('with a bound of zero only by a question, or a load, that began no earlier than the read', () => {
    const strict: Arrival = { at: at(1_000), maxStaleness: 0 }
    expect(judge(entry(), strict, mind({ confirmedAt: at(999.9) }))).toBe('unconfirmed')
    expect(judge(entry(), strict, mind({ confirmedAt: at(1_000) }))).toBe('serve')
    expect(judge(entry({ loadedAt: at(999.9) }), strict, mind({ confirmedAt: NEVER }))).toBe('unconfirmed')
    expect(judge(entry({ loadedAt: at(1_000) }), strict, mind({ confirmedAt: NEVER }))).toBe('serve')
  })
})

describe('an entry without a stamp', () => {
  const deaf = (over: Partial<Omit<Mind, 'known'>> = {}): Mind =>
    mind({ position: undefined, confirmedAt: NEVER, valid: false, version: 3, ...over })
  const own = (over: Partial<Servable> = {}): Servable =>
    entry({ stamp: undefined, loadedAt: at(950), loadedVersion: 3, ...over })

  test('lives while nothing moved, for the bound after the start of its load', () => {
    expect(judge(own(), arrival, deaf())).toBe('serve')
    expect(judge(own({ loadedAt: at(899) }), arrival, deaf())).toBe('unconfirmed')
  })

  test('dies with the first thing that moves, were it the first position', () => {
    expect(judge(own(), arrival, deaf({ version: 4 }))).toBe('invalid')
    expect(judge(own(), arrival, mind({ version: 4 }))).toBe('invalid')
  })

  test('is not served while one of its tags is queued', () => {
    expect(judge(own(), arrival, deaf({ open: false }))).toBe('invalid')
  })

  test('is never served with a bound of zero to a read that came after its load began', () => {
    expect(judge(own(), { at: at(1_000), maxStaleness: 0 }, deaf())).toBe('unconfirmed')
  })
})

describe('the memo of a verdict', () => {
  test('saves the question while nothing moved', () => {
    const knowledge = mind()
    const hit = entry()
    judge(hit, arrival, knowledge)
    judge(hit, arrival, knowledge)
    expect(knowledge.asked).toBe(1)
  })

  test('never outlives a move, whatever moved', () => {
    const moves = fc.array(fc.record({ valid: fc.boolean(), open: fc.boolean(), ahead: fc.boolean() }), { maxLength: 20 })
    fc.assert(
      fc.property(moves, (list) => {
        const knowledge = mind()
        const hit = entry()
        for (const move of list) {
          Object.assign(knowledge, move, { version: knowledge.version + 1 })
          expect(judge(hit, arrival, knowledge)).toBe(judge(entry(), arrival, knowledge))
          expect(judge(hit, arrival, knowledge)).toBe(judge(entry(), arrival, knowledge))
        }
      }),
    )
  })

  test('remembers nothing of an entry that was not served', () => {
    const knowledge = mind({ valid: false })
    const hit = entry()
    expect(judge(hit, arrival, knowledge)).toBe('invalid')
    expect(judge(hit, arrival, knowledge)).toBe('invalid')
    knowledge.ahead = true
    expect(judge(hit, arrival, knowledge)).toBe('ahead')
  })

  test('does not stand for freshness or confirmation', () => {
    const knowledge = mind()
    const hit = entry()
    expect(judge(hit, arrival, knowledge)).toBe('serve')
    expect(judge(hit, { at: at(1_060), maxStaleness: 100 }, knowledge)).toBe('unconfirmed')
    expect(judge(hit, { at: at(2_000), maxStaleness: 9_999 }, knowledge)).toBe('expired')
  })
})

test('a verdict is "serve" exactly where all four hold', () => {
  const some = fc.record({
    staleAt: fc.integer({ min: 900, max: 1_100 }),
    loadedAt: fc.constantFrom(NEVER, 880, 900, 1_000),
    confirmedAt: fc.constantFrom(NEVER, 880, 900, 1_000),
    maxStaleness: fc.constantFrom(0, 50, 100),
    valid: fc.boolean(),
    open: fc.boolean(),
    ahead: fc.boolean(),
  })
  fc.assert(
    fc.property(some, ({ staleAt, loadedAt, confirmedAt, maxStaleness, valid, open, ahead }) => {
      const given = entry({ staleAt: at(staleAt), loadedAt: at(loadedAt) })
      const knowledge = mind({ confirmedAt: at(confirmedAt), valid, open, ahead })
      const confirmed = Math.max(confirmedAt, loadedAt) >= 1_000 - maxStaleness
      const serves = staleAt > 1_000 && valid && open && !ahead && confirmed
      expect(judge(given, { at: at(1_000), maxStaleness }, knowledge) === 'serve').toBe(serves)
      expect(isValidAndOpen(given, knowledge)).toBe(valid && open)
    }),
    { numRuns: 1_000 },
  )
})
