import type { Coherence } from '../coherence/coherence.ts'
import { type Arrival, confirmServable, judge } from '../coherence/serving-rule.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { channels, type LoadEvent } from '../foundation/channels.ts'
import type { Clock, Instant } from '../foundation/clock.ts'
import { operationSpan, runOutsideSpans, traced } from '../foundation/tracing.ts'
import { Answers, type Provenance } from './answers.ts'
import type { CacheEntry } from './cache-entry.ts'
import { SharedLoad } from '../foundation/shared-load.ts'
import { Generations } from './generations.ts'
import type { LoadLimit } from './load-limit.ts'
import { type CacheParts, Loads, isNewerThan, type LoadOutcome } from './loads.ts'
import {
  AwaitedKey,
  boundWithin,
  isWithinLoad,
  type LoadUnderWay,
  loadUnderWay,
  positionsWithin,
  runOutsideLoad,
  waitAsPart,
  wouldWaitForItself,
} from './nested-load.ts'
import type { Answer, Question, ReadPlan } from './read-plan.ts'
import { LoadTimeout } from './origin-load.ts'
import { type Claims, claimsWith } from '../tier/claims.ts'
import { StaleFallback } from './stale-fallback.ts'
import { untilAborted } from '../foundation/time-limit.ts'
import { errorKindOf } from '../error/sdk-error.ts'

/** Loads that a reader joins before it loads alone. Each further load means that an invalidation came in between. */
const MAX_JOINS = 4

const READS_ITSELF = 'key: expected another one than that of the load which reads it; the load would wait for itself'

/** What those who join a load want to know of it. */
interface Beginning {
  readonly key: AwaitedKey
  readonly at: Instant
  /** Whether it brings values of other keys as well, and fails with them. */
  readonly isPart: boolean
}

/** The load of a key, shared by its readers. */
type KeyedLoad = SharedLoad<LoadOutcome, Beginning>

/** A load for one reader alone. */
interface LoneLoad {
  readonly since: Instant
  readonly fills: boolean
  readonly cause: LoadEvent['cause']
  readonly way: Provenance['way']
}

/** The read path: memory, then the shared tier, then the origin. Every value from a tier has passed the serving rule. */
export class ReadPath {
  readonly coherence: Coherence
  readonly clock: Clock
  readonly limit: LoadLimit
  readonly generations: Generations
  /** What the processes of the namespace agree on; of this process alone without Redis. */
  readonly claims: Claims
  readonly #parts: CacheParts
  readonly #sharedLoads = new Map<string, KeyedLoad>()
  readonly #staleFallback: StaleFallback
  readonly #loads: Loads
  readonly #answers: Answers

  constructor(parts: CacheParts) {
    this.#parts = parts
    this.coherence = parts.coherence
    this.clock = parts.clock
    this.limit = parts.limit
    this.generations = parts.generations ?? new Generations(parts.coherence, parts.clock, undefined)
    this.claims = claimsWith(parts.claims, () => parts.clock.now())
    this.#staleFallback = new StaleFallback(parts)
    this.#loads = new Loads(parts)
    this.#answers = new Answers(parts.coherence, parts.clock)
  }

  /** Gives up leases, appends what is queued, and disconnects. Returns how many invalidations could not be appended. */
  async close(): Promise<number> {
    await this.#parts.leases?.close()
    return this.coherence.close().finally(() => this.#parts.closed?.())
  }

  /** A hit of the memory tier that may be served as it is, without a promise; else `undefined`. An absence is left to `read`, without `absences`. */
  recall(question: Question, absences = true): Answer | undefined {
    const within = loadUnderWay()
    const arrival = this.#arrivalOf(question, within)
    const entry = this.#hit(question, arrival, within)
    if (entry?.kind === 'absence' && !absences) return undefined
    return entry && this.#answers.hit(question, entry, arrival.at)
  }

  /** The value of such a hit, as a promise of no cost. */
  recallValue(question: Question): Promise<unknown> | undefined {
    const within = loadUnderWay()
    const arrival = this.#arrivalOf(question, within)
    const entry = this.#hit(question, arrival, within)
    if (entry !== undefined && channels.read.active) channels.read.hit(entry, question, this.coherence, arrival.at)
    return entry?.settled
  }

  #hit(question: Question, arrival: Arrival, within: LoadUnderWay | undefined): CacheEntry | undefined {
    const entry = question.mode === 'use' ? this.#parts.memory.get(question.key.text) : undefined
    if (entry === undefined) return undefined
    const atLeast = within === undefined ? question.atLeast : positionsWithin(within, question.atLeast)
    if (atLeast.length > 0 && !this.coherence.hasReached(atLeast, arrival.at)) return undefined
    return judge(entry, arrival, this.coherence) === 'serve' ? entry : undefined
  }

