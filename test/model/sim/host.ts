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

/** The machine of a process. Its clocks outlive the process; each machine's are its own. */
export class Machine {
  /** Until when nothing on it runs. */
  frozenUntil = 0
  /** Milliseconds for which its monotonic clock stood still. */
  #suspendedMs = 0
  #wallOffset = 0

  /** Nothing runs; both clocks go on. */
  pause(now: number, milliseconds: number): void {
    this.frozenUntil = Math.max(this.frozenUntil, now + milliseconds)
  }

  /** Nothing runs, and the monotonic clock stands still; the wall clock is right again on waking. */
  suspend(now: number, milliseconds: number): void {
    this.pause(now, milliseconds)
    this.#suspendedMs += milliseconds
  }

  stepWallClock(milliseconds: number): void {
    this.#wallOffset += milliseconds
  }

  monotonic(now: number): number {
    return now - this.#suspendedMs
  }

  wall(now: number): number {
    return 1_000_000_000 + now + this.#wallOffset
  }
}
