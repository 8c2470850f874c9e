import { performance } from 'node:perf_hooks'

declare const instant: unique symbol

/** A moment of this process's own timeline, in milliseconds. Instants of two processes are never compared. */
export type Instant = number & { readonly [instant]: true }

/** Something that will be called. Stopping it twice, or after it was called, does nothing. */
export interface Timer {
  stop(): void
}

export interface TimerOptions {
  /** Whether it is called again and again, each time after as long, until it is stopped. Default `false`. */
  readonly repeats?: boolean
  /** Whether the process stays alive until it is called. Default `true`. */
  readonly holdsProcess?: boolean
  /** Whether one call does for all the times at which it was due together, where a clock is put forward. Default `false`. */
  readonly coalesces?: boolean
}

export interface PauseOptions extends Pick<TimerOptions, 'holdsProcess'> {
  /** Ends the pause with a rejection, for the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** Calls after so many milliseconds, however many; `Infinity` is never. */
type StartTimer = (milliseconds: number, call: () => void, options?: TimerOptions) => Timer

/** The process's only source of time: what reads the time or waits for it does so here. */
export interface Clock {
  /** Never goes back; between two calls it advances by the larger of the monotonic and the wall-clock elapsed time. */
  now(): Instant
  /** Wall clock, in milliseconds since 1970, for dates that a server speaks of. */
  wallNow(): number
  /** Monotonic clock, in milliseconds: no step of a wall clock moves it, and it stands still while the machine is suspended. */
  monotonicNow(): number
  readonly timer: StartTimer
  /** Settles after so many milliseconds. */
  pause(milliseconds: number, options?: PauseOptions): Promise<void>
  /**
   * Tells of work that ends by itself outside of this thread's code, in a file or another thread: a clock that is put forward waits for
   * it. Default: nobody is told.
   */
  readonly noteWork?: (work: Promise<unknown>) => void
}

/** Returns the work, of which the clock was told. */
export const noted = <T>({ noteWork }: Pick<Clock, 'noteWork'>, work: Promise<T>): Promise<T> => {
  noteWork?.(work)
  return work
}

/** As it was when this package was loaded: fake timers may replace it later, and let no turn pass. */
const immediately = globalThis.setImmediate

/** Settles in the next turn of the event loop, whatever fake timers do. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void immediately(resolve))

/** The instant before every other. */
export const NEVER = Number.NEGATIVE_INFINITY as Instant

/** The instant after every other. */
export const FOREVER = Number.POSITIVE_INFINITY as Instant

export const later = (from: Instant, milliseconds: number): Instant => (from + milliseconds) as Instant

/** Node calls at once what is to be called after more milliseconds than that: 24.8 days. */
const LONGEST_MS = 2 ** 31 - 1

/** By the timers that the process has when one is started, so that those of a test kit count. */
const startTimer: StartTimer = (milliseconds, call, { repeats = false, holdsProcess = true } = {}) => {
  let started: unknown
  const start = (leftMs: number): void => {
    const next = (): void => {
      if (leftMs > LONGEST_MS) return start(leftMs - LONGEST_MS)
      if (repeats) start(milliseconds)
      call()
    }
    started = globalThis.setTimeout(next, Math.min(leftMs, LONGEST_MS))
    if (!holdsProcess) release(started)
  }
  start(milliseconds)
  return { stop: () => globalThis.clearTimeout(started as NodeJS.Timeout) }
}

/** Timers of a browser, and of a test kit that stands for one, are numbers. */
const release = (started: unknown): void => {
  if (typeof started === 'object' && started !== null && 'unref' in started && typeof started.unref === 'function')
    started.unref()
}

const pauseBy =
  (timer: StartTimer): Clock['pause'] =>
  (milliseconds, { signal, ...options } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const leave = (): void => {
        started.stop()
        reject(signal?.reason as Error)
      }
      const started = timer(
        milliseconds,
        () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
        options,
      )
      signal?.addEventListener('abort', leave, { once: true })
    })

/** `Date.now()` has a resolution of 1 ms, so a wall clock within this much of the monotonic one has not stepped. */
const JITTER_MS = 2

const OwnDate = Date

/**
 * Reads the monotonic clock that the process has at the moment. A test kit may replace it by one that begins at 0, and give the other
 * back later: the new one goes on from the last time read.
 */
const createMonotonic = (): (() => number) => {
  let source = performance
  let shift = 0
  let latest = 0
  return () => {
    // The global is a getter, which every read of the cache would feel. A test kit that replaces it replaces `Date` as well.
    const current = Date === OwnDate ? performance : globalThis.performance
    const passed = current.now()
    if (current !== source || passed + shift < latest) shift = latest - passed
    source = current
    latest = passed + shift
    return latest
  }
}

/**
 * A clock that does not miss the time for which the machine was suspended: Node's monotonic clock stops then, the wall
 * clock does not. A wall clock that is set back changes nothing; one that is set forward makes entries older, never younger.
 */
export const createClock = (
  monotonic: () => number = createMonotonic(),
  wall: () => number = () => Date.now(),
  timer: StartTimer = startTimer,
): Clock => {
  let base = wall() - monotonic()
  let lead = 0
  return {
    now() {
      const ran = monotonic()
      const skew = wall() - ran - base
      if (skew > lead) lead = skew
      else if (skew < lead - JITTER_MS) base += skew - (lead - JITTER_MS)
      return (ran + lead) as Instant
    },
    wallNow: wall,
    monotonicNow: monotonic,
    timer,
    pause: pauseBy(timer),
  }
}
