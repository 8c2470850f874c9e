import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'
import { type Arrival, judge } from '../coherence/serving-rule.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { channels } from '../foundation/channels.ts'
import { type Clock, type Instant, NEVER } from '../foundation/clock.ts'
import type { LocalTier } from '../tier/tier.ts'
import type { CacheEntry } from './cache-entry.ts'
import { Flight } from './flight.ts'
import { type AwaitedKey, boundWithinLoad, isPartOfLoad, positionsWithinLoad } from './nested-load.ts'
import { loadFromOrigin } from './origin-load.ts'
import type { Question, ReadPlan, ReadResult } from './read-plan.ts'
import type { SharedEntries } from './shared-entries.ts'

export interface CacheParts {
  readonly clock: Clock
  readonly coherence: Coherence
  readonly memory: LocalTier<CacheEntry>
  /** `undefined` without Redis. */
  readonly shared: SharedEntries | undefined
}

/** How a flight ended. */
interface Landing {
  readonly entry: CacheEntry
  readonly source: 'redis' | 'origin'
  /** When the load was started; `NEVER` where nothing was loaded. */
  readonly startedAt: Instant
}

/** That an entry may be served, and the position up to which it is known to reflect the log. */
interface Voucher {
  readonly position: Position | undefined
}

/** Flights that a reader joins before it loads alone; each further one means that an invalidation came between. */
const MAX_JOINS = 4

const READS_ITSELF = 'key: expected another one than that of the load which reads it; the load would wait for itself'

/** The read path: memory, then the shared tier, then the origin. Whatever it returns from a tier has passed the serving rule. */
export class Cache {
  readonly coherence: Coherence
  readonly #parts: CacheParts
  readonly #flights = new Map<string, Flight<Landing>>()

  constructor(parts: CacheParts) {
    this.#parts = parts
    this.coherence = parts.coherence
  }

  /** A hit of the memory tier that may be served as it is, without a promise; else `undefined`. */
  recall(question: Question): ReadResult | undefined {
    const arrival = this.#arrivalOf(question)
    const entry = this.#hit(question, arrival)
    return entry && this.#result(question, entry, 'memory', arrival.at, this.coherence.position)
  }

  /** The value of such a hit, as a promise of no cost. */
  recallValue(question: Question): Promise<unknown> | undefined {
    const arrival = this.#arrivalOf(question)
    const entry = this.#hit(question, arrival)
    if (entry !== undefined && channels.read.active) this.#announce(question, 'memory', ageOf(entry, arrival.at))
    return entry?.settled
  }

