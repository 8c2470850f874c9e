import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'
import { errorKindOf } from '../error/error-kind.ts'
import { channels, type ReadAnswered } from '../foundation/channels.ts'
import type { Clock, Instant } from '../foundation/clock.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { Answer, Question, ReadPlan } from './read-plan.ts'

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

  /** For a hit of the memory tier that is answered without a result. */
  announceHit(question: Question, entry: CacheEntry, at: Instant): void {
    if (channels.read.active) this.#publish(question, entry, 'memory', 'fresh', ageOf(entry, at), at, undefined)
  }

  /** Publishes a read that ended with an error. */
  failed({ api, operation, signal }: ReadPlan, since: Instant, cause: unknown): void {
    if (!channels.read.active) return
    const { namespace } = this.#coherence
    channels.read.publish({ namespace, api, operation, outcome: 'failed', source: undefined, error: errorKindOf(cause, signal), durationMs: this.#clock.now() - since })
  }

  /** Without an object for its arguments: every hit passes here. */
  #publish(
    question: Question, entry: CacheEntry, source: ReadAnswered['source'], state: ReadAnswered['state'], ageMs: number, at: Instant, since: Instant | undefined,
  ): void {
    const { namespace, confirmedAt } = this.#coherence
    channels.read.publish({
      namespace, api: question.api, operation: question.operation, outcome: 'answered', error: undefined, source, state, ageMs,
      durationMs: since === undefined ? undefined : this.#clock.now() - since,
      // The process that loaded a value knows as much of the log as the load did.
      knowledgeAgeMs: Math.max(0, at - Math.max(confirmedAt, entry.loadedAt)),
      maxStalenessMs: question.maxStaleness,
    })
  }
}

const ageOf = (entry: CacheEntry, at: Instant): number => Math.max(0, at - entry.bornAt)
