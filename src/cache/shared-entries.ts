import type { Coherence } from '../coherence/coherence.ts'
import { headCommand, logKey, readHead } from '../coherence/log/redis-log.ts'
import { type Position, formatStamp, parseStamp } from '../coherence/position.ts'
import type { Arrival } from '../coherence/serving-rule.ts'
import { type Clock, type Instant, later, NEVER } from '../foundation/clock.ts'
import { Incidents } from '../foundation/incidents.ts'
import { redisKey } from '../key/cache-key.ts'
import { decodeJson, type FrozenJson } from '../key/frozen-json.ts'
import { type Envelope, UnreadableEntry } from '../tier/envelope.ts'
import type { PiggybackedCommand, SharedHit, SharedTier } from '../tier/tier.ts'
import { type CacheEntry, entryBytes } from './cache-entry.ts'
import type { ReadPlan } from './read-plan.ts'

/** What stands in the place of an entry that is to be kept. */
export interface SharedEntry {
  readonly entry: CacheEntry
  /** When its load began, on this process's timeline: by the clock of Redis, which counts its lifetime. `NEVER` where it does not say. */
  readonly begunAt: Instant
}

const begunAt = ({ envelope: { tookMs, lifetimeMs }, remainingMs }: SharedHit, askedAt: Instant): Instant =>
  tookMs === undefined ? NEVER : later(askedAt, remainingMs - lifetimeMs - tookMs)

/** Entries of the shared tier. A read also asks for the head of the log, in the same round trip, when confirmation is due. */
export class SharedEntries {
  readonly #tier: SharedTier
  readonly #coherence: Coherence
  readonly #clock: Clock
  readonly #incidents: Incidents
  /** Entries that were loaded between two records have the same stamp. */
  #lastStamp: { readonly text: string; readonly stamp: Position | undefined } | undefined

  /** When the head was asked for last: one question serves all readers who arrived before it. */
  #lastAskedAt = NEVER

  constructor(tier: SharedTier, coherence: Coherence, clock: Clock) {
    this.#tier = tier
    this.#incidents = new Incidents(coherence.namespace, clock)
    this.#coherence = coherence
    this.#clock = clock
  }

  /** An entry that has yet to pass the serving rule. */
  async read(plan: ReadPlan, arrival: Arrival): Promise<CacheEntry | undefined> {
    const askedAt = this.#clock.now()
    const hit = await this.#tier.read(redisKey(this.#coherence.namespace, plan.key), this.#piggybacked(arrival))
    return hit && this.#toEntry(plan, hit, askedAt)
  }

  /**
   * Whether others will find it; never rejects. A newer one stays: `leaves` says, of what stands in its place, whether it does.
   */
  async write(
    plan: ReadPlan,
    entry: CacheEntry,
    text: string,
    leaves: (found: SharedEntry) => Promise<boolean>,
  ): Promise<boolean> {
    if (entry.stamp === undefined) return false
    const key = redisKey(this.#coherence.namespace, plan.key)
    if (plan.mode === 'use') {
      const put = await this.#tier.add(key, this.#envelopeOf(entry, entry.stamp, text))
      if (put !== 'occupied') return put === 'kept'
    }
    const askedAt = this.#clock.now()
    const hit = await this.#tier.read(key, undefined)
    const found = hit && this.#toEntry(plan, hit, askedAt)
    if (hit !== undefined && found !== undefined && (await leaves({ entry: found, begunAt: begunAt(hit, askedAt) }))) return true
    return this.#tier.write(key, this.#envelopeOf(entry, entry.stamp, text))
  }

  #envelopeOf(entry: CacheEntry, stamp: Position, text: string): Envelope {
    const { tags, kind, validator, staleAt } = entry
    const lifetimeMs = staleAt - entry.bornAt
    const graceMs = entry.graceUntil - staleAt
    return {
      stamp: formatStamp(stamp),
      tags,
      lifetimeMs,
      graceMs,
      kind,
      validator,
      tookMs: this.#clock.now() - entry.loadedAt,
      text,
    }
  }

  #piggybacked(arrival: Arrival): PiggybackedCommand | undefined {
    const askedAt = this.#clock.now()
    if (this.#lastAskedAt >= arrival.at || !this.#coherence.wantsHead(askedAt, arrival.maxStaleness)) return undefined
    this.#lastAskedAt = askedAt
    return {
      command: headCommand(logKey(this.#coherence.namespace)),
      take: (reply) => this.#takeHead(reply, askedAt),
    }
  }

  #takeHead(reply: unknown, askedAt: ReturnType<Clock['now']>): void {
    try {
      this.#coherence.takeHead(readHead(reply), askedAt)
    } catch {
      // A reply that is not well-formed is no evidence of anything.
    }
  }

  #stampOf(text: string): Position | undefined {
    if (this.#lastStamp?.text !== text) this.#lastStamp = { text, stamp: parseStamp(text) }
    return this.#lastStamp.stamp
  }

  #refuse(reason: string): undefined {
    this.#incidents.fail('unreadable-entry', new UnreadableEntry(reason), { tier: 'redis' })
  }

  #toEntry(plan: ReadPlan, { envelope, remainingMs }: SharedHit, askedAt: Instant): CacheEntry | undefined {
    const stamp = this.#stampOf(envelope.stamp)
    const decoded = decode(envelope.text)
    if (stamp === undefined) return this.#refuse('malformed stamp')
    if (decoded === undefined) return this.#refuse('no JSON, or too deeply nested')
    const { value, heapBytes } = decoded
    if (!plan.accepts(value, envelope.kind)) return this.#refuse('value that breaks the schema of its reader')
    const longestMs = plan.longestMs?.(envelope.kind) ?? Number.POSITIVE_INFINITY
    if (longestMs === 0) return this.#refuse(`${envelope.kind} that its reader does not keep`)
    this.#incidents.succeed('unreadable-entry')
    const leftMs = Math.min(remainingMs, longestMs - (envelope.lifetimeMs - remainingMs))
    // Counted from the question, since nobody knows how long the answer waited to be read.
    return {
      value,
      settled: Promise.resolve(value),
      bytes: entryBytes(plan.key.text, envelope.tags, heapBytes),
      tags: envelope.tags,
      stamp,
      loadedAt: NEVER,
      loadedVersion: -1,
      bornAt: later(askedAt, remainingMs - envelope.lifetimeMs),
      staleAt: later(askedAt, leftMs),
      graceUntil: later(askedAt, leftMs + envelope.graceMs),
      kind: envelope.kind,
      validator: envelope.validator,
      retryAt: NEVER,
      validVersion: -1,
      counter: undefined,
    }
  }
}

const decode = (text: string): FrozenJson | undefined => {
  try {
    return decodeJson(text)
  } catch {
    return undefined
  }
}
