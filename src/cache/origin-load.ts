import type { Coherence } from '../coherence/coherence.ts'
import { type PositionToken, queuedToken } from '../coherence/position-token.ts'
import { isValidAndOpen } from '../coherence/serving-rule.ts'
import { type Clock, later, NEVER } from '../foundation/clock.ts'
import { decodeJson } from '../key/frozen-json.ts'
import { encodeJson } from '../key/json.ts'
import { checkTags } from '../key/tag.ts'
import type { LocalTier } from '../tier/tier.ts'
import type { CacheEntry } from './cache-entry.ts'
import { formatCachePosition } from './cache-position.ts'
import { entryBytes } from './entry-size.ts'
import { longestGrace } from './grace.ts'
import { LoadFence } from './load-fence.ts'
import { runLoad, type Waiters } from './nested-load.ts'
import type { Known, ReadPlan } from './read-plan.ts'

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

/** Calls the loader. The stamp is taken before the call, so that a record which comes during the load makes the entry invalid. */
export const loadFromOrigin = async (
  plan: ReadPlan,
  { signal, hurried, key }: Waiters,
  { coherence, clock, memory }: OriginParts,
): Promise<OriginLoad> => {
  const fence = new LoadFence(coherence)
  const loadedVersion = coherence.version
  const loadedAt = clock.now()
  const atLeast = [...positionsOf(coherence), ...plan.atLeast]
  const cachePosition = formatCachePosition({ atLeast, maxStaleness: 0 })
  const under = { clock, startedAt: loadedAt, atLeast: plan.atLeast, awaitedUnder: key, hurried }
  const known = knownOf(plan, memory)
  const { value: loaded, ttlMs, tags: given, kind, validator } = await runLoad(under, () => plan.load({ signal, cachePosition, known, moveFence: (names) => fence.move(names) }))
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
    graceUntil: kind === 'absence' ? staleAt : later(staleAt, longestGrace(plan.grace)),
    kind,
    validator,
    retryAt: NEVER,
    validVersion: -1,
  }
  return { entry, text, fillable: ttlMs > 0 && isValidAndOpen(entry, coherence) }
}

/**
 * An entry that may not be served, since its lifetime has ended or something invalidated it, is as good as a new one once its origin
 * has said, asked after this load began, that it is still so.
 */
const knownOf = ({ key, mode }: ReadPlan, memory: LocalTier<CacheEntry>): Known | undefined => {
  const entry = mode === 'use' ? memory.get(key.text) : undefined
  return entry?.validator === undefined ? undefined : { value: entry.value, validator: entry.validator }
}

/**
 * What caches inside the origin must have reached for an answer to this process: its position, and while an invalidation of its own
 * is on its way to the log, of which they cannot know, something that no cache has reached.
 */
const positionsOf = ({ token, queued, namespace }: Coherence): readonly PositionToken[] =>
  [...(token === undefined ? [] : [token]), ...(queued === 0 ? [] : [queuedToken(namespace)])]