  #hit(question: Question, arrival: Arrival): CacheEntry | undefined {
    const entry = question.mode === 'use' ? this.#parts.memory.get(question.key.text) : undefined
    if (entry === undefined) return undefined
    const atLeast = positionsWithinLoad(question.atLeast)
    if (atLeast.length > 0 && !this.coherence.hasReached(atLeast, arrival.at)) return undefined
    return judge(entry, arrival, this.coherence) === 'serve' ? entry : undefined
  }

  async read(asked: ReadPlan): Promise<ReadResult> {
    const plan = { ...asked, atLeast: positionsWithinLoad(asked.atLeast) }
    plan.signal?.throwIfAborted()
    if (this.coherence.isStarting) await this.coherence.started()
    const arrival = this.#arrivalOf(plan)
    if (plan.mode === 'bypass') return this.#loadAlone(plan, false)
    if (plan.mode === 'reload') return this.#loadAlone(plan, true)
    const bound = await this.#boundFor(plan, arrival)
    return bound === undefined ? this.#loadAlone(plan, false) : this.#readThrough(plan, bound)
  }

  #arrivalOf({ maxStaleness }: Question): Arrival {
    const bound = boundWithinLoad(maxStaleness)
    return { at: this.#parts.clock.now(), maxStaleness: bound }
  }

  /** How the positions that the reader names bind the read; `undefined` where they can only be met by the origin. */
  async #boundFor(plan: ReadPlan, arrival: Arrival): Promise<Arrival | undefined> {
    let bound = arrival
    for (const token of plan.atLeast) {
      const reached = await this.coherence.reach(token, arrival.at)
      if (reached === 'origin') return undefined
      if (reached === 'confirm') bound = { ...arrival, maxStaleness: 0 }
    }
    return bound
  }

  async #readThrough(plan: ReadPlan, arrival: Arrival): Promise<ReadResult> {
    for (let joins = 0; joins < MAX_JOINS; joins++) {
      const entry = this.#parts.memory.get(plan.key.text)
      const hit = entry && (await this.#vouchFor(entry, arrival))
      if (entry !== undefined && hit !== undefined) return this.#result(plan, entry, 'memory', arrival.at, hit.position)
      if (entry !== undefined) this.#forget(plan, entry)
      const known = this.#flights.get(plan.key.text)
      if (known !== undefined && isPartOfLoad(this.#awaited(plan))) throw new ConfigurationError(READS_ITSELF)
      const landing = await (known ?? this.#takeOff(plan, arrival)).wait(plan.signal)
      if (isNewerThan(arrival, landing, known !== undefined)) return this.#loaded(plan, landing.entry)
      const joined = await this.#vouchFor(landing.entry, arrival)
      if (joined !== undefined) return this.#result(plan, landing.entry, landing.source, arrival.at, joined.position)
    }
    return this.#loadAlone(plan, true)
  }

  /** The position at which the serving rule lets an entry pass, after asking the log where only that is missing. */
  async #vouchFor(entry: CacheEntry, arrival: Arrival): Promise<Voucher | undefined> {
    let verdict = judge(entry, arrival, this.coherence)
    if (verdict === 'unconfirmed' || verdict === 'ahead') {
      await this.coherence.confirm(arrival.at)
      verdict = judge(entry, arrival, this.coherence)
    }
    return verdict === 'serve' ? { position: this.coherence.position } : undefined
  }

  /** Drops what can never be served again; what only could not be confirmed stays. */
  #forget(plan: ReadPlan, entry: CacheEntry): void {
    const { memory, clock } = this.#parts
    const verdict = judge(entry, { at: clock.now(), maxStaleness: Number.POSITIVE_INFINITY }, this.coherence)
    if ((verdict === 'expired' || verdict === 'invalid') && memory.get(plan.key.text) === entry) memory.delete(plan.key.text)
  }

  #takeOff(plan: ReadPlan, arrival: Arrival): Flight<Landing> {
    const under = plan.key.text
    const flight: Flight<Landing> = new Flight(
      (signal) => this.#fly(plan, arrival, signal),
      () => this.#flights.get(under) === flight && this.#flights.delete(under),
    )
    this.#flights.set(under, flight)
    return flight
  }

  async #fly(plan: ReadPlan, arrival: Arrival, signal: AbortSignal): Promise<Landing> {
    const shared = plan.shared ? await this.#parts.shared?.read(plan, arrival) : undefined
    if (shared !== undefined && (await this.#vouchFor(shared, arrival)) !== undefined) {
      this.#parts.memory.set(plan.key.text, shared, shared.bytes)
      return { entry: shared, source: 'redis', startedAt: NEVER }
    }
    signal.throwIfAborted()
    return this.#load(plan, signal, true, this.#awaited(plan))
  }

  #awaited({ key }: ReadPlan): AwaitedKey {
    return { cache: this, text: key.text }
  }

  async #load(plan: ReadPlan, signal: AbortSignal, fills: boolean, awaited?: AwaitedKey): Promise<Landing> {
    const { entry, text, fillable } = await loadFromOrigin(plan, signal, this.#parts, awaited)
    if (fills && fillable) this.#fill(plan, entry, text)
    return { entry, source: 'origin', startedAt: entry.loadedAt }
  }

  #fill(plan: ReadPlan, entry: CacheEntry, text: string): void {
    if (!this.#parts.memory.set(plan.key.text, entry, entry.bytes)) {
      channels.incident.publish({ namespace: this.coherence.namespace, kind: 'oversize' })
    }
    if (plan.shared && entry.stamp !== undefined) this.#parts.shared?.write(plan, entry, text)
  }

  async #loadAlone(plan: ReadPlan, fills: boolean): Promise<ReadResult> {
    const flight = new Flight((signal) => this.#load(plan, signal, fills), () => {})
    const { entry } = await flight.wait(plan.signal)
    return this.#loaded(plan, entry)
  }

  #loaded(plan: ReadPlan, entry: CacheEntry): ReadResult {
    return this.#result(plan, entry, 'origin', entry.bornAt, entry.stamp)
  }

  #result(
    question: Question,
    entry: CacheEntry,
    source: ReadResult['source'],
    at: Instant,
    position: Position | undefined,
  ): ReadResult {
    const ageMs = source === 'origin' ? 0 : ageOf(entry, at)
    if (channels.read.active) this.#announce(question, source, ageMs)
    return { value: entry.value, source, state: 'fresh', ageMs, position: this.coherence.tokenOf(position) }
  }

  #announce({ operation }: Question, source: ReadResult['source'], ageMs: number): void {
    channels.read.publish({ namespace: this.coherence.namespace, operation, source, ageMs })
  }
}

/** Whether a load began after the arrival. One that was under way already may have begun earlier within the same instant. */
const isNewerThan = ({ at }: Arrival, { startedAt }: Landing, joined: boolean): boolean =>
  joined ? startedAt > at : startedAt >= at

const ageOf = (entry: CacheEntry, at: Instant): number => Math.max(0, at - entry.bornAt)
