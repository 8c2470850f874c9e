import type { Coherence } from '../coherence/coherence.ts'
import { type Arrival, confirmServable, judge } from '../coherence/serving-rule.ts'
import { channels, type LoadEvent } from '../foundation/channels.ts'
import { type Clock, type Instant, later, NEVER } from '../foundation/clock.ts'
import { operationSpan, type Span, traced } from '../foundation/tracing.ts'
import { leaseKey } from '../key/cache-key.ts'
import { RENEWAL_MS } from '../tier/leases.ts'
import type { Claims } from '../tier/claims.ts'
import type { LocalTier } from '../tier/tier.ts'
import type { CacheEntry } from './cache-entry.ts'
import type { Generations } from './generations.ts'
import type { LeasedLoads } from './leased-loads.ts'
import type { LoadLimit } from './load-limit.ts'
import type { Waiters } from './nested-load.ts'
import { loadFromOrigin, type OriginLoad } from './origin-load.ts'
import type { ReadPlan } from './read-plan.ts'
import type { SharedEntries, SharedEntry } from './shared-entries.ts'
import { errorKindOf } from '../error/sdk-error.ts'

/** How a load ended. */
export interface LoadOutcome {
  readonly entry: CacheEntry
  readonly source: 'redis' | 'origin'
  /** When the load was started; `NEVER` where nothing was loaded. */
  readonly startedAt: Instant
}

/** How a load of this process ended. */
interface OwnLoadOutcome extends LoadOutcome {
  /** Whether other processes will find it in the shared tier; never rejects. */
  readonly kept: Promise<boolean>
}

const KEPT = Promise.resolve(true)
const NOT_KEPT = Promise.resolve(false)

/** Whether a load began after the arrival. One that was under way already may have begun earlier within the same instant. */
export const isNewerThan = ({ at }: Arrival, { startedAt }: LoadOutcome, joined: boolean): boolean =>
  joined ? startedAt > at : startedAt >= at

export interface CacheParts {
  readonly clock: Clock
  readonly coherence: Coherence
  readonly memory: LocalTier<CacheEntry>
  /** `undefined` without Redis. */
  readonly shared: SharedEntries | undefined
  /** Left out, every process loads for itself. */
  readonly leases?: LeasedLoads | undefined
  readonly limit: LoadLimit
  /** Left out, every process has generations of its own. */
  readonly generations?: Generations | undefined
  /** Left out, every process has claims of its own. */
  readonly claims?: Claims | undefined
  /** Called when the cache is closed. */
  readonly closed?: () => void
}

/** What a shared load begins with. */
export interface LoadRequest {
  readonly arrival: Arrival
  readonly graceMs: number
  /** Why what memory has does not do. */
  readonly cause: LoadEvent['cause']
}

/** How the origin is called. */
export interface OriginCall {
  /** Whether the value goes into the tiers. */
  readonly fills: boolean
  readonly cause: LoadEvent['cause']
  /** Finds what another process has left meanwhile: a load that took long may have lost its lease, and what others build on counts. */
  readonly find?: () => Promise<LoadOutcome | undefined>
}

const OUTCOMES: Readonly<Record<string, LoadEvent['outcome']>> = { overload: 'refused', aborted: 'aborted' }

const NEVER_HURRIED = new AbortController().signal

/** Loads what memory does not have: from the shared tier, else from the origin, alone or with a lease of the fleet. */
export class Loads {
  readonly #parts: CacheParts

  constructor(parts: CacheParts) {
    this.#parts = parts
  }

  /** Loads from the shared tier, else from the origin, with a lease where the plan asks for one. */
  async load(plan: ReadPlan, { arrival, graceMs, cause: known }: LoadRequest, waiters: Waiters): Promise<LoadOutcome> {
    let cause = known
    const refused = (entry: CacheEntry): void => {
      if (cause === 'absent') cause = this.causeOf(plan, arrival, entry)
    }
    const find = (): Promise<LoadOutcome | undefined> => this.#findShared(plan, arrival, graceMs, refused)
    const found = await find()
    if (found !== undefined) return found
    waiters.signal.throwIfAborted()
    const { leases, coherence } = this.#parts
    // Without a position nothing is written to the shared tier, so nobody could be served by this load.
    if (leases === undefined || !plan.shared || plan.lease !== true || coherence.position === undefined)
      return this.callOrigin(plan, waiters, { fills: true, cause })
    const key = leaseKey(coherence.namespace, plan.key)
    const load = (): Promise<OwnLoadOutcome> => this.callOrigin(plan, waiters, { fills: true, cause, find })
    return leases.run({
      key,
      waitMs: plan.patienceMs / 2,
      api: plan.api,
      operation: plan.operation,
      signal: waiters.signal,
      hurried: waiters.hurried ?? NEVER_HURRIED,
      find,
      load,
      kept: ({ kept }) => kept,
    })
  }

