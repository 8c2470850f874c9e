import { ClosedError } from '../../error/closed-error.ts'
import type { Clock, Timer } from '../../foundation/clock.ts'

/**
 * The wait for the first position of a process. Reads wait for it a little, since without one they could not keep what they
 * load.
 */
export class FirstPosition {
  readonly #reached = Promise.withResolvers<void>()
  readonly #started = Promise.withResolvers<void>()
  #isStarting: boolean
  #timer: Timer | undefined

  constructor(clock: Clock, startupMs: number, startsAfter?: Promise<unknown>) {
    this.#isStarting = startupMs > 0
    this.#reached.promise.catch(() => {})
    const start = (): void => {
      if (this.#isStarting) this.#timer = clock.timer(startupMs, () => this.giveUp())
    }
    if (startsAfter === undefined) start()
    else void startsAfter.then(start)
  }

  /** Whether it may be had soon. */
  get isStarting(): boolean {
    return this.#isStarting
  }

  /** Settles when it is reached; rejects when the process is closed before. */
  get reached(): Promise<void> {
    return this.#reached.promise
  }

  /** Settles when it is reached, cannot be reached, or takes too long. */
  get started(): Promise<void> {
    return this.#started.promise
  }

  reach(): void {
    this.#reached.resolve()
    this.giveUp()
  }

  /** Reads wait no longer. */
  giveUp(): void {
    this.#isStarting = false
    this.#timer?.stop()
    this.#started.resolve()
  }

  close(): void {
    this.#reached.reject(new ClosedError('cache'))
    this.giveUp()
  }
}
