import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Follower } from '../../../src/coherence/follow/follower.ts'
import { RECENT_RECORDS } from '../../../src/coherence/follow/heard-records.ts'
import type { LogRecord, LogRow } from '../../../src/coherence/log/record.ts'
import type { Instant } from '../../../src/foundation/clock.ts'
import { NEVER } from '../../../src/foundation/clock.ts'
import { behind, chain, type Draft, epoch, id, twinOf } from './support/records.ts'

const at = (milliseconds: number): Instant => milliseconds as Instant

const following = (rows: readonly LogRow[], askedAt = at(0)): Follower => {
  const follower = new Follower()
  expect(follower.bootstrap({ rows, holds: [] }, askedAt)).toBe('continued')
  return follower
}

const pick = <T>(list: readonly T[], index: number): T => {
  const item = list[index]
  if (item === undefined) throw new Error(`nothing at ${index}`)
  return item
}

const TAGS = ['a', 'b', 'c', 'd'] as const
const anyDraft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ tags: fc.subarray([...TAGS]) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unknown' as const }) },
)
const anyLog = fc.array(anyDraft, { minLength: 1, maxLength: 25 }).map((drafts) => chain(drafts))

/** Everything that a reader can learn from a follower about the stamps of this log. */
const knowledgeOf = (follower: Follower, log: readonly LogRecord[]) => ({
  position: follower.position?.id.text,
  verdicts: log.map((stamp) => TAGS.map((tag) => follower.isValid(stamp, [tag]))),
  ahead: log.map((stamp) => follower.isAhead(stamp)),
})

/** By the promise itself: nothing after the stamp, in its epoch, named the tag. */
const isValidByHand = (log: readonly LogRecord[], stamp: LogRecord, tag: string): boolean =>
  log.slice(log.indexOf(stamp) + 1).every(({ kind, tags }) => kind === 'invalidate' && !tags.includes(tag))

describe('records in the order of the log', () => {
  test('make exactly those stamps invalid whose tags a later record named, or every tag', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const follower = following(log.slice(0, 1))
        for (const record of log.slice(1)) expect(follower.hear(record)).toBe('applied')
        for (const stamp of log) {
          for (const tag of TAGS) expect(follower.isValid(stamp, [tag])).toBe(isValidByHand(log, stamp, tag))
        }
      }),
    )
  })

  test('are applied once: what is repeated is a duplicate that changes nothing', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (log, some) => {
        const follower = following(log)
        const before = knowledgeOf(follower, log)
        const version = follower.version
        expect(follower.hear(pick(log, some % log.length))).toBe('duplicate')
        expect(knowledgeOf(follower, log)).toEqual(before)
        expect(follower.version).toBe(version)
      }),
    )
  })

  test('move the version, so that no memo outlives one of them', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const follower = following(log.slice(0, 1))
        for (const record of log.slice(1)) {
          const before = follower.version
          follower.hear(record)
          expect(follower.version).toBeGreaterThan(before)
        }
      }),
    )
  })
})

