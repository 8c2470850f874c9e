import type { Clock } from './clock.ts'

/** Wakes one waiter; a signal sent early is kept for the next one. */
export class Signal {
  readonly #clock: Clock
  #isSent = false
  #wake: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  readonly send = (): void => {
    this.#isSent = true
    this.#wake?.()
  }

  /** Settles with the first signal since the last wait, or after at most `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#isSent) await this.#next(milliseconds)
    this.#isSent = false
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.timer(milliseconds, resolve)
      this.#wake = () => {
        timer.stop()
        resolve()
      }
    })
  }
}
