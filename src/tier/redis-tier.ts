import type { Incidents } from '../foundation/incidents.ts'
import type { Reply } from '../redis/command-batch.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { RedisRefusal } from '../redis/redis-refusal.ts'
import { decodeEnvelope, encodeEnvelope, type Envelope } from './envelope.ts'
import type { Rider, SharedHit, SharedTier } from './tier.ts'
import { UnreadableEntry } from './unreadable-entry.ts'

export interface RedisTierOptions {
  readonly entries: KeyedRedis
  /** To the server that has the log, which may be another one than an entry's. */
  readonly link: RedisLink
  /** Values of more characters stay out of the tier. */
  readonly maxCharacters: number
  readonly incidents: Incidents
}

/** The shared tier in Redis: one envelope per entry, which expires by Redis's own clock. */
export const createRedisTier = ({ entries, link, maxCharacters, incidents }: RedisTierOptions): SharedTier => ({
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
      return toHit(key, replies[0], replies[1])
    } catch (cause) {
      incidents.report('unreadable-entry', cause)
      return undefined
    }
  },
  async write(key, envelope) {
    if (!entries.reaches(key)) return false
    const { text, lifetimeMs, graceMs } = envelope
    if (text.length > maxCharacters) {
      incidents.report('oversize')
      return false
    }
    const refusal = await entries.ask(key, [['set', key, seal(key, envelope), 'px', Math.ceil(lifetimeMs + graceMs)]]).then(
      ([reply]) => (reply instanceof Error ? reply : undefined),
      (cause: unknown) => cause,
    )
    if (refusal === undefined) incidents.succeed('fill-failed')
    // Where the link is down by now, that says it all.
    else if (link.isUp) incidents.fail('fill-failed', refusal)
    return refusal === undefined
  },
})

/** A key of another type is a foreign value; any other refusal is one of reading itself. */
const isRefused = (replies: readonly Reply[], incidents: Incidents): boolean => {
  const refusals = replies.filter((reply) => reply instanceof RedisRefusal && reply.code !== 'WRONGTYPE')
  for (const refusal of refusals) incidents.fail('redis-refused', refusal)
  if (refusals.length === 0) incidents.succeed('redis-refused')
  return refusals.length > 0
}
const ride = (link: RedisLink, rider: Rider): Promise<void> => link.ask([rider.command]).then(([reply]) => rider.take(reply), () => {})

const seal = (key: string, envelope: Envelope): Buffer => {
  const bytes = Buffer.from(envelope.text)
  return encodeEnvelope(key, envelope, { encoding: 'json', bytes, textBytes: bytes.length })
}

/** @throws whatever Redis answered instead of bytes, or `UnreadableEntry` */
const toHit = (key: string, expiresIn: Reply, found: Reply): SharedHit | undefined => {
  if (found === null) return undefined
  if (found instanceof Error) throw found
  if (!Buffer.isBuffer(found)) throw new UnreadableEntry('no bytes')
  const { description, payload } = decodeEnvelope(key, found)
  if (payload.encoding !== 'json') throw new UnreadableEntry(`encoding ${payload.encoding}`)
  if (typeof expiresIn !== 'number' || expiresIn < 0) throw new UnreadableEntry('no end of its lifetime')
  const { lifetimeMs, graceMs } = description
  return {
    envelope: { ...description, text: payload.bytes.toString() },
    remainingMs: Math.min(expiresIn - graceMs, lifetimeMs),
  }
}
