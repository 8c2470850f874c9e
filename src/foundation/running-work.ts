import type { Clock } from './clock.ts'
import { settleWithin } from './time-limit.ts'

/** Work that has begun and not ended, whoever awaits it: commands and mutations, whose invalidations are still to come. */
export class RunningWork {
  readonly #running = new Set<Promise<unknown>>()
  readonly #whole: RunningWork | undefined

  /** @param whole Work that this is a part of: it keeps the same work. */
  constructor(whole?: RunningWork) {
    this.#whole = whole
  }

  get count(): number {
    return this.#running.size
  }

  /** Keeps the work until it has ended, and returns it. */
  track<T>(work: Promise<T>): Promise<T> {
    void this.#whole?.track(work)
    this.#running.add(work)
    const ended = (): void => void this.#running.delete(work)
    work.then(ended, ended)
    return work
  }

  /** Settles when none is left, or after so many milliseconds. */
  async settle(clock: Clock, milliseconds: number): Promise<void> {
    if (this.#running.size === 0) return
    await settleWithin(clock, Promise.allSettled(this.#running), milliseconds)
  }
}
