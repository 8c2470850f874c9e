import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { formatEpoch, parseEpoch, formatStamp, parseStamp } from '../../../src/coherence/position.ts'
import { formatToken, queuedToken, readToken } from '../../../src/coherence/position-token.ts'
import { isRecord, type LogRecord, parseMessage, parseRow, RECORD_KINDS } from '../../../src/coherence/log/record.ts'
import { compareIds, parseStreamId } from '../../../src/coherence/log/stream-id.ts'
import { heldBytes } from '../../support/heap.ts'
import { id } from './support/records.ts'

const part = fc.integer({ min: 0, max: 2 ** 40 })
const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 1, maxLength: 64 })
const anyEpoch = fc.record({ number: fc.integer({ min: 0, max: 10 ** 14 }), random: word })
const anyId = fc.tuple(part, part).map(([milliseconds, sequence]) => id(`${milliseconds}-${sequence}`))
const anyTags = fc.array(
  fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(' ', '"', '[]', '\n', '\0', '__proto__', 'a b c', '\ud800'),
  ),
)
const anyRecord: fc.Arbitrary<LogRecord> = fc
  .record({
    epoch: anyEpoch,
    a: anyId,
    b: anyId,
    token: word,
    kind: fc.constantFrom(...RECORD_KINDS),
    tags: anyTags,
    ends: fc.array(word),
    leaseMs: fc.integer({ min: 1, max: 10 ** 9 }),
  })
  .filter(({ a, b }) => a.text !== b.text)
  .map(({ epoch, a, b, token, kind, tags, ends, leaseMs }) => {
    const [prev, own] = compareIds(a, b) < 0 ? [a, b] : [b, a]
    return {
      epoch,
      id: own,
      prev,
      token,
      kind,
      tags,
      ends: kind === 'invalidate' ? ends : [],
      leaseMs: kind === 'hold' ? leaseMs : 0,
    }
  })

const fieldsOf = ({ epoch, prev, token, kind, tags, ends, leaseMs }: LogRecord) => {
  const hold = kind === 'hold' ? String(leaseMs) : ends.join(',') || '-'
  return { v: '1', prev: prev.text, epoch: formatEpoch(epoch), token, kind, hold, tags: JSON.stringify(tags) }
}

const messageOf = (record: LogRecord): string => {
  const { v, prev, epoch, token, kind, hold, tags } = fieldsOf(record)
  return [v, record.id.text, prev, epoch, token, kind, hold, tags].join(' ')
}

