/** Bounds how much work runs at a time; the rest waits, first come, first served. */
export class Semaphore {
  readonly #waiting = new Set<() => void>()
  #running = 0

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Runs the work once fewer than `places` run. Rejects with the signal's reason where it is aborted first. */
  async run<T>(places: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.enter(places, signal)
    if (turn !== undefined) await turn
    try {
      return await work()
    } finally {
      this.leave(places)
    }
  }

  /**
   * Takes a place: at once, which returns `undefined`, or once fewer than `places` are taken. `leave` gives it back.
   *
   * @param hurried takes the place at once when it is aborted, above the limit if need be
   * @throws the signal's reason, where it is aborted first
   */
  enter(places: number, signal: AbortSignal, hurried?: AbortSignal): Promise<void> | undefined {
    if (this.#running >= places) return this.#wait(signal, hurried)
    this.#running++
    return undefined
  }

  /** Gives a place back. It goes to the one that has waited longest, unless more than `places` are taken. */
  leave(places: number): void {
    const [next] = this.#waiting
    if (next === undefined || this.#running > places) {
      this.#running--
      return
    }
    this.#waiting.delete(next)
    next()
  }

  #wait(signal: AbortSignal, hurried: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', abandon)
        hurried?.removeEventListener('abort', hurry)
        resolve()
      }
      const hurry = (): void => {
        this.#waiting.delete(begin)
        this.#running++
        begin()
      }
      const abandon = (): void => {
        this.#waiting.delete(begin)
        hurried?.removeEventListener('abort', hurry)
        reject(signal.reason as Error)
      }
      if (signal.aborted) return abandon()
      if (hurried?.aborted === true) return hurry()
      this.#waiting.add(begin)
      hurried?.addEventListener('abort', hurry, { once: true })
      signal.addEventListener('abort', abandon, { once: true })
    })
  }
}
