import type { Clock, Timer } from '../../foundation/clock.ts'

/** Tags whose invalidation was appended and will be once more, for origins that read from replicas behind their master. */
export class Settling {
  readonly #clock: Clock
  readonly #append: (tags: readonly string[]) => void
  readonly #waiting = new Map<Timer, readonly string[]>()
  #names = 0

  constructor(clock: Clock, append: (tags: readonly string[]) => void) {
    this.#clock = clock
    this.#append = append
  }

  /** Appends them again in so many milliseconds. Too many that wait are appended early. */
  add(tags: readonly string[], delayMs: number): void {
    if (this.#waiting.size >= MAX_WAITING || this.#names + tags.length > MAX_NAMES) this.flush()
    const timer = this.#clock.timer(
      delayMs,
      () => {
        this.#waiting.delete(timer)
        this.#names -= tags.length
        this.#append(tags)
      },
      { holdsProcess: false },
    )
    this.#waiting.set(timer, tags)
    this.#names += tags.length
  }

  /** Appends everything now: better early than never. */
  flush(): void {
    for (const [timer, tags] of this.#waiting) {
      timer.stop()
      this.#append(tags)
    }
    this.#waiting.clear()
    this.#names = 0
  }
}

const MAX_WAITING = 10_000
const MAX_NAMES = 100_000