  read(asked: ReadPlan): Promise<Answer> {
    if (asked.isOneOfMany === true) return this.#announced(asked)
    return traced(
      () => operationSpan('read', this.coherence.namespace, asked),
      (cause) => errorKindOf(cause, asked.signal),
      (span) => this.#announced({ ...asked, span }),
    )
  }

  async #announced(asked: ReadPlan): Promise<Answer> {
    const since = this.clock.now()
    try {
      return await this.#read({ ...asked, atLeast: positionsWithin(loadUnderWay(), asked.atLeast) }, since)
    } catch (cause) {
      this.#answers.failed(asked, since, cause)
      throw cause
    }
  }

  async #read(plan: ReadPlan, since: Instant): Promise<Answer> {
    plan.signal?.throwIfAborted()
    if (this.coherence.first.isStarting) await untilAborted(this.coherence.first.started, plan.signal)
    const arrival = this.#arrivalOf(plan, loadUnderWay())
    if (plan.mode === 'bypass') return this.#loadAlone(plan, { since, fills: false, cause: 'bypass', way: 'bypass' })
    if (plan.mode === 'reload') return this.#loadAlone(plan, { since, fills: true, cause: 'reload', way: 'reload' })
    const bound = await untilAborted(this.#boundFor(plan, arrival), plan.signal)
    if (bound === undefined) return this.#loadAlone(plan, { since, fills: false, cause: 'position', way: 'origin' })
    return untilAborted(this.#readThrough(plan, bound, since), plan.signal).catch((cause: unknown) =>
      this.#fallBack(plan, bound, since, cause),
    )
  }

  #arrivalOf({ maxStaleness }: Question, within: LoadUnderWay | undefined): Arrival {
    const bound = within === undefined ? maxStaleness : boundWithin(within, maxStaleness)
    return { at: this.clock.now(), maxStaleness: bound }
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

  async #readThrough(plan: ReadPlan, arrival: Arrival, since: Instant): Promise<Answer> {
    let why: LoadEvent['cause'] = 'absent'
    for (let joins = 0; joins < MAX_JOINS; joins++) {
      const entry = this.#parts.memory.get(plan.key.text)
      const hit = entry && (await confirmServable(this.coherence, entry, arrival, revalidationOf(plan)))
      if (entry !== undefined && hit !== undefined)
        return this.#served(plan, entry, { source: 'memory', at: arrival.at, position: hit.position, since })
      if (entry !== undefined && this.#staleFallback.servesNow(plan, arrival, entry)) return this.#stale(plan, entry, since)
      why = this.#loads.causeOf(plan, arrival, entry)
      if (entry !== undefined) this.#forget(plan, entry)
      plan.signal?.throwIfAborted()
      const known = this.#sharedLoads.get(plan.key.text)
      if (known !== undefined && wouldWaitForItself(known.about.key)) throw new ConfigurationError(READS_ITSELF)
      const load = known ?? this.#startLoad(plan, arrival, revalidationOf(plan), why)
      // A load that waits for another process, or for a turn, which may wait for this one, could wait for ever.
      if (isWithinLoad()) load.hurry()
      if (known !== undefined) load.about.key.joinedBy(plan.span)
      const outcome = await waitAsPart(load.about.key, () => load.wait(plan.signal, plan.patienceMs)).catch((cause: unknown) => {
        if (known === undefined || joins > 0 || plan.signal?.aborted === true || !isOfOthers(cause, known.about, arrival))
          throw cause
        return undefined
      })
      if (outcome === undefined) continue
      if (isNewerThan(arrival, outcome, known !== undefined))
        return this.#loaded(plan, outcome.entry, since, known === undefined ? outcome.source : 'joined')
      const joined = await confirmServable(this.coherence, outcome.entry, arrival, revalidationOf(plan))
      if (joined !== undefined) {
        const { entry: found, source } = outcome
        return this.#served(plan, found, {
          source,
          at: arrival.at,
          position: joined.position,
          since,
          way: known === undefined ? source : 'joined',
        })
      }
    }
    return this.#loadAlone(plan, { since, fills: true, cause: why, way: 'origin' })
  }

  /** Answers a reader whose load failed with `cause` from a stale entry, or throws the cause. */
  async #fallBack(plan: ReadPlan, arrival: Arrival, since: Instant, cause: unknown): Promise<Answer> {
    const entry = await this.#staleFallback.insteadOf(cause, plan, arrival)
    if (entry === undefined) throw cause
    return this.#stale(plan, entry, since)
  }

  /** Drops what can never be served again; what only could not be confirmed stays, and what the origin may confirm. */
  #forget(plan: ReadPlan, entry: CacheEntry): void {
    if (entry.validator !== undefined) return
    const { memory } = this.#parts
    const verdict = judge(
      entry,
      { at: this.clock.now(), maxStaleness: Number.POSITIVE_INFINITY },
      this.coherence,
      entry.graceUntil,
    )
    if ((verdict === 'expired' || verdict === 'invalid') && memory.get(plan.key.text) === entry) memory.delete(plan.key.text)
  }

  #startLoad(plan: ReadPlan, arrival: Arrival, graceMs: number, cause: LoadEvent['cause']): KeyedLoad {
    const under = plan.key.text
    const key = new AwaitedKey(this, under)
    const load: KeyedLoad = new SharedLoad(
      (signal, hurried) => this.#loads.load(plan, { arrival, graceMs, cause }, { signal, hurried, key, limited: () => load }),
      () => this.#sharedLoads.get(under) === load && this.#sharedLoads.delete(under),
      { key, at: this.clock.now(), isPart: plan.isOneOfMany === true },
    )
    this.#sharedLoads.set(under, load)
    return load
  }

  /** Loads a newer value than the one just served, unless somebody does. */
  #revalidate(plan: ReadPlan, entry: CacheEntry): void {
    const at = this.clock.now()
    if (this.#sharedLoads.has(plan.key.text) || at < entry.retryAt) return
    const load = runOutsideLoad(() =>
      runOutsideSpans(() => this.#startLoad(plan, { at, maxStaleness: plan.maxStaleness }, 0, 'revalidation')),
    )
    load.wait(undefined, plan.patienceMs).catch((cause: unknown) => {
      this.#staleFallback.postpone(entry)
      channels.incident.publish({ namespace: this.coherence.namespace, kind: 'revalidation-failed', cause })
    })
  }

  async #loadAlone(plan: ReadPlan, { since, fills, cause, way }: LoneLoad): Promise<Answer> {
    const load: SharedLoad<LoadOutcome> = new SharedLoad(
      (signal) => this.#loads.callOrigin(plan, { signal, limited: () => load }, { fills, cause }),
      () => {},
      undefined,
    )
    const { entry } = await load.wait(plan.signal, plan.patienceMs)
    return this.#loaded(plan, entry, since, way)
  }

  #loaded(plan: ReadPlan, entry: CacheEntry, since: Instant, way: Provenance['way']): Answer {
    return this.#answers.ofWaiting(plan, entry, {
      source: 'origin',
      at: entry.bornAt,
      position: entry.stamp,
      since,
      ...(way && { way }),
    })
  }

  /** An answer that may be past its lifetime; then a newer one is loaded for those who come next. */
  #served(plan: ReadPlan, entry: CacheEntry, provenance: Provenance): Answer {
    const state = provenance.at < entry.staleAt ? 'fresh' : 'stale'
    if (state === 'stale') this.#revalidate(plan, entry)
    return this.#answers.ofWaiting(plan, entry, { ...provenance, state })
  }

  #stale(plan: ReadPlan, entry: CacheEntry, since: Instant): Answer {
    return this.#answers.ofWaiting(plan, entry, {
      source: 'memory',
      at: this.clock.now(),
      position: this.coherence.position,
      state: 'stale',
      since,
    })
  }
}

/** Whether the failure of a load that a reader joined says nothing of a load of its own: others have asked for another value as well, or have had the time. */
const isOfOthers = (cause: unknown, { at, isPart }: Beginning, arrival: Arrival): boolean =>
  isPart || (cause instanceof LoadTimeout && at < arrival.at)

/** How far past its lifetime a reader takes an entry while a newer one is loaded. A load builds on none: its value would be taken for a new one. */
const revalidationOf = ({ grace }: ReadPlan): number => (isWithinLoad() ? 0 : grace.whileRevalidateMs)
