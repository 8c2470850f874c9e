import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'
import { channels } from '../foundation/channels.ts'
import type { Instant } from '../foundation/clock.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { Answer, Question } from './read-plan.ts'

/** Where an entry comes from, and what is known about it at the instant of its answer. */
export interface Provenance {
  readonly source: Answer['source']
  readonly at: Instant
  readonly position: Position | undefined
  /** Default `fresh`. */
  readonly state?: Answer['state']
}

/** Answers to readers, each of which is announced to whoever watches. */
export class Answers {
  readonly #coherence: Coherence

  constructor(coherence: Coherence) {
    this.#coherence = coherence
  }

  of(question: Question, entry: CacheEntry, { source, at, position, state = 'fresh' }: Provenance): Answer {
    const ageMs = source === 'origin' ? 0 : ageOf(entry, at)
    if (channels.read.active) this.#publish(question, source, state, ageMs)
    return { value: entry.value, kind: entry.kind, source, state, ageMs, position: this.#coherence.tokenOf(position) }
  }

  /** For a hit of the memory tier that is answered without a result. */
  announceHit(question: Question, entry: CacheEntry, at: Instant): void {
    if (channels.read.active) this.#publish(question, 'memory', 'fresh', ageOf(entry, at))
  }

  #publish({ api, operation }: Question, source: Answer['source'], state: Answer['state'], ageMs: number): void {
    channels.read.publish({ namespace: this.#coherence.namespace, api, operation, source, state, ageMs })
  }
}

const ageOf = (entry: CacheEntry, at: Instant): number => Math.max(0, at - entry.bornAt)
