import { settleWithin } from '../foundation/settle-within.ts'

/** Commands that have been sent and not yet answered, whoever awaits them. Their invalidations are still to come. */
export class RunningCommands {
  readonly #running = new Set<Promise<unknown>>()

  get count(): number {
    return this.#running.size
  }

  /** Keeps the command until it has ended, and returns it. */
  track<T>(command: Promise<T>): Promise<T> {
    this.#running.add(command)
    const ended = (): void => void this.#running.delete(command)
    command.then(ended, ended)
    return command
  }

  /** Settles when none is left, or after so many milliseconds. */
  async settle(milliseconds: number): Promise<void> {
    if (this.#running.size === 0) return
    await settleWithin(Promise.allSettled(this.#running), milliseconds)
  }
}
