import type { Incidents } from '../foundation/incidents.ts'
import type { Question, Reply } from '../redis/command-batch.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { RedisRefusal } from '../redis/redis-refusal.ts'
import { decodeEnvelope, encodeEnvelope, type Envelope } from './envelope.ts'
import { packText, unpackText } from './payload.ts'
import type { SharedHit, SharedTier } from './tier.ts'
import { UnreadableEntry } from './unreadable-entry.ts'

export interface RedisTierOptions {
  readonly link: RedisLink
  /** Values of more bytes, in JSON, stay out of the tier. */
  readonly maxValueBytes: number
  /** Values of more bytes, in JSON, are compressed. */
  readonly compressAbove: number
  readonly incidents: Incidents
}

const tier = 'redis'

/** The shared tier in Redis: one envelope per entry, which expires by Redis's own clock. */
export const createRedisTier = (options: RedisTierOptions): SharedTier => {
  const { link, maxValueBytes, incidents } = options
  return {
    async read(key, rider) {
      if (!link.isUp) return undefined
      // The lifetime is asked for first: an entry overwritten between the two commands then seems older, never younger.
      const questions: Question[] = [['pttl', key], { bytes: ['get', key] }]
      if (rider !== undefined) questions.push(rider.command)
      const replies = await link.ask(questions).catch(() => undefined)
      if (replies === undefined) return undefined
      rider?.take(replies[2])
      if (isRefused(replies.slice(0, 2), incidents)) return undefined
      try {
        return await toHit(key, replies[0], replies[1], maxValueBytes)
      } catch (cause) {
        incidents.report('unreadable-entry', cause, { tier })
        return undefined
      }
    },
    async write(key, envelope) {
      if (!link.isUp) return false
      const bytes = Buffer.byteLength(envelope.text)
      if (bytes <= maxValueBytes) return fill(key, envelope, options)
      incidents.report('oversize', undefined, { tier, bytes })
      return false
    },
  }
}

/** A big value is on its way for longer than a small one, so an older fill may overwrite a younger: its stamp says so. */
const fill = async (key: string, envelope: Envelope, { link, compressAbove, incidents }: RedisTierOptions): Promise<boolean> => {
  try {
    const payload = await packText(Buffer.from(envelope.text), compressAbove)
    const lifetimeMs = Math.ceil(envelope.lifetimeMs + envelope.graceMs)
    const [reply] = await link.ask([['set', key, encodeEnvelope(key, envelope, payload), 'px', lifetimeMs]])
    if (reply instanceof Error) throw reply
    incidents.succeed('fill-failed')
    return true
  } catch (cause) {
    // Where the link is down by now, that says it all.
    if (link.isUp) incidents.fail('fill-failed', cause)
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

/** @throws whatever Redis answered instead of bytes, or `UnreadableEntry` */
const toHit = async (key: string, expiresIn: Reply, found: Reply, maxValueBytes: number): Promise<SharedHit | undefined> => {
  if (found === null) return undefined
  if (found instanceof Error) throw found
  if (!Buffer.isBuffer(found)) throw new UnreadableEntry('no bytes')
  const { description, payload } = decodeEnvelope(key, found)
  if (typeof expiresIn !== 'number' || expiresIn < 0) throw new UnreadableEntry('no end of its lifetime')
  const { lifetimeMs, graceMs } = description
  const json = await unpackText(payload, maxValueBytes)
  return { envelope: { ...description, text: json.toString() }, remainingMs: Math.min(expiresIn - graceMs, lifetimeMs) }
}
