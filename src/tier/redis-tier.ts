import { mayBeParsed } from '../foundation/json-text.ts'
import type { Incidents } from '../foundation/incidents.ts'
import type { Reply } from '../redis/command-batch.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { RedisRefusal } from '../redis/redis-refusal.ts'
import { decodeEnvelope, encodeEnvelope, type Envelope } from './envelope.ts'
import { packText, unpackText } from './payload.ts'
import type { Rider, SharedHit, SharedTier } from './tier.ts'
import { UnreadableEntry } from './unreadable-entry.ts'

export interface RedisTierOptions {
  readonly entries: KeyedRedis
  /** To the server that has the log, which may be another one than an entry's. */
  readonly link: RedisLink
  /** Values of more bytes, in JSON, stay out of the tier. */
  readonly maxValueBytes: number
  /** Values of more bytes, in JSON, are compressed. */
  readonly compressAbove: number
  readonly incidents: Incidents
}

const tier = 'redis'
/** Bytes up to which any value is parsed in some milliseconds, however deep: nobody looks at it first. */
const SMALL = 32 * 1024

/** The shared tier in Redis: one envelope per entry, which expires by Redis's own clock. */
export const createRedisTier = (options: RedisTierOptions): SharedTier => {
  const { entries, link, maxValueBytes, incidents } = options
  return {
    async read(key, rider) {
      if (!entries.reaches(key)) return undefined
      // The lifetime is asked for first: an entry overwritten between the two commands then seems older, never younger.
      const asked = entries.ask(key, [['pttl', key], { bytes: ['get', key] }]).catch(() => undefined)
      // Asked in the same turn, so it travels in the same write wherever one server has both.
      if (rider !== undefined) await ride(link, rider)
      const replies = await asked
      if (replies === undefined) return undefined
      if (isRefused(replies, incidents)) return undefined
      try {
        return await toHit(key, replies[0], replies[1], maxValueBytes)
      } catch (cause) {
        incidents.report('unreadable-entry', cause, { tier })
        return undefined
      }
    },
    async write(key, envelope) {
      if (!entries.reaches(key)) return false
      const bytes = Buffer.byteLength(envelope.text)
      if (bytes <= maxValueBytes) return fill(key, envelope, options)
      incidents.report('oversize', undefined, { tier, bytes })
      return false
    },
  }
}

/** A big value is on its way for longer than a small one, so an older fill may overwrite a younger: its stamp says so. */
const fill = async (key: string, envelope: Envelope, { entries, compressAbove, incidents }: RedisTierOptions): Promise<boolean> => {
  try {
    const payload = await packText(Buffer.from(envelope.text), compressAbove)
    const lifetimeMs = Math.ceil(envelope.lifetimeMs + envelope.graceMs)
    const [reply] = await entries.ask(key, [['set', key, encodeEnvelope(key, envelope, payload), 'px', lifetimeMs]])
    if (reply instanceof Error) throw reply
    incidents.succeed('fill-failed')
    return true
  } catch (cause) {
    // Where the link is down by now, that says it all.
    if (entries.reaches(key)) incidents.fail('fill-failed', cause)
    return false
  }
}

/** A key of another type is a foreign value; any other refusal is one of reading itself. */
const isRefused = (replies: readonly Reply[], incidents: Incidents): boolean => {
  const refusals = replies.filter((reply) => reply instanceof RedisRefusal && reply.code !== 'WRONGTYPE')
  for (const refusal of refusals) incidents.fail('redis-refused', refusal)
  if (refusals.length === 0) incidents.succeed('redis-refused')
  return refusals.length > 0
}

const ride = (link: RedisLink, rider: Rider): Promise<void> => link.askMaster([rider.command]).then(([reply]) => rider.take(reply), () => {})

/** @throws whatever Redis answered instead of bytes, or `UnreadableEntry` */
const toHit = async (key: string, expiresIn: Reply, found: Reply, maxValueBytes: number): Promise<SharedHit | undefined> => {
  if (found === null) return undefined
  if (found instanceof Error) throw found
  if (!Buffer.isBuffer(found)) throw new UnreadableEntry('no bytes')
  const { description, payload } = decodeEnvelope(key, found)
  if (typeof expiresIn !== 'number' || expiresIn < 0) throw new UnreadableEntry('no end of its lifetime')
  const { lifetimeMs, graceMs } = description
  const json = await unpackText(payload, maxValueBytes)
  if (json.length > SMALL && !mayBeParsed(json)) throw new UnreadableEntry('a value that is nested too deeply')
  return { envelope: { ...description, text: json.toString() }, remainingMs: Math.min(expiresIn - graceMs, lifetimeMs) }
}
