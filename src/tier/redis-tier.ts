import { mayBeParsed } from '../foundation/json-text.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Incidents } from '../foundation/incidents.ts'
import type { Reply } from '../redis/command-batch.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { RedisRefusal } from '../redis/redis-refusal.ts'
import { decodeEnvelope, encodeEnvelope, entryKey, type Envelope, takesTags, type Payload, UnreadableEntry } from './envelope.ts'
import { OversizeValues } from './oversize-values.ts'
import type { PiggybackedCommand, SharedHit, SharedTier } from './tier.ts'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync, type ZstdOptions } from 'node:zlib'

export interface RedisTierOptions {
  readonly entries: KeyedRedis
  /** To the server that has the log, which may be another one than an entry's. */
  readonly link: RedisLink
  /** Values of more bytes, in JSON, stay out of the tier. */
  readonly maxValueBytes: number
  /** Values of more bytes, in JSON, are compressed. */
  readonly compressAbove: number
  /** Milliseconds within which Redis must answer; what is kept is small enough for that. */
  readonly deadlineMs: number
  readonly clock: Clock
  readonly incidents: Incidents
}

const tier = 'redis'
/** Bytes up to which any value is parsed in some milliseconds, however deep: nobody looks at it first. */
const SMALL = 32 * 1024
/** What a network of 1 Gbit/s carries with room to spare: 8 MiB, the default limit of a value, in 100 ms, the default deadline. */
const BYTES_PER_MS = (8 * 1024 * 1024) / 100

/** Objects, lists, members and elements of a value: one for each so many bytes of the limit, and 100,000 in any case. */
const BYTES_PER_VALUE = 32
const LEAST_VALUES = 100_000
/** By how much the clock of Redis may be set back while an entry is kept. */
const CLOCK_STEP_MS = 60_000

/** A text of fewer bytes has fewer values as well. */
const hasFewValues = (json: Buffer, maxValueBytes: number): boolean =>
  json.length <= LEAST_VALUES || mayBeParsed(json, { maxValues: Math.max(LEAST_VALUES, maxValueBytes / BYTES_PER_VALUE) })

/** The shared tier in Redis: one envelope per entry, which expires by Redis's own clock. */
export const createRedisTier = (options: RedisTierOptions): SharedTier => {
  const { entries, link, maxValueBytes, incidents, clock } = options
  const oversize = new OversizeValues(clock)
  return {
    async read(name, piggybacked) {
      const key = entryKey(name)
      if (!entries.reaches(key)) return undefined
      if (!oversize.mayRead(key)) return piggybacked && sendPiggybacked(link, piggybacked).then(() => undefined)
      // The lifetime is asked for first: an entry overwritten between the two commands then seems older, never younger.
      const asked = oversize
        .ask(key, () => entries.ask(key, [['pttl', key], { bytes: ['get', key] }]))
        .catch((cause: unknown) => {
          if (oversize.readFailed(key, cause)) incidents.report('oversize', cause, { tier })
          return undefined
        })
      // Asked in the same turn, so it travels in the same write wherever one server has both.
      if (piggybacked !== undefined) await sendPiggybacked(link, piggybacked)
      const replies = await asked
      if (replies === undefined) return undefined
      oversize.wasRead(key, Buffer.isBuffer(replies[1]) ? replies[1].length : 0)
      if (isRefused(replies, incidents)) return undefined
      try {
        const hit = await toHit(key, replies[0], replies[1], maxValueBytes)
        if (hit !== undefined) incidents.succeed('unreadable-entry')
        return hit
      } catch (cause) {
        incidents.fail('unreadable-entry', cause, { tier })
        return undefined
      }
    },
    add: (name, envelope) => put(name, envelope, 'absent', options, oversize),
    write: async (name, envelope) => (await put(name, envelope, 'any', options, oversize)) === 'kept',
  }
}

/** Which entries make room for a new one. */
type Room = 'absent' | 'any'
type Put = Awaited<ReturnType<SharedTier['add']>>

const put = async (
  name: string,
  envelope: Envelope,
  room: Room,
  options: RedisTierOptions,
  oversize: OversizeValues,
): Promise<Put> => {
  const { entries, maxValueBytes, incidents } = options
  const key = entryKey(name)
  if (!entries.reaches(key)) return 'failed'
  const json = Buffer.from(envelope.text)
  if (json.length <= maxValueBytes && hasFewValues(json, maxValueBytes) && takesTags(envelope.tags))
    return fill(key, { ...envelope, json }, room, options, oversize)
  incidents.report('oversize', undefined, { tier, bytes: json.length })
  return 'failed'
}

const fill = async (
  key: string,
  envelope: Envelope & { readonly json: Buffer },
  room: Room,
  options: RedisTierOptions,
  oversize: OversizeValues,
): Promise<Put> => {
  const { entries, compressAbove, deadlineMs, incidents } = options
  let bytes = 0
  try {
    const encoded = encodeEnvelope(key, envelope, await packText(envelope.json, compressAbove))
    bytes = encoded.length
    if (bytes > deadlineMs * BYTES_PER_MS || !oversize.mayWrite(key, bytes)) {
      incidents.report('oversize', undefined, { tier, bytes })
      return 'failed'
    }
    const [reply] = await entries.ask(key, [
      ['set', key, encoded, 'px', Math.ceil(envelope.lifetimeMs + envelope.graceMs), ...(room === 'absent' ? ['nx'] : [])],
    ])
    if (reply instanceof Error) throw reply
    oversize.wasWritten(bytes)
    incidents.succeed('fill-failed')
    return room === 'absent' && reply === null ? 'occupied' : 'kept'
  } catch (cause) {
    if (oversize.writeFailed(key, bytes, cause)) incidents.report('oversize', cause, { tier, bytes })
    // Where the link is down by now, that says it all.
    else if (entries.reaches(key)) incidents.fail('fill-failed', cause)
    return 'failed'
  }
}

