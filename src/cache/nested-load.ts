import { AsyncLocalStorage } from 'node:async_hooks'
import type { PositionToken } from '../coherence/position-token.ts'
import type { Clock, Instant } from '../foundation/clock.ts'
import type { Span } from '../foundation/tracing.ts'

export interface LoadUnderWay {
  readonly clock: Clock
  readonly startedAt: Instant
  /** Told when it has ended: what it has left behind, a timer or a listener, is no part of it any longer. */
  readonly life?: { readonly over: boolean }
  /** Positions that its value must have reached. */
  readonly atLeast: readonly PositionToken[]
  /** What its value is kept under, where other readers of that key wait for it; `undefined` for a load of one reader alone. */
  readonly awaitedUnder: AwaitedKey | undefined
  /** Aborted when something that must not wait for other processes, or for a turn, waits for it. */
  readonly hurried?: AbortSignal | undefined
  /** The load that it is part of. */
  readonly within?: LoadUnderWay | undefined
}

/** A load that has a time limit. */
export interface TimedLoad {
  /** Milliseconds; grows with those who join. */
  readonly patienceMs: number
  abort(reason: unknown): void
}

/** What those who wait for a load tell it. */
export interface Waiters {
  /** Aborted when nobody waits any longer. */
  readonly signal: AbortSignal
  /** Aborted when one of them must not wait for other processes, or for a turn. */
  readonly hurried?: AbortSignal
  /** What ends the load when its time is over; left out, nothing does. */
  readonly limited?: () => TimedLoad
  /** What they wait for; `undefined` for a load of one reader alone. */
  readonly key?: AwaitedKey
}

/** A key of one cache, while readers wait for its load. */
export class AwaitedKey {
  readonly cache: object
  readonly text: string
  /** Keys that parts of its load wait for, in turn. */
  readonly waitsFor = new Set<AwaitedKey>()
  /** The span of its load, once that has begun. */
  #load: Span | undefined
  /** Spans of readers who wait for a load that has yet to begin. */
  #early: Span[] = []

  constructor(cache: object, text: string) {
    this.cache = cache
    this.text = text
  }

  /** Links a reader who did not begin the load to it. */
  joinedBy(reader: Span | undefined): void {
    if (reader === undefined) return
    if (this.#load === undefined) this.#early.push(reader)
    else reader.link(this.#load)
  }

  loadedIn(load: Span | undefined): void {
    if (load === undefined) return
    this.#load = load
    for (const reader of this.#early) reader.link(load)
    this.#early = []
  }
}

const current = new AsyncLocalStorage<LoadUnderWay>()

/** The load that what runs now is part of, if any: the innermost that has not ended. */
export const loadUnderWay = (): LoadUnderWay | undefined => {
  let load = current.getStore()
  while (load?.life?.over === true) load = load.within
  return load
}

/** Runs a loader, so that the reads of a cache that it makes know what they are part of. */
export const runLoad = async <T>(under: Omit<LoadUnderWay, 'within' | 'life'>, load: () => Promise<T>): Promise<T> => {
  const life = { over: false }
  try {
    return await current.run({ ...under, life, within: loadUnderWay() }, load)
  } finally {
    life.over = true
  }
}

/** Runs one call of a loader for several loads at once: it is part of each, and so not older than the one that began last. */
export const runWithinAll = <T>(loads: readonly LoadUnderWay[], load: () => Promise<T>): Promise<T> => {
  const [first, ...others] = loads.toSorted((one, other) => one.startedAt - other.startedAt)
  if (first === undefined) return load()
  return current.run(
    others.reduce((within, last) => ({ ...last, within }), first),
    load,
  )
}

/** Whether a read that is made now is part of a load. */
export const isWithinLoad = (): boolean => loadUnderWay() !== undefined

/** Runs something that is no part of the load under way. */
export const runOutsideLoad = <T>(work: () => T): T => current.exit(work)

/** Whether a read that waits for the load of this key would wait for itself, be it through loads that others have begun. */
export const wouldWaitForItself = (key: AwaitedKey): boolean => {
  const under = keysUnderWay()
  return under.length > 0 && leadsTo(key, under, new Set())
}

const leadsTo = (key: AwaitedKey, ends: readonly AwaitedKey[], seen: Set<AwaitedKey>): boolean => {
  if (ends.some(({ cache, text }) => cache === key.cache && text === key.text)) return true
  seen.add(key)
  return [...key.waitsFor].some((next) => !seen.has(next) && leadsTo(next, ends, seen))
}

const keysUnderWay = (): readonly AwaitedKey[] => {
  const keys: AwaitedKey[] = []
  for (let load = loadUnderWay(); load !== undefined; load = load.within)
    if (load.life?.over !== true && load.awaitedUnder !== undefined) keys.push(load.awaitedUnder)
  return keys
}

/** Waits for the load of a key, as a part of the loads under way here. */
export const waitAsPart = async <T>(key: AwaitedKey, wait: () => Promise<T>): Promise<T> => {
  const under = keysUnderWay()
  for (const one of under) one.waitsFor.add(key)
  try {
    return await wait()
  } finally {
    for (const one of under) one.waitsFor.delete(key)
  }
}

/**
 * The bound of a read that arrives now. One that is made inside a load is part of that load's answer, which will be taken for as new
 * as its start: what it reads must reflect everything that was appended before then, whatever bound it asks for itself.
 */
export const boundWithin = (load: LoadUnderWay, maxStaleness: number): number =>
  Math.min(maxStaleness, load.clock.now() - load.startedAt)

/** The positions that a read must have reached: those it names, and inside a load those that the load's value must have reached. */
export const positionsWithin = (load: LoadUnderWay | undefined, atLeast: readonly PositionToken[]): readonly PositionToken[] =>
  load === undefined || load.atLeast.length === 0 ? atLeast : [...atLeast, ...load.atLeast]
