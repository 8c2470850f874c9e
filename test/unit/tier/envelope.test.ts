import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeEnvelope, type Description, encodeEnvelope, type Payload, UnreadableEntry } from '../../../src/tier/envelope.ts'

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\n', '2 {', 'a\nb', '"', '\0', '__proto__', 'constructor'),
)
const anyAmount = fc.double({ min: 0, max: 1e12, noNaN: true }).map((amount) => amount + 0)
const anyDescription: fc.Arbitrary<Description> = fc.record({
  stamp: anyText,
  tags: fc.array(anyText),
  lifetimeMs: anyAmount,
  graceMs: anyAmount,
  kind: fc.constantFrom('value', 'absence'),
  validator: fc.constantFrom(undefined, '"7"', 'W/"a-b"', '""'),
})
const anyPayload: fc.Arbitrary<Payload> = fc.record({
  encoding: fc.constantFrom('json', 'zstd'),
  bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  textBytes: fc.nat(),
})
const description: Description = { stamp: '1.a 5-0 t', tags: ['a'], lifetimeMs: 5, graceMs: 0, kind: 'value', validator: '"7"' }
const payload: Payload = { encoding: 'json', bytes: Buffer.from('{}'), textBytes: 2 }

/** Bytes with the checksum that belongs to them. */
const forge = (rest: string, version = '2'): Buffer =>
  Buffer.from(`${version} ${crc32(rest).toString(16).padStart(8, '0')} ${rest}`)

/** What is found in bytes; `undefined` where they are no envelope. Anything but `UnreadableEntry` is thrown on. */
const found = (bytes: Buffer, key = 'k') => {
  try {
    return decodeEnvelope(key, bytes)
  } catch (cause) {
    if (cause instanceof UnreadableEntry) return undefined
    throw cause
  }
}

describe('an envelope', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(anyText, anyDescription, anyPayload, (key, described, carried) => {
        expect(decodeEnvelope(key, encodeEnvelope(key, described, carried))).toEqual({ description: described, payload: carried })
      }),
    )
  })

  test('that was cut off, changed, filled up or mixed with another one is none, or the very same', () => {
    const mutations: readonly ((bytes: Buffer, where: number, what: Buffer) => Buffer)[] = [
      (bytes, where) => bytes.subarray(0, where),
      (bytes, where) => bytes.subarray(where),
      (bytes, where, what) => Buffer.concat([bytes.subarray(0, where), what, bytes.subarray(where)]),
      (bytes, where, what) => Buffer.concat([bytes.subarray(0, where), bytes.subarray(where + what.length)]),
      (bytes, where, what) => Buffer.concat([bytes.subarray(0, where), what.subarray(where)]),
      (bytes, where, what) => bytes.map((byte, index) => (index === where ? byte ^ (1 << (what.length % 8)) : byte)) as Buffer,
    ]
    fc.assert(
      fc.property(
        anyDescription,
        anyPayload,
        anyDescription,
        anyPayload,
        fc.nat(),
        fc.constantFrom(...mutations),
        fc.uint8Array({ minLength: 1 }),
        fc.boolean(),
        (described, carried, otherwise, other, where, mutate, noise, splices) => {
          const bytes = encodeEnvelope('k', described, carried)
          const mutated = Buffer.from(
            mutate(bytes, where % bytes.length, splices ? encodeEnvelope('k', otherwise, other) : Buffer.from(noise)),
          )
          const allowed = [undefined, { description: described, payload: carried }, { description: otherwise, payload: other }]
          expect(allowed).toContainEqual(found(mutated))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('with any one bit turned is none', () => {
    const bytes = encodeEnvelope('k', description, payload)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes)
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(found(turned)).toBeUndefined()
    }
  })

  test('of another key is none', () => {
    expect(found(encodeEnvelope('k', description, payload), 'another')).toBeUndefined()
  })

  test('of another version is none', () => {
    const rest = encodeEnvelope('k', description, payload).subarray(11).toString()
    expect(found(forge(rest))).toEqual({ description, payload })
    for (const version of ['1', '3', '22', '']) expect(found(forge(rest, version))).toBeUndefined()
    expect(found(Buffer.from('1 ["1.a 5-0 t",5,[],2]\n{}'))).toBeUndefined()
  })

  test('with a header of other parts is none', () => {
    const header = { key: 'k', ...description, encoding: 'json', bytes: 2, textBytes: 2 }
    expect(found(forge(`${JSON.stringify(header)}\n{}`))).toBeDefined()
    const others = [
      { key: 1 },
      { stamp: 1 },
      { stamp: undefined },
      { kind: 'other' },
      { kind: undefined },
      { lifetimeMs: '5' },
      { lifetimeMs: -1 },
      { graceMs: null },
      { tags: 'a' },
      { tags: [1] },
      { tags: {} },
      { encoding: 'gzip' },
      { encoding: 'toString' },
      { bytes: 1 },
      { bytes: 3 },
      { bytes: '2' },
      { textBytes: -1 },
      { validator: 7 },
      { validator: null },
    ]
    for (const other of others) expect(found(forge(`${JSON.stringify({ ...header, ...other })}\n{}`))).toBeUndefined()
    for (const other of ['{}', 'null', '[]', '42', '', JSON.stringify(header).slice(0, -1)])
      expect(found(forge(`${other}\n{}`))).toBeUndefined()
    expect(found(forge(JSON.stringify(header)))).toBeUndefined()
  })

  test('takes nothing from members of its header that are called __proto__', () => {
    const { key, tags, ...rest } = { key: 'k', ...description, encoding: 'json', bytes: 2, textBytes: 2 }
    const own = JSON.stringify({ key, ...rest }).slice(0, -1)
    expect(found(forge(`${own},"__proto__":{"tags":["x"]}}\n{}`))).toBeUndefined()
    expect(found(forge(`${own},"tags":${JSON.stringify(tags)},"__proto__":{"tags":["x"]}}\n{}`))?.description).toEqual(
      description,
    )
    expect(Object.hasOwn(Object.prototype, 'tags')).toBe(false)
  })

  test('is never found in garbage, and garbage never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyText.map((text) => `2 ${text}`),
          anyText.map((text) => `2 00000000 {${text}}\n`),
        ),
        (text) => {
          expect(found(Buffer.from(text))).toBeUndefined()
          expect(found(forge(text))).toBeUndefined()
          expect(found(forge(`${text}\n`))).toBeUndefined()
        },
      ),
    )
  })

  test('with a value in JSON can be read with redis-cli', () => {
    const text = encodeEnvelope('k', description, payload).toString()
    expect(text).toMatch(
      /^2 [0-9a-f]{8} \{"key":"k","stamp":"1\.a 5-0 t","kind":"value","lifetimeMs":5,"graceMs":0,"tags":\["a"\],"validator":"\\"7\\"",.*\}\n\{\}$/,
    )
  })
})