/** A key of another type is a foreign value; any other refusal is one of reading itself. */
const isRefused = (replies: readonly Reply[], incidents: Incidents): boolean => {
  const refusals = replies.filter((reply) => reply instanceof RedisRefusal && reply.code !== 'WRONGTYPE')
  for (const refusal of refusals) incidents.fail('redis-refused', refusal)
  if (refusals.length === 0) incidents.succeed('redis-refused')
  return refusals.length > 0
}

const sendPiggybacked = (link: RedisLink, piggybacked: PiggybackedCommand): Promise<void> =>
  link.askMaster([piggybacked.command]).then(
    ([reply]) => piggybacked.take(reply),
    () => {},
  )

/** @throws whatever Redis answered instead of bytes, or `UnreadableEntry` */
const toHit = async (key: string, expiresIn: Reply, found: Reply, maxValueBytes: number): Promise<SharedHit | undefined> => {
  if (found === null) return undefined
  if (found instanceof Error) throw found
  if (!Buffer.isBuffer(found)) throw new UnreadableEntry('no bytes')
  const { description, payload } = decodeEnvelope(key, found)
  if (typeof expiresIn !== 'number' || expiresIn < 0) throw new UnreadableEntry('no end of its lifetime')
  const { lifetimeMs, graceMs } = description
  if (expiresIn - lifetimeMs - graceMs > CLOCK_STEP_MS) throw new UnreadableEntry('an end beyond its lifetime')
  const json = await unpackText(payload, maxValueBytes)
  if (json.length > SMALL && !mayBeParsed(json)) throw new UnreadableEntry('a value that is nested too deeply')
  if (!hasFewValues(json, maxValueBytes)) throw new UnreadableEntry('a value of too many objects, lists, members and elements')
  return { envelope: { ...description, text: json.toString() }, remainingMs: Math.min(expiresIn - graceMs, lifetimeMs) }
}

/** Bytes of JSON up to which compressing takes less of the event loop than handing the work to another thread. */
const SYNC_BYTES = 128 * 1024
const MIN_CHUNK_BYTES = 64
/** A text of more bytes is kept only if each byte that it is compressed to stands for at most so many: a small entry is little work. */
const MAX_RATIO = 1_000

/** The level that costs least; the next ones save a tenth more and take twice as long. */
const COMPRESSION: ZstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

const compressLater = promisify(zstdCompress)
const decompressLater = promisify(zstdDecompress)

/** A text in the form in which it is kept: compressed where it has at least so many bytes, off the event loop where it is big. */
export const packText = async (json: Buffer, compressAbove: number): Promise<Payload> => {
  const textBytes = json.length
  if (textBytes <= compressAbove) return { encoding: 'json', bytes: json, textBytes }
  const bytes = textBytes <= SYNC_BYTES ? zstdCompressSync(json, COMPRESSION) : await compressLater(json, COMPRESSION)
  return bytes.length < textBytes && isPlausible(bytes, textBytes)
    ? { encoding: 'zstd', bytes, textBytes }
    : { encoding: 'json', bytes: json, textBytes }
}

const isPlausible = (bytes: Buffer, textBytes: number): boolean => textBytes <= Math.max(SYNC_BYTES, bytes.length * MAX_RATIO)

/**
 * The bytes of the JSON text. No more memory is taken than the payload declares, nor than the limit.
 *
 * @throws {UnreadableEntry} for a text of another length than declared, one above the limit, and what is not compressed
 */
export const unpackText = async ({ encoding, bytes, textBytes }: Payload, maxBytes: number): Promise<Buffer> => {
  if (textBytes > maxBytes) throw new UnreadableEntry(`a value of ${textBytes} bytes, above the limit of ${maxBytes}`)
  if (encoding === 'zstd' && !isPlausible(bytes, textBytes))
    throw new UnreadableEntry(`a value of ${textBytes} bytes in ${bytes.length}, more than ${MAX_RATIO} times as many`)
  const json = encoding === 'zstd' ? await decompress(bytes, textBytes) : bytes
  if (json.length !== textBytes) throw new UnreadableEntry('value of another length')
  return json
}

const decompress = async (bytes: Buffer, textBytes: number): Promise<Buffer> => {
  const bounds: ZstdOptions = { maxOutputLength: Math.max(1, textBytes), chunkSize: Math.max(MIN_CHUNK_BYTES, textBytes) }
  try {
    return textBytes <= SYNC_BYTES ? zstdDecompressSync(bytes, bounds) : await decompressLater(bytes, bounds)
  } catch (cause) {
    throw new UnreadableEntry('value that cannot be decompressed', { cause })
  }
}