describe('a record', () => {
  test('reads the same from a row and from a message, whatever its tags hold', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(parseRow(record.id.text, fieldsOf(record))).toEqual(record)
        expect(parseMessage(messageOf(record))).toEqual(record)
      }),
    )
  })

  test('of an unknown kind, or with tags that cannot be read, keeps its place and names everything', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom('lease', '', 'CLEAR', 'toString'), (record, kind) => {
        const expected = { ...record, kind: 'unknown', tags: [], ends: [], leaseMs: 0 }
        expect(parseRow(record.id.text, { ...fieldsOf(record), kind })).toEqual(expected)
        for (const hold of ['', '0', '-1', '1.5', 'soon', '99999999999']) {
          expect(parseRow(record.id.text, { ...fieldsOf(record), kind: 'hold', hold })).toEqual(expected)
        }
        expect(parseRow(record.id.text, { ...fieldsOf(record), kind: 'invalidate', hold: 'a b' })).toEqual(expected)
        for (const tags of ['', '{}', '[1]', '["a"', 'null', '[["a"]]']) {
          expect(parseRow(record.id.text, { ...fieldsOf(record), tags })).toEqual(expected)
        }
      }),
    )
  })

  test('of more names than a record may have, or with tags that are too long or too deep to be read, keeps its place and names everything', () => {
    const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `tag:${index}`)
    const longest = '\ud800'.repeat(512)
    fc.assert(
      fc.property(anyRecord, (record) => {
        const whole = {
          ...record,
          kind: 'invalidate',
          tags: names(1_000).map(() => longest),
          ends: names(1_000).map((_, index) => String(index).padStart(64, 'e')),
          leaseMs: 0,
        } as const
        expect(parseMessage(messageOf(whole))).toEqual(whole)
        const unknown = { ...record, kind: 'unknown', tags: [], ends: [], leaseMs: 0 }
        const fields = fieldsOf({ ...whole, tags: [], ends: [] })
        const head = ['1', record.id.text, fields.prev, fields.epoch, fields.token, fields.kind].join(' ')
        for (const tags of [JSON.stringify(names(1_001)), '['.repeat(2_000), `["${'x'.repeat(3_100_000)}"]`]) {
          expect(parseRow(record.id.text, { ...fields, tags })).toEqual(unknown)
          expect(parseMessage(`${head} - ${tags}`)).toEqual(unknown)
        }
        expect(
          parseRow(record.id.text, {
            ...fields,
            hold: names(20_000)
              .map(() => 'abc')
              .join(','),
          }),
        ).toEqual(unknown)
      }),
      { numRuns: 3 },
    )
  })

  test('that is too large is not parsed, and its message not split', () => {
    const parse = vi.spyOn(JSON, 'parse')
    const split = vi.spyOn(String.prototype, 'split')
    const message = `1 5-0 4-0 1.a token invalidate - ${'['.repeat(5_000)}`
    expect(parseMessage(message)?.kind).toBe('unknown')
    expect(parseMessage(' '.repeat(5_000))).toBeUndefined()
    expect(parseMessage('1'.repeat(100_000))).toBeUndefined()
    expect(parse).not.toHaveBeenCalled()
    expect(split.mock.contexts.filter((text) => String(text).length > 1_000)).toEqual([])
  })

  test('of another version, without an id of its own in order, or with a malformed place is a row that cannot be read', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const good = fieldsOf(record)
        const bad = [
          { ...good, v: '2' },
          { ...good, prev: record.id.text },
          { ...good, prev: 'x' },
          { ...good, epoch: '1' },
          { ...good, epoch: '-1.a' },
          { ...good, token: '' },
          { ...good, token: 'a b' },
          { kind: 'clear' },
          {},
        ]
        for (const fields of bad) expect(parseRow(record.id.text, fields)).toEqual({ id: record.id, kind: 'unreadable' })
      }),
    )
  })

  test('without a stream id is nothing at all', () => {
    for (const text of [
      '',
      '1',
      '1-',
      '-1',
      '1-1-1',
      '01-1',
      '1-1 ',
      ' 1-1',
      '1e3-0',
      '99999999999999999999-0',
      7,
      null,
      undefined,
      {},
    ]) {
      expect(parseRow(text, {})).toBeUndefined()
      expect(parseStreamId(text)).toBeUndefined()
    }
  })

  test('under an id that another program has used beyond those of records is a row that cannot be read, above all others', () => {
    for (const text of ['9007199254740993-1', '18446744073709551615-18446744073709551615', '5-9007199254740993']) {
      const row = parseRow(text, { v: '1', prev: '4-0', epoch: '1.a', token: 't', kind: 'invalidate', hold: '-', tags: '[]' })
      expect(row).toMatchObject({ kind: 'unreadable', id: { text } })
      expect(row && compareIds(row.id, id('5-0'))).toBeGreaterThan(0)
      expect(parseStreamId(text)).toBeUndefined()
    }
  })

  test('never moves the position back: a message that is not above its predecessor is malformed', () => {
    expect(parseMessage('1 5-0 9-0 1.a t invalidate []')).toBeUndefined()
    expect(parseMessage('1 9-0 9-0 1.a t invalidate []')).toBeUndefined()
    expect(parseMessage('1 9-1 9-0 1.a t invalidate []')).toBeDefined()
  })
})