describe('messages that come late, early, twice or never', () => {
  const anyDelivery = anyLog.chain((log) =>
    fc.tuple(fc.constant(log), fc.shuffledSubarray([...log, ...log], { minLength: 0 }), fc.nat()),
  )

  test('end, with a catch-up, in the knowledge of those who heard everything in order', () => {
    fc.assert(
      fc.property(anyDelivery, ([log, delivered, start]) => {
        const from = start % log.length
        const heard = following(log.slice(0, from + 1))
        for (const record of delivered) heard.hear(record)
        const K = heard.position
        if (K === undefined) throw new Error('a position is never lost here')
        const rows = log.slice(log.findIndex((record) => record.id.text === K.id.text))
        expect(heard.catchUp({ from: K, rows, oldest: log[0] })).toBe('continued')
        heard.caughtUp(at(1))
        const inOrder = following(log.slice(0, from + 1))
        for (const record of log.slice(from + 1)) inOrder.hear(record)
        expect(knowledgeOf(heard, log)).toEqual(knowledgeOf(inOrder, log))
        expect(heard.waiting).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('need no catch-up where all of them came, in whatever order', () => {
    const shuffled = anyLog.chain((log) =>
      fc.tuple(fc.constant(log), fc.shuffledSubarray(log.slice(1), { minLength: log.length - 1, maxLength: log.length - 1 })),
    )
    fc.assert(
      fc.property(shuffled, ([log, delivered]) => {
        const follower = following(log.slice(0, 1))
        for (const record of delivered) follower.hear(record)
        expect(follower.position?.id).toEqual(log.at(-1)?.id)
        expect(follower.waiting).toBe(false)
      }),
    )
  })

  test('never move the position back within an epoch, nor let it claim a record that was skipped', () => {
    fc.assert(
      fc.property(anyDelivery, ([log, delivered, start]) => {
        const first = start % log.length
        const follower = following(log.slice(0, first + 1))
        let place = first
        for (const record of delivered) {
          const hearing = follower.hear(record)
          const now = log.findIndex(({ id: known }) => known.text === follower.position?.id.text)
          expect(now).toBeGreaterThanOrEqual(place)
          expect(now > place).toBe(hearing === 'applied')
          place = now
        }
      }),
    )
  })

  test('before bootstrapping are kept, and applied after it', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }])
    const follower = new Follower()
    expect(follower.hear(pick(log, 3))).toBe('early')
    expect(follower.hear(pick(log, 2))).toBe('early')
    expect(follower.position).toBeUndefined()
    follower.bootstrap({ rows: log.slice(0, 2), holds: [] }, at(0))
    expect(follower.position?.id).toEqual(pick(log, 3).id)
    expect(follower.isValid(pick(log, 1), ['c'])).toBe(false)
    expect(follower.waiting).toBe(false)
  })

  test('before bootstrapping make unstamped entries distrusted', () => {
    const follower = new Follower()
    const before = follower.version
    follower.hear(pick(chain([{ tags: ['a'] }]), 1))
    expect(follower.version).toBeGreaterThan(before)
  })

  test('that cannot be read are told apart, and change nothing', () => {
    const log = chain([{ tags: ['a'] }])
    const follower = following(log)
    expect(follower.hear(undefined)).toBe('unreadable')
    expect(follower.position?.id).toEqual(pick(log, 1).id)
  })

  test('that never find their predecessor are bounded', () => {
    const [genesis] = chain([])
    const follower = following([genesis])
    let last = behind(genesis, { id: '1000-0' })
    for (let count = 0; count < 25_000; count++) {
      last = behind(last, { id: `${2_000 + count}-0` })
      expect(follower.hear(last)).toBe('early')
    }
    const missing = behind(genesis, { id: '1000-0' })
    expect(follower.hear(missing)).toBe('applied')
    expect(follower.position?.id).toEqual(missing.id)
  })

  test('of the same id with another token are no duplicate', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }])
    const follower = following(log)
    expect(follower.hear(twinOf(pick(log, 2)))).toBe('early')
    expect(follower.hear({ ...pick(log, 2), epoch: epoch(1, 'other') })).toBe('early')
  })

  test('of another epoch do not continue this one, unless they are its clear', () => {
    const log = chain([{ tags: ['a'] }])
    const follower = following(log)
    const last = pick(log, 1)
    expect(follower.hear(behind(last, { epoch: epoch(1, 'other') }))).toBe('early')
    expect(follower.hear(behind(last, { epoch: epoch(2), id: '21-0' }))).toBe('early')
    expect(follower.hear(behind(last, { kind: 'clear', epoch: epoch(1, 'x'), id: '22-0' }))).toBe('early')
    expect(follower.hear(behind(last, { kind: 'genesis', epoch: epoch(9), id: '23-0' }))).toBe('early')
    expect(follower.hear(behind(last, { kind: 'clear' }))).toBe('applied')
  })

  test('that waited are not applied behind a predecessor of another epoch', () => {
    const log = chain([{ tags: ['a'] }])
    const follower = following(log.slice(0, 1))
    const first = pick(log, 1)
    expect(follower.hear(behind(first, { epoch: epoch(1, 'other') }))).toBe('early')
    expect(follower.hear(first)).toBe('applied')
    expect(follower.position?.id).toEqual(first.id)
  })
})

describe('a clear', () => {
  test('starts a new epoch, in which no stamp of the old one is valid, and forgets tags', () => {
    const log = chain([{ tags: ['a', 'b'] }, { kind: 'clear' }, { tags: ['c'] }])
    const follower = following(log.slice(0, 2))
    expect(follower.tagCount).toBe(2)
    follower.hear(pick(log, 2))
    expect(follower.tagCount).toBe(0)
    expect(follower.isValid(pick(log, 1), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 2), ['a'])).toBe(true)
    expect(follower.isAhead(pick(log, 1))).toBe(false)
  })

  test('counts as having applied everything before it', () => {
    const log = chain([{ tags: ['a'] }, { kind: 'clear' }])
    const follower = following(log)
    expect(follower.hasApplied(twinOf(pick(log, 1)), at(0))).toBe(true)
  })
})

