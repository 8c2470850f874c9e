/** One life of a process on a machine: from its start to its end, with the clocks of the machine it runs on. */
export class Host {
  readonly name: string
  readonly machine: Machine
  alive = true

  constructor(name: string, machine: Machine) {
    this.name = name
    this.machine = machine
  }
}

/**
 * A process looks at its clocks at least this often. Neither of them shows a suspension during which the wall clock is set back by as
 * much; the promise assumes that both do not happen between two looks.
 */
const SEEN_WITHIN_MS = 600

/** The machine of a process. Its clocks outlive the process; each machine's are its own. */
export class Machine {
  /** Until when nothing on it runs. */
  frozenUntil = 0
  /** Milliseconds for which its monotonic clock stood still. */
  #suspendedMs = 0
  #suspendedUntil = Number.NEGATIVE_INFINITY
  #wallOffset = 0
  #setBackAt: number | undefined

  /** Nothing runs; both clocks go on. */
  pause(now: number, milliseconds: number): void {
    this.frozenUntil = Math.max(this.frozenUntil, now + milliseconds)
  }

  /** Nothing runs, and the monotonic clock stands still; the wall clock is right again on waking. Says whether it happened. */
  suspend(now: number, milliseconds: number): boolean {
    const lastLook = now < this.frozenUntil ? Number.NEGATIVE_INFINITY : now - SEEN_WITHIN_MS
    if (this.#setBackAt !== undefined && this.#setBackAt >= lastLook) return false
    this.pause(now, milliseconds)
    this.#suspendedMs += milliseconds
    this.#suspendedUntil = Math.max(this.#suspendedUntil, now + milliseconds)
    return true
  }

  /** Says whether it happened. */
  stepWallClock(now: number, milliseconds: number): boolean {
    if (milliseconds < 0 && now <= Math.max(this.#suspendedUntil, this.frozenUntil) + SEEN_WITHIN_MS) return false
    if (milliseconds < 0) this.#setBackAt = now
    this.#wallOffset += milliseconds
    return true
  }

  monotonic(now: number): number {
    return now - this.#suspendedMs
  }

  wall(now: number): number {
    return 1_000_000_000 + now + this.#wallOffset
  }
}