describe('garbage', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(fc.constantFrom('1', '9-0', '1.a', 't', 'clear', '[]', '', 'NaN', '__proto__'), fc.string()), {
        maxLength: 12,
      })
      .map((parts) => parts.join(' ')),
  )

  test('never throws, and a message that reads as a record has every part of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const record = parseMessage(text)
        expect(record === undefined || record.token.length > 0).toBe(true)
        parseStamp(text)
        parseEpoch(text)
        readToken('prod', text)
        expect(parseRow(text, { v: text, prev: text, epoch: text, token: text, kind: text, tags: text })).toSatisfy(
          (row: ReturnType<typeof parseRow>) => row === undefined || !isRecord(row),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('that is no text is no epoch', () => {
    for (const value of [undefined, null, 1, {}, [], '1', '1.', '.a', '01.a', '1.a.b', '1.ä', `1.${'a'.repeat(65)}`]) {
      expect(parseEpoch(value)).toBeUndefined()
    }
  })
})

describe('ids', () => {
  test('are ordered by time, then by sequence, as numbers', () => {
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const order = compareIds(id(`${a}-${b}`), id(`${c}-${d}`))
        expect(Math.sign(order)).toBe(Math.sign(a - c || b - d))
      }),
    )
    expect(compareIds(id('9-0'), id('10-0'))).toBeLessThan(0)
    expect(compareIds(id('1-9'), id('1-10'))).toBeLessThan(0)
  })
})

test('what is remembered of a record does not keep its message', () => {
  const tags = JSON.stringify(Array.from({ length: 1_000 }, (_, n) => `order:${n}`))
  const before = heldBytes()
  const kept = Array.from({ length: 1_000 }, (_, n) => {
    const message = Buffer.from(
      `1 ${1_700_000_000_001 + n}-0 ${1_700_000_000_000 + n}-0 1.${'e'.repeat(40)} ${'t'.repeat(40)} invalidate - ${tags}`,
    )
    const record = parseMessage(message.toString())
    return record && { epoch: record.epoch, id: record.id, token: record.token }
  })
  expect(heldBytes() - before).toBeLessThan(2_000_000)
  expect(kept).toHaveLength(1_000)
})

describe('stamps and tokens', () => {
  const anyPosition = anyRecord.map(({ epoch, id: own, token }) => ({ epoch, id: own, token }))
  const anyNamespace = fc.string({ unit: fc.constantFrom(...'abcAZ09._-'), minLength: 1, maxLength: 64 })

  test('bring a position back as it was', () => {
    fc.assert(
      fc.property(anyPosition, anyNamespace, (position, namespace) => {
        expect(parseStamp(formatStamp(position))).toEqual(position)
        expect(readToken(namespace, formatToken(namespace, position))).toEqual(position)
      }),
    )
  })

  test('a token of another namespace is foreign, even a queued one', () => {
    fc.assert(
      fc.property(anyPosition, anyNamespace, anyNamespace, (position, ours, theirs) => {
        fc.pre(ours !== theirs)
        expect(readToken(ours, formatToken(theirs, position))).toBe('foreign')
        expect(readToken(ours, queuedToken(theirs))).toBe('foreign')
        expect(readToken(ours, queuedToken(ours))).toBe('queued')
      }),
    )
  })

  test('a token that lacks a part, has one too many or another version is malformed', () => {
    for (const token of [
      '',
      '1',
      '1:prod',
      '1:prod:',
      '1:prod:1.a',
      '1:prod:1.a:5-0',
      '1:prod:1.a:5-0:t:x',
      '2:prod:1.a:5-0:t',
      '1:prod:queued:x',
      '1:prod:x:5-0:t',
      '1:prod:1.a:5:t',
      '1:prod:1.a:5-0:',
      '1:prod:1.a:5-0:ä',
      '1:prod:__proto__:5-0:t',
    ]) {
      expect(readToken('prod', token)).toBe('malformed')
    }
  })

  test('a stamp with anything more or less is none', () => {
    for (const text of ['', '1.a', '1.a 5-0', '1.a 5-0 t x', ' 1.a 5-0 t', '1.a  5-0 t']) expect(parseStamp(text)).toBeUndefined()
  })
})
