import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { ReplyFilter, type ReplyShape } from '../../../src/redis/reply-filter.ts'

const MAX_STRING_BYTES = 1_000

interface Filtered {
  readonly passed: string
  readonly shapes: readonly ReplyShape[]
  readonly failure: unknown
}

/** What is passed on of bytes that come in the given chunks. */
const filtered = (chunks: readonly (Buffer | string)[], refuse?: (shape: ReplyShape) => boolean): Filtered => {
  const passed: Buffer[] = []
  const shapes: ReplyShape[] = []
  const filter = new ReplyFilter({
    maxStringBytes: MAX_STRING_BYTES,
    accept: (shape) => {
      if (refuse?.(shape) === true) throw new Error('refused')
      shapes.push(shape)
    },
  })
  let failure: unknown
  try {
    for (const chunk of chunks) filter.write(Buffer.from(chunk), (bytes) => passed.push(Buffer.from(bytes)))
  } catch (cause) {
    failure = cause
  }
  return { passed: Buffer.concat(passed).toString('latin1'), shapes, failure }
}

const cutAt = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((left, right) => left - right), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}

const line = fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ''))
const { reply } = fc.letrec<{ readonly reply: string }>((tie) => ({
  reply: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.string({ maxLength: 60, unit: 'binary' }).map((text) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`),
    fc.constantFrom('$-1\r\n', '*-1\r\n', '*0\r\n', '$0\r\n\r\n'),
    line.map((text) => `+${text}\r\n`),
    line.map((text) => `-${text}\r\n`),
    fc.maxSafeInteger().map((number) => `:${number}\r\n`),
    fc.array(tie('reply'), { maxLength: 6 }).map((items) => `*${items.length}\r\n${items.join('')}`),
  ),
}))

describe('replies of RESP2', () => {
  test('are passed on as they are, in whatever chunks they come', () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 8 }), (replies, cuts) => {
        const bytes = Buffer.from(replies.join(''))
        const { passed, shapes, failure } = filtered(cutAt(bytes, cuts))
        expect(failure).toBeUndefined()
        expect(passed).toBe(bytes.toString('latin1'))
        expect(shapes).toHaveLength(replies.length)
      }),
      { numRuns: 2_000 },
    )
  })

  test('have a shape, in whatever chunks they come', () => {
    const message = '*3\r\n$7\r\nmessage\r\n$2\r\nch\r\n$2\r\nhi\r\n'
    const bytes = Buffer.from(
      `${message}$-1\r\n*-1\r\n*0\r\n:1\r\n+OK\r\n-ERR no\r\n*5\r\n:1\r\n*2\r\n:1\r\n:2\r\n$-1\r\n-ERR\r\n:5\r\n`,
    )
    const types = ['*$$$', '_', '_', '*', ':', '+', '-', '*:*_-']
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        const { shapes } = filtered(cutAt(bytes, cuts))
        expect(shapes.map((shape) => shape.types)).toEqual(types)
        expect(shapes[0]?.word).toBe('message')
      }),
    )
  })

  test('that hold a string that is too long have an empty one in its place, of which nothing is kept', () => {
    const long = 'x'.repeat(MAX_STRING_BYTES + 1)
    const bytes = Buffer.from(`*2\r\n$${long.length}\r\n${long}\r\n:1\r\n+OK\r\n`)
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        expect(filtered(cutAt(bytes, cuts))).toMatchObject({ passed: '*2\r\n$0\r\n\r\n:1\r\n+OK\r\n', failure: undefined })
      }),
    )
    const longest = 'x'.repeat(MAX_STRING_BYTES)
    expect(filtered([`$${longest.length}\r\n${longest}\r\n`]).passed).toContain(longest)
  })

  test('that are refused are not passed on to their end, and those before them are', () => {
    const bytes = Buffer.from('+OK\r\n*2\r\n:1\r\n$2\r\nhi\r\n+never\r\n')
    const { passed, failure } = filtered([bytes], ({ types }) => types === '*:$')
    expect(String(failure)).toBe('Error: refused')
    expect(passed).toBe('+OK\r\n*2\r\n:1\r\n$2\r\nhi')
  })
})

describe('what is no reply of RESP2, or too large a one, is refused before a decoder can read it', () => {
  test.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n', /0x48 .*the port of a Redis/],
    ['a TLS alert', Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x32, 0x0d, 0x0a]), /0x15 .*TLS at both ends/],
    ['a null of RESP3', '_\r\n', /0x5f/],
    ['a push of RESP3', '>1\r\n$-1\r\n', /0x3e/],
    ['a map of RESP3', '%1\r\n+a\r\n+b\r\n', /0x25/],
    ['an empty line', '\r\n', /0x0d/],
    ['an array of millions', '*33554431\r\n', /array of 33554431 elements/],
    ['many large arrays', `*100000\r\n${`*100000\r\n${':1\r\n'.repeat(100_000)}`.repeat(12)}`, /more than 1048576 elements/],
    ['arrays within arrays', '*1\r\n'.repeat(9), /more than 8 deep/],
    ['a negative length', '*-2\r\n', /length/],
    ['a length that is no number', '$1e3\r\n', /length/],
    ['a length without digits', '*\r\n', /length/],
    ['an integer that is no number', ':1.5\r\n', /integer/],
    ['a string that is longer than it says', '$2\r\nabc\r\n', /another length/],
    ['a line that ends otherwise', '+OK\rx', /without its end/],
    ['a line without an end', `+${'x'.repeat(20_000)}`, /a line of more than/],
    [
      'strings that are too much together',
      `*131072\r\n${`$1000\r\n${'x'.repeat(1_000)}\r\n`.repeat(67_200)}`,
      /a reply of 67109000 bytes or more/,
    ],
  ])('%s', (_name, bytes, message) => {
    const { failure } = filtered([bytes])
    expect(failure).toBeInstanceOf(RedisUnavailable)
    expect(failure).toMatchObject({ code: 'PROTOCOL', message: expect.stringMatching(message) })
  })

  test('whatever bytes come, nothing else is thrown, and what is passed on is a prefix of them or shorter', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'$*:+-_>1290\r\nab'), maxLength: 80 }),
    )
    fc.assert(
      fc.property(bytes, (given) => {
        const { passed, failure } = filtered([Buffer.from(given as Uint8Array)])
        expect(failure === undefined || failure instanceof RedisUnavailable).toBe(true)
        expect(passed.length).toBeLessThanOrEqual(given.length)
      }),
      { numRuns: 5_000 },
    )
  })
})