describe('a record of an unknown kind', () => {
  test('makes every older stamp invalid and keeps its place in the chain', () => {
    const log = chain([{ tags: ['a'] }, { kind: 'unknown' }, { tags: ['b'] }])
    const follower = following(log.slice(0, 2))
    expect(follower.hear(pick(log, 2))).toBe('applied')
    expect(follower.hear(pick(log, 3))).toBe('applied')
    expect(follower.isValid(pick(log, 1), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 2), ['other'])).toBe(true)
  })
})

describe('bootstrapping', () => {
  test('trusts no stamp older than the oldest row read', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }])
    const follower = following(log.slice(2))
    expect(follower.isValid(pick(log, 1), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 2), ['other'])).toBe(true)
  })

  test('of an empty log, or one whose newest row cannot be read, is a loss', () => {
    const log = chain([{ tags: ['a'] }])
    const follower = new Follower()
    expect(follower.bootstrap({ rows: [], holds: [] }, at(0))).toBe('loss')
    expect(follower.bootstrap({ rows: [...log, { id: id('30-0'), kind: 'unreadable' }], holds: [] }, at(0))).toBe('loss')
    expect(follower.position).toBeUndefined()
  })

  test('confirms the instant of its question', () => {
    expect(following(chain([]), at(42)).confirmedAt).toBe(42)
  })

  test('behind a row that cannot be read trusts nothing older than the row after it', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }])
    const torn: LogRow[] = [pick(log, 0), pick(log, 1), { id: pick(log, 2).id, kind: 'unreadable' }, pick(log, 3)]
    const follower = following(torn)
    expect(follower.isValid(pick(log, 1), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 3), ['other'])).toBe(true)
  })

  test('anew, by a reply that messages have overtaken, does not forget what they said', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), fc.nat(), (log, start, length) => {
        const follower = following(log)
        const before = knowledgeOf(follower, log)
        const end = 1 + (start % log.length)
        const from = length % end
        expect(follower.bootstrap({ rows: log.slice(from, end), holds: [] }, at(7))).toBe('continued')
        expect(knowledgeOf(follower, log)).toEqual(before)
        expect(follower.confirmedAt).toBe(7)
      }),
    )
  })

  test('anew, by a reply whose newest record is another one of the past, is a loss', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }])
    const follower = following(log)
    expect(follower.bootstrap({ rows: [pick(log, 0), twinOf(pick(log, 1))], holds: [] }, at(7))).toBe('loss')
  })

  test('anew, by a newer reply, trusts nothing that lies between', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }, { tags: ['d'] }])
    const follower = following(log.slice(0, 2))
    follower.bootstrap({ rows: log.slice(3), holds: [] }, at(7))
    expect(follower.isValid(pick(log, 1), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 3), ['other'])).toBe(true)
    expect(follower.position?.id).toEqual(pick(log, 4).id)
  })
})

