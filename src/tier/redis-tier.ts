import type { Command, Reply } from '../redis/command-batch.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { decodeEnvelope, encodeEnvelope } from './envelope.ts'
import type { SharedHit, SharedTier } from './tier.ts'

export interface RedisTierOptions {
  readonly link: RedisLink
  /** Values of more characters stay out of the tier. */
  readonly maxCharacters: number
  readonly report: (incident: 'unreadable-entry' | 'oversize' | 'fill-failed', cause?: unknown) => void
}

/** The shared tier in Redis: one text per entry, which expires by Redis's own clock. */
export const createRedisTier = ({ link, maxCharacters, report }: RedisTierOptions): SharedTier => ({
  async read(key, rider) {
    if (!link.isUp) return undefined
    // The lifetime is asked for first: an entry overwritten between the two commands then seems older, never younger.
    const commands: Command[] = [['pttl', key], ['get', key]]
    if (rider !== undefined) commands.push(rider.command)
    const replies = await link.ask(commands).catch(() => undefined)
    if (replies === undefined) return undefined
    rider?.take(replies[2])
    return toHit(replies[0], replies[1], report)
  },
  write(key, envelope) {
    if (!link.isUp) return
    const text = encodeEnvelope(envelope)
    if (text.length > maxCharacters) return report('oversize')
    link.ask([['set', key, text, 'px', Math.ceil(envelope.lifetimeMs)]]).then(
      ([reply]) => reply instanceof Error && report('fill-failed', reply),
      (cause: unknown) => report('fill-failed', cause),
    )
  },
})

const toHit = (lifetime: Reply, text: Reply, report: RedisTierOptions['report']): SharedHit | undefined => {
  if (text === null) return undefined
  const envelope = typeof text === 'string' ? decodeEnvelope(text) : undefined
  if (envelope === undefined || typeof lifetime !== 'number' || lifetime < 0) {
    report('unreadable-entry', text instanceof Error ? text : undefined)
    return undefined
  }
  return { envelope, remainingMs: Math.min(lifetime, envelope.lifetimeMs) }
}