  /** Returns what the shared tier has, if it may be served. An entry that may not be served is kept in memory as a fallback. */
  async #findShared(
    plan: ReadPlan,
    arrival: Arrival,
    graceMs: number,
    refused: (entry: CacheEntry) => void,
  ): Promise<LoadOutcome | undefined> {
    const { memory, shared, coherence } = this.#parts
    const entry = plan.shared ? await shared?.read(plan, arrival) : undefined
    if (entry === undefined) return undefined
    const isServed = (await confirmServable(coherence, entry, arrival, graceMs)) !== undefined
    if (!isServed) refused(entry)
    if (isServed || memory.get(plan.key.text) === undefined) this.#remember(plan, entry)
    return isServed ? { entry, source: 'redis', startedAt: NEVER } : undefined
  }

  /** Why an entry that was found may not be served, or that there is none. */
  causeOf({ grace }: ReadPlan, arrival: Arrival, entry: CacheEntry | undefined): LoadEvent['cause'] {
    if (entry === undefined) return 'absent'
    const verdict = judge(
      entry,
      arrival,
      this.#parts.coherence,
      later(entry.staleAt, entry.kind === 'absence' ? 0 : grace.whileRevalidateMs),
    )
    // What has become servable since was not confirmed in time.
    return verdict === 'serve' ? 'unconfirmed' : verdict
  }

  /** Calls the origin, within the limit of concurrent loads. */
  async callOrigin(plan: ReadPlan, waiters: Waiters, { fills, cause, find }: OriginCall): Promise<OwnLoadOutcome> {
    const { entry, text, fillable } = await this.#traced(plan, waiters, cause)
    const found = entry.bornAt > later(entry.loadedAt, RENEWAL_MS) ? await find?.() : undefined
    if (found !== undefined) return { ...found, kept: KEPT }
    const kept = fills && fillable ? this.#fill(plan, entry, text) : NOT_KEPT
    return { entry, source: 'origin', startedAt: entry.loadedAt, kept }
  }

  #traced(plan: ReadPlan, waiters: Waiters, cause: LoadEvent['cause']): Promise<OriginLoad> {
    if (plan.isOneOfMany === true) return this.#announced(plan, waiters, cause)
    const describe = () => ({
      ...operationSpan('load', this.#parts.coherence.namespace, plan, { 'mescrm.load.cause': cause }),
      links: [plan.span],
    })
    return traced(
      describe,
      (error) => errorKindOf(error, waiters.signal),
      (span) => {
        waiters.key?.loadedIn(span)
        return this.#announced(plan, waiters, cause, span)
      },
    )
  }

  async #announced(plan: ReadPlan, waiters: Waiters, cause: LoadEvent['cause'], span?: Span): Promise<OriginLoad> {
    const since = this.#parts.clock.now()
    try {
      const loaded = await this.#limited(plan, waiters, () => loadFromOrigin(plan, waiters, this.#parts))
      if (channels.load.active || span !== undefined)
        this.#announce(
          plan,
          since,
          { cause, outcome: loaded.entry.kind === 'absence' ? 'absence' : 'loaded', bytes: Buffer.byteLength(loaded.text) },
          span,
        )
      return loaded
    } catch (error) {
      if (channels.load.active || span !== undefined)
        this.#announce(plan, since, { cause, outcome: OUTCOMES[errorKindOf(error, waiters.signal)] ?? 'failed', bytes: 0 }, span)
      throw error
    }
  }

  #announce(
    { api, operation }: ReadPlan,
    since: Instant,
    event: Pick<LoadEvent, 'cause' | 'outcome' | 'bytes'>,
    span: Span | undefined,
  ): void {
    const {
      clock,
      coherence: { namespace },
    } = this.#parts
    span?.set({ 'mescrm.load.outcome': event.outcome, 'mescrm.load.bytes': event.bytes })
    channels.load.publish({ namespace, api, operation, ...event, durationMs: clock.now() - since })
  }

  #limited<T>({ api, operation, maxConcurrentLoads }: ReadPlan, waiters: Waiters, load: () => Promise<T>): Promise<T> {
    return maxConcurrentLoads === undefined
      ? load()
      : this.#parts.limit.run({ api, operation }, maxConcurrentLoads, waiters, load)
  }

  #fill(plan: ReadPlan, entry: CacheEntry, text: string): Promise<boolean> {
    if (this.#isOutdone(plan, entry)) return NOT_KEPT
    this.#remember(plan, entry)
    return (
      (plan.shared ? this.#parts.shared?.write(plan, entry, text, (found) => this.#isNewer(plan, entry, found)) : undefined) ??
      NOT_KEPT
    )
  }

  /**
   * Whether what another process has left comes from a load that began later, and may be served: it is kept then. What may not be served
   * keeps nothing out, whatever it says of its load.
   */
  async #isNewer(plan: ReadPlan, { loadedAt }: CacheEntry, { entry, begunAt }: SharedEntry): Promise<boolean> {
    const { clock, coherence, memory } = this.#parts
    if (begunAt <= loadedAt) return false
    const own = memory.get(plan.key.text)
    if ((await confirmServable(coherence, entry, { at: clock.now(), maxStaleness: plan.maxStaleness }, 0)) === undefined)
      return false
    if (own?.loadedAt === loadedAt && memory.get(plan.key.text) === own) this.#remember(plan, entry)
    return true
  }

  /** Whether a load that began later, and so saw no less, has brought a value before this one did. */
  #isOutdone(plan: ReadPlan, { loadedAt, bornAt }: CacheEntry): boolean {
    const known = this.#parts.memory.get(plan.key.text)
    return known !== undefined && known.loadedAt > loadedAt && bornAt < known.staleAt
  }

  #remember(plan: ReadPlan, entry: CacheEntry): void {
    const {
      memory,
      coherence: { namespace },
    } = this.#parts
    const { bytes } = entry
    if (memory.set(plan.key.text, entry, bytes)) return
    channels.incident.publish({ namespace, kind: 'oversize', tier: 'memory', bytes })
  }
}