describe('a catch-up', () => {
  const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }, { tags: ['d'] }])
  const from = pick(log, 1)
  const fromThere = (): Follower => following(log.slice(0, 2))

  test('from a record that is still there goes on behind it', () => {
    const follower = fromThere()
    expect(follower.catchUp({ from, rows: log.slice(1), oldest: log[0] })).toBe('continued')
    expect(follower.position?.id).toEqual(pick(log, 4).id)
    expect(follower.isValid(from, ['other'])).toBe(true)
    expect(follower.isValid(from, ['c'])).toBe(false)
  })

  test('from a record that was trimmed is broken: a bootstrapping takes over, and trusts nothing older than its oldest row', () => {
    const follower = fromThere()
    expect(follower.catchUp({ from, rows: log.slice(3), oldest: log[3] })).toBe('broken')
    expect(follower.position?.id).toEqual(from.id)
    expect(follower.bootstrap({ rows: log.slice(3), holds: [] }, at(1))).toBe('continued')
    expect(follower.isValid(from, ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 2), ['other'])).toBe(false)
    expect(follower.isValid(pick(log, 3), ['other'])).toBe(true)
    expect(follower.isValid(pick(log, 3), ['d'])).toBe(false)
  })

  test('from a record that was trimmed after messages had passed it trusts what they said', () => {
    const follower = fromThere()
    for (const record of log.slice(2, 4)) follower.hear(record)
    expect(follower.catchUp({ from, rows: log.slice(2), oldest: log[2] })).toBe('continued')
    expect(follower.isValid(from, ['other'])).toBe(true)
    expect(follower.position?.id).toEqual(pick(log, 4).id)
  })

  test('from a record that is missing, with older ones there, is a loss', () => {
    expect(fromThere().catchUp({ from, rows: log.slice(2), oldest: log[0] })).toBe('loss')
  })

  test('that finds nothing at all is a loss', () => {
    expect(fromThere().catchUp({ from, rows: [], oldest: undefined })).toBe('loss')
    expect(fromThere().catchUp({ from, rows: [], oldest: log[0] })).toBe('loss')
  })

  test('that finds another record under the same id is a loss', () => {
    const twin = twinOf(from)
    expect(fromThere().catchUp({ from, rows: [twin, ...log.slice(2)], oldest: log[0] })).toBe('loss')
    expect(fromThere().catchUp({ from, rows: [twin, ...log.slice(2)], oldest: twin })).toBe('loss')
  })

  test('that finds a younger log of another epoch is a loss', () => {
    const other = chain([{ tags: ['x'], id: '50-0' }], epoch(1, 'other')).slice(1)
    expect(fromThere().catchUp({ from, rows: other, oldest: other[0] })).toBe('loss')
    const newer = chain([{ kind: 'clear', id: '50-0' }]).slice(1)
    expect(fromThere().catchUp({ from, rows: newer, oldest: newer[0] })).toBe('loss')
  })

  test('that finds a genesis in the middle is a loss', () => {
    const genesis = behind(from, { kind: 'genesis', epoch: epoch(1, 'other') })
    expect(fromThere().catchUp({ from, rows: [from, genesis], oldest: log[0] })).toBe('loss')
  })

  test('whose last row cannot be read is a loss', () => {
    const rows: LogRow[] = [from, { id: id('99-0'), kind: 'unreadable' }]
    expect(fromThere().catchUp({ from, rows, oldest: log[0] })).toBe('loss')
  })

  test.each([
    ['cannot be read', [from, { id: pick(log, 2).id, kind: 'unreadable' as const }, pick(log, 3)]],
    ['somebody deleted', [from, pick(log, 3)]],
  ])(
    'across a row that %s is broken: a bootstrapping takes over, and trusts nothing older than the row behind it',
    (_what, rows) => {
      const follower = fromThere()
      expect(follower.catchUp({ from, rows, oldest: log[0] })).toBe('broken')
      expect(follower.position?.id).toEqual(from.id)
      expect(follower.bootstrap({ rows, holds: [] }, at(1))).toBe('continued')
      expect(follower.isValid(from, ['other'])).toBe(false)
      expect(follower.isValid(pick(log, 3), ['other'])).toBe(true)
      expect(follower.hear(pick(log, 4))).toBe('applied')
    },
  )

  test('whose reply messages have overtaken takes nothing back', () => {
    const follower = fromThere()
    for (const record of log.slice(2)) follower.hear(record)
    expect(follower.catchUp({ from, rows: log.slice(1, 3), oldest: log[0] })).toBe('continued')
    expect(follower.position?.id).toEqual(pick(log, 4).id)
    expect(follower.isValid(from, ['d'])).toBe(false)
  })

  test('without a position is a loss', () => {
    expect(new Follower().catchUp({ from, rows: log, oldest: log[0] })).toBe('loss')
  })

  test('drops the waiting messages that it has passed', () => {
    const follower = fromThere()
    follower.hear(pick(log, 3))
    expect(follower.waiting).toBe(true)
    follower.catchUp({ from, rows: log.slice(1), oldest: log[0] })
    follower.caughtUp(at(9))
    expect(follower.waiting).toBe(false)
    expect(follower.confirmedAt).toBe(9)
  })
})

describe('a confirmation', () => {
  const log = chain([{ tags: ['a'] }, { tags: ['b'] }])

  test('needs the head to be among the applied records', () => {
    const follower = following(log.slice(0, 2), at(1))
    expect(follower.confirm(pick(log, 2), at(5))).toBe(false)
    expect(follower.confirmedAt).toBe(1)
    follower.hear(pick(log, 2))
    expect(follower.confirm(pick(log, 2), at(5))).toBe(true)
    expect(follower.confirmedAt).toBe(5)
  })

  test('is not given by an empty log, a row that cannot be read, or a twin of a known record', () => {
    const follower = following(log, at(1))
    for (const head of [undefined, { id: pick(log, 2).id, kind: 'unreadable' } as const, twinOf(pick(log, 2))]) {
      expect(follower.confirm(head, at(5))).toBe(false)
    }
    expect(follower.confirmedAt).toBe(1)
  })

  test('by an older question does not take a newer one back', () => {
    const follower = following(log, at(7))
    expect(follower.confirm(pick(log, 2), at(5))).toBe(true)
    expect(follower.confirmedAt).toBe(7)
  })

  test('is forgotten with everything else after a loss', () => {
    const follower = following(log, at(7))
    follower.hear(behind(behind(pick(log, 2))))
    const version = follower.version
    follower.forget()
    expect(follower.waiting).toBe(false)
    expect(follower.position).toBeUndefined()
    expect(follower.confirmedAt).toBe(NEVER)
    expect(follower.version).toBeGreaterThan(version)
    expect(follower.isValid(pick(log, 2), [])).toBe(false)
    expect(follower.isAhead(pick(log, 2))).toBe(true)
    expect(follower.confirm(pick(log, 2), at(8))).toBe(false)
  })
})

