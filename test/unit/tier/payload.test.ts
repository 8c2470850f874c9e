import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packText, unpackText } from '../../../src/tier/redis-tier.ts'
import { UnreadableEntry } from '../../../src/tier/envelope.ts'

const LIMIT = 4 * 1024 * 1024
const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'resolved',
    (cause: unknown) => cause,
  )

describe('the text of a value', () => {
  test('comes back as it was, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat(2_000), fc.nat(20), async (text, times, compressAbove) => {
        const json = Buffer.from(text.repeat(times))
        expect((await unpackText(await packText(json, compressAbove), LIMIT)).equals(json)).toBe(true)
      }),
    )
  })

  test.each([100_000, 3_000_000])(
    'of %i bytes that repeat themselves takes a tenth of them, on either side of the size that leaves the event loop',
    async (bytes) => {
      const text = Array.from({ length: bytes / 20 }, (_, index) => `{"id":${index},"status":"SHIPPED"},`)
        .join('')
        .slice(0, bytes)
      const payload = await packText(Buffer.from(text), 1_000)
      expect(payload.encoding).toBe('zstd')
      expect(payload.bytes.length).toBeLessThan(bytes / 10)
      expect((await unpackText(payload, LIMIT)).toString()).toBe(text)
    },
  )

  test('of few bytes that stand for a large text is refused, and such a text is kept as it is', async () => {
    const json = Buffer.from(`[${'[],'.repeat(300_000)}[]]`)
    expect(
      await rejection(unpackText({ encoding: 'zstd', bytes: zstdCompressSync(json), textBytes: json.length }, LIMIT)),
    ).toBeInstanceOf(UnreadableEntry)
    const payload = await packText(json, 1_000)
    expect(payload.encoding).toBe('json')
    expect(await unpackText(payload, LIMIT)).toEqual(json)
  })

  test('stays as it is up to the threshold, and where compressing gains nothing', async () => {
    expect((await packText(Buffer.alloc(100), 100)).encoding).toBe('json')
    expect((await packText(Buffer.alloc(101), 100)).encoding).toBe('zstd')
    expect((await packText(randomBytes(10_000), 100)).encoding).toBe('json')
  })

  test.each([
    ['that declares less than it holds', { bytes: zstdCompressSync(Buffer.alloc(3_000_000)), textBytes: 1_000 }],
    [
      'that declares less than it holds, beyond what is done at once',
      { bytes: zstdCompressSync(Buffer.alloc(64_000_000)), textBytes: 300_000 },
    ],
    ['that declares more than it holds', { bytes: zstdCompressSync(Buffer.alloc(100)), textBytes: 1_000 }],
    [
      'that declares more than the limit',
      {
        bytes: zstdCompressSync(
          Buffer.concat([randomBytes(Math.ceil(LIMIT / 100)), Buffer.alloc(LIMIT + 1)]).subarray(0, LIMIT + 1),
        ),
        textBytes: LIMIT + 1,
      },
    ],
    ['that declares nothing', { bytes: zstdCompressSync(Buffer.alloc(100)), textBytes: 0 }],
    ['that is no zstd', { bytes: Buffer.from('garbage'), textBytes: 7 }],
    ['that was cut off', { bytes: zstdCompressSync(randomBytes(5_000)).subarray(0, 2_000), textBytes: 5_000 }],
    ['that declares no whole number', { bytes: zstdCompressSync(Buffer.alloc(2)), textBytes: 1.5 }],
    ['that is empty', { bytes: Buffer.alloc(0), textBytes: 10 }],
  ])('%s is refused, compressed', async (_, { bytes, textBytes }) => {
    expect(await rejection(unpackText({ encoding: 'zstd', bytes, textBytes }, LIMIT))).toBeInstanceOf(UnreadableEntry)
  })

  test('of another length than declared is refused, uncompressed', async () => {
    for (const textBytes of [1, 3, LIMIT + 1]) {
      expect(await rejection(unpackText({ encoding: 'json', bytes: Buffer.from('{}'), textBytes }, LIMIT))).toBeInstanceOf(
        UnreadableEntry,
      )
    }
  })

  test('never fails otherwise than by a refusal, whatever the bytes are', async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array(),
      fc.uint8Array().map((bytes) => zstdCompressSync(bytes)),
    )
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.nat(300),
        async (bytes, noise, where, textBytes) => {
          const at = where % (bytes.length + 1)
          const spliced = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)])
          const outcome = await unpackText({ encoding: 'zstd', bytes: spliced, textBytes }, LIMIT).catch(
            (cause: unknown) => cause,
          )
          expect(outcome instanceof UnreadableEntry || (Buffer.isBuffer(outcome) && outcome.length === textBytes)).toBe(true)
        },
      ),
    )
  })
})
