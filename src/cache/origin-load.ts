import type { Coherence } from '../coherence/coherence.ts'
import { type PositionToken, queuedToken } from '../coherence/position-token.ts'
import { isValidAndOpen } from '../coherence/serving-rule.ts'
import { type Clock, later, NEVER, type Timer } from '../foundation/clock.ts'
import { TimeoutError } from '../error/timeout-error.ts'
import { decodeJson } from '../key/frozen-json.ts'
import { encodeJson } from '../key/json.ts'
import { checkTags } from '../key/tag.ts'
import type { LocalTier } from '../tier/tier.ts'
import { type CacheEntry, entryBytes } from './cache-entry.ts'
import { formatCachePosition } from './cache-position.ts'
import { longestStaleWindow } from './stale-window.ts'
import { runLoad, type Waiters } from './nested-load.ts'
import type { KnownValue, ReadPlan } from './read-plan.ts'
import type { Position } from '../coherence/position.ts'

/** From where on records speak against the value of a load: its start, or a later moment up to which what it has read is known to hold. */
export class LoadFence {
  readonly #coherence: Coherence
  #stamp: Position | undefined

  constructor(coherence: Coherence) {
    this.#coherence = coherence
    this.#stamp = coherence.stamp
  }

  get stamp(): Position | undefined {
    return this.#stamp
  }

  /**
   * All records up to the position are applied, so that it is known of each whether it names one of the tags. Without a stamp nothing
   * is known of the records since, and only a load that has read nothing yet may take one.
   */
  move(tags: readonly string[]): boolean {
    const { stamp } = this.#coherence
    if (!this.#coherence.isOpen(tags)) return false
    if (this.#stamp !== undefined && tags.length > 0 && !this.#coherence.isValid(this.#stamp, tags)) return false
    if (stamp !== undefined && (this.#stamp !== undefined || tags.length === 0)) this.#stamp = stamp
    return true
  }
}

/** What a load brought back. */
export interface OriginLoad {
  readonly entry: CacheEntry
  /** The value as JSON, for a tier that keeps texts. */
  readonly text: string
  /** Whether the entry may go into a tier: it has a lifetime, and nothing invalidated it while it was loaded. */
  readonly fillable: boolean
}

export interface OriginParts {
  readonly coherence: Coherence
  readonly clock: Clock
  readonly memory: LocalTier<CacheEntry>
}

/** A load did not end within its own time. One who joined it late has waited for less than that. */
export class LoadTimeout extends TimeoutError {
  constructor({ api, operation = 'load' }: ReadPlan, patienceMs: number) {
    super(`the load did not end within ${patienceMs} ms`, { api, operation, requestId: '', attempts: 0 })
  }
}

/** The load's outcome, or a rejection when its time is over: its place among the loads under way is free then. */
const withinLimit = <T>(load: Promise<T>, plan: ReadPlan, clock: Clock, limited: Waiters['limited']): Promise<T> => {
  if (limited === undefined) return load
  const since = clock.now()
  return new Promise((resolve, reject) => {
    const wait = (milliseconds: number): Timer =>
      clock.timer(
        milliseconds,
        () => {
          // One who joined may have more time than the one who began.
          const leftMs = limited().patienceMs - (clock.now() - since)
          if (leftMs > 0) return void (timer = wait(leftMs))
          const error = new LoadTimeout(plan, limited().patienceMs)
          limited().abort(error)
          reject(error)
        },
        { holdsProcess: false },
      )
    let timer = wait(plan.patienceMs)
    load.then(resolve, reject).finally(() => timer.stop())
  })
}

/** Calls the loader, and leaves it when its time is over, whether it heeds its signal or not. The stamp is taken before the call, so that a record which comes during the load makes the entry invalid. */
export const loadFromOrigin = async (
  plan: ReadPlan,
  { signal, hurried, key, limited }: Waiters,
  { coherence, clock, memory }: OriginParts,
): Promise<OriginLoad> => {
  const fence = new LoadFence(coherence)
  const loadedVersion = coherence.version
  const loadedAt = clock.now()
  const atLeast = [...positionsOf(coherence), ...plan.atLeast]
  const cachePosition = formatCachePosition({ atLeast, maxStaleness: 0 })
  const under = { clock, startedAt: loadedAt, atLeast: plan.atLeast, awaitedUnder: key, hurried }
  const known = knownOf(plan, memory)
  const load = runLoad(under, () => plan.load({ signal, cachePosition, known, moveFence: (names) => fence.move(names) }))
  const { value: loaded, ttlMs, tags: given, kind, validator } = await withinLimit(load, plan, clock, limited)
  const text = encodeJson(loaded)
  const bornAt = clock.now()
  const { value, heapBytes } = decodeJson(text)
  const tags = checkTags(given)
  const staleAt = later(bornAt, ttlMs)
  const entry: CacheEntry = {
    value,
    settled: Promise.resolve(value),
    bytes: entryBytes(plan.key.text, tags, heapBytes),
    tags,
    stamp: fence.stamp,
    loadedAt,
    loadedVersion,
    bornAt,
    staleAt,
    graceUntil: kind === 'absence' ? staleAt : later(staleAt, longestStaleWindow(plan.grace)),
    kind,
    validator,
    retryAt: NEVER,
    validVersion: -1,
    counter: undefined,
  }
  return { entry, text, fillable: ttlMs > 0 && isValidAndOpen(entry, coherence) }
}

/**
 * An entry that may not be served, since its lifetime has ended or something invalidated it, is as good as a new one once its origin
 * has said, asked after this load began, that it is still so.
 */
const knownOf = ({ key, mode }: ReadPlan, memory: LocalTier<CacheEntry>): KnownValue | undefined => {
  const entry = mode === 'use' ? memory.get(key.text) : undefined
  return entry?.validator === undefined ? undefined : { value: entry.value, validator: entry.validator }
}

/**
 * What caches inside the origin must have reached for an answer to this process: its position, and while an invalidation of its own
 * is on its way to the log, of which they cannot know, something that no cache has reached.
 */
const positionsOf = ({ token, queued, namespace }: Coherence): readonly PositionToken[] => [
  ...(token === undefined ? [] : [token]),
  ...(queued === 0 ? [] : [queuedToken(namespace)]),
]