describe('whether a very record is applied', () => {
  test('is not told by a lower epoch alone, since a log that was emptied begins anew with the first', () => {
    const log = chain([{ tags: ['a'] }, { kind: 'clear' }])
    const follower = following(log)
    const afterwards = { ...twinOf(pick(log, 1)), epoch: epoch(1, 'anew') }
    const acknowledged = at(1_000)
    expect(follower.hasApplied(afterwards, acknowledged)).toBe(false)
    follower.caughtUp(acknowledged)
    expect(follower.hasApplied(afterwards, acknowledged)).toBe(true)
  })

  test('is told after a confirmation where its log is gone and another one began with the same number', () => {
    const follower = following(chain([{ tags: ['a'] }]))
    const lost = { ...twinOf(pick(chain([{ tags: ['a'] }]), 1)), epoch: epoch(1, 'gone') }
    const acknowledged = at(1_000)
    expect(follower.hasApplied(lost, acknowledged)).toBe(false)
    follower.caughtUp(acknowledged)
    expect(follower.hasApplied(lost, acknowledged)).toBe(true)
    expect(follower.hasApplied({ ...lost, epoch: epoch(2, 'gone') }, acknowledged)).toBe(false)
  })

  test('is told apart from its twin, and from what is ahead', () => {
    const log = chain([{ tags: ['a'] }, { tags: ['b'] }, { tags: ['c'] }])
    const follower = following(log.slice(0, 3))
    expect(follower.hasApplied(pick(log, 1), at(0))).toBe(true)
    expect(follower.hasApplied(pick(log, 2), at(0))).toBe(true)
    expect(follower.hasApplied(pick(log, 3), at(0))).toBe(false)
    expect(follower.hasApplied(twinOf(pick(log, 2)), at(0))).toBe(false)
    expect(follower.hasApplied({ ...pick(log, 2), epoch: epoch(1, 'other') }, at(1))).toBe(false)
    expect(follower.hasApplied({ ...pick(log, 2), epoch: epoch(2, 'other') }, at(0))).toBe(false)
    const later = following(log.slice(2))
    expect(later.hasApplied(pick(log, 1), at(0))).toBe(true)
    expect(later.hasApplied({ ...pick(log, 1), epoch: epoch(1, 'other') }, at(1))).toBe(false)
    expect(new Follower().hasApplied(pick(log, 1), at(0))).toBe(false)
  })

  test('is taken for granted where it is older than what is remembered one by one', () => {
    const log = chain(Array.from({ length: RECENT_RECORDS + 10 }, () => ({ tags: ['a'] })))
    const follower = following(log.slice(0, 1))
    for (const record of log.slice(1)) follower.hear(record)
    expect(follower.hasApplied(pick(log, 3), at(0))).toBe(true)
    expect(follower.hasApplied(pick(log, log.length - 2), at(0))).toBe(true)
    expect(follower.hear(pick(log, 3))).toBe('early')
    follower.caughtUp(at(1))
    expect(follower.waiting).toBe(false)
  })
})

describe('a stamp', () => {
  const log = chain([{ tags: ['a'] }, { tags: ['b'] }])

  test('above the position is ahead and not valid', () => {
    const follower = following(log.slice(0, 2))
    expect(follower.isAhead(pick(log, 2))).toBe(true)
    expect(follower.isValid(pick(log, 2), [])).toBe(false)
    expect(follower.isAhead(pick(log, 1))).toBe(false)
  })

  test('of a later epoch is ahead; of an earlier one, or of another of the same number, it is not', () => {
    const follower = following(chain([{ kind: 'clear' }], epoch(4)))
    expect(follower.isAhead({ ...pick(log, 1), epoch: epoch(6) })).toBe(true)
    expect(follower.isAhead({ ...pick(log, 1), epoch: epoch(4) })).toBe(false)
    expect(follower.isAhead({ ...pick(log, 1), epoch: epoch(5, 'x') })).toBe(false)
    for (const number of [4, 5, 6]) expect(follower.isValid({ ...pick(log, 1), epoch: epoch(number, 'x') }, [])).toBe(false)
  })
})
