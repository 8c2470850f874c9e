import { nextTurn } from '../foundation/clock.ts'

/** Turns of the event loop in a row without anything under way: a stream takes several between two chunks. */
const QUIET_TURNS = 6

/** Work that ends by itself, without time and without code of the consumer: requests at the fakes, files, threads. */
export class UnsettledWork {
  #running = 0
  #idle = Promise.withResolvers<void>()

  /** Counts the work until it is settled. */
  note(work: Promise<unknown>): void {
    this.#running++
    const done = (): void => {
      if (--this.#running > 0) return
      const { resolve } = this.#idle
      this.#idle = Promise.withResolvers()
      resolve()
    }
    work.catch(() => {}).finally(done)
  }

  /** Settles once nothing is under way, and nothing has followed for some turns of the event loop. */
  async settled(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      if (this.#running > 0) {
        await this.#idle.promise
        turns = 0
      }
      await nextTurn()
    }
  }
}
