/** When a transaction was committed, by two clocks: the wall's, and the monotonic one that fine differences are taken on. */
export interface CommitInstant {
  /** Milliseconds since 1970 by the wall clock. */
  readonly wall: number
  /** `performance.timeOrigin + performance.now()`, in fractions of a millisecond. */
  readonly monotonic: number
}

export function commitInstant(): CommitInstant {
  return { wall: Date.now(), monotonic: performance.timeOrigin + performance.now() }
}
