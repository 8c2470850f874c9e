import type { Clock } from './clock.ts'

/** What wakes somebody who waits. A ring that finds nobody waiting is kept for the next who does. */
export class Signal {
  readonly #clock: Clock
  #rung = false
  #heard: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  readonly ring = (): void => {
    this.#rung = true
    this.#heard?.()
  }

  /** Settles with the first ring since the last wait, or after so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#rung) await this.#next(milliseconds)
    this.#rung = false
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.timer(milliseconds, resolve)
      this.#heard = () => {
        timer.stop()
        resolve()
      }
    })
  }
}
