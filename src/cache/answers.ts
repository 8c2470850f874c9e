import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'
import { channels, type ReadAnswered } from '../foundation/channels.ts'
import type { Clock, Instant } from '../foundation/clock.ts'
import { ageOf, knowledgeAgeOf } from '../foundation/hit.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { Answer, Question, ReadPlan } from './read-plan.ts'
import { errorKindOf } from '../error/sdk-error.ts'

/** Where an entry comes from, and what is known about it at the instant of its answer. */
export interface Provenance {
  readonly source: Answer['source']
  readonly at: Instant
  readonly position: Position | undefined
  /** Default `fresh`. */
  readonly state?: Answer['state']
  /** How the read got the value, as events name it. Default: `source`. */
  readonly way?: ReadAnswered['source']
  /** When a read that waited arrived. */
  readonly since?: Instant
}

/** Answers to readers, each of which is published to the listeners of events. */
export class Answers {
  readonly #coherence: Coherence
  readonly #clock: Clock

  constructor(coherence: Coherence, clock: Clock) {
    this.#coherence = coherence
    this.#clock = clock
  }

  of(question: Question, entry: CacheEntry, { source, at, position, state = 'fresh', way = source, since }: Provenance): Answer {
    const ageMs = source === 'origin' ? 0 : ageOf(entry, at)
    if (channels.read.active) this.#publish(question, entry, way, state, ageMs, at, since)
    return { value: entry.value, kind: entry.kind, source, state, ageMs, position: this.#coherence.tokenOf(position) }
  }

  /** The answer of a hit of the memory tier that did not wait. */
  hit(question: Question, entry: CacheEntry, at: Instant): Answer {
    if (channels.read.active) channels.read.hit(entry, question, this.#coherence, at)
    const { value, kind } = entry
    return { value, kind, source: 'memory', state: 'fresh', ageMs: ageOf(entry, at), position: this.#coherence.token }
  }

  /** For a read that waited. */
  ofWaiting(plan: ReadPlan, entry: CacheEntry, provenance: Provenance): Answer {
    const answer = this.of(plan, entry, provenance)
    const { source, state, ageMs } = answer
    if (plan.isOneOfMany !== true)
      plan.span?.set({ 'mescrm.read.source': provenance.way ?? source, 'mescrm.read.state': state, 'mescrm.read.age_ms': ageMs })
    return answer
  }

  /** Publishes a read that ended with an error. */
  failed({ api, operation, signal }: ReadPlan, since: Instant, cause: unknown): void {
    if (!channels.read.active) return
    const { namespace } = this.#coherence
    channels.read.publish({
      namespace,
      api,
      operation,
      outcome: 'failed',
      source: undefined,
      error: errorKindOf(cause, signal),
      durationMs: this.#clock.now() - since,
    })
  }

  #publish(
    { api, operation, maxStaleness }: Question,
    entry: CacheEntry,
    source: ReadAnswered['source'],
    state: ReadAnswered['state'],
    ageMs: number,
    at: Instant,
    since: Instant | undefined,
  ): void {
    channels.read.publish({
      namespace: this.#coherence.namespace,
      api,
      operation,
      outcome: 'answered',
      error: undefined,
      source,
      state,
      ageMs,
      durationMs: since === undefined ? undefined : this.#clock.now() - since,
      knowledgeAgeMs: knowledgeAgeOf(entry, this.#coherence, at),
      maxStalenessMs: maxStaleness,
    })
  }
}
