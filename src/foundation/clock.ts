import { performance } from 'node:perf_hooks'

declare const instant: unique symbol

/** A moment of this process's own timeline, in milliseconds. Instants of two processes are never compared. */
export type Instant = number & { readonly [instant]: true }

/** The process's only source of time. */
export interface Clock {
  /** Never goes back; between two calls it advances by the larger of the monotonic and the wall-clock elapsed time. */
  now(): Instant
  /** Wall clock, in milliseconds since 1970, for dates that a server speaks of. */
  wallNow(): number
  /** Monotonic clock, in milliseconds: no step of a wall clock moves it, and it stands still while the machine is suspended. */
  monotonicNow(): number
}

/** The instant before every other. */
export const NEVER = Number.NEGATIVE_INFINITY as Instant

/** The instant after every other. */
export const FOREVER = Number.POSITIVE_INFINITY as Instant

export const later = (from: Instant, milliseconds: number): Instant => (from + milliseconds) as Instant

/** `Date.now()` has a resolution of 1 ms, so a wall clock within this much of the monotonic one has not stepped. */
const JITTER_MS = 2

/**
 * A clock that does not miss the time for which the machine was suspended: Node's monotonic clock stops then, the wall
 * clock does not. A wall clock that is set back changes nothing; one that is set forward makes entries older, never younger.
 */
export const createClock = (
  monotonic: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
): Clock => {
  let base = wall() - monotonic()
  let lead = 0
  return {
    now() {
      const elapsed = monotonic()
      const skew = wall() - elapsed - base
      if (skew > lead) lead = skew
      else if (skew < lead - JITTER_MS) base += skew - (lead - JITTER_MS)
      return (elapsed + lead) as Instant
    },
    wallNow: wall,
    monotonicNow: monotonic,
  }
}
