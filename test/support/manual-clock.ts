import { type Clock, createClock, type Timer } from '../../src/foundation/clock.ts'

/** A clock that a test sets: no time passes by itself. */
export interface ManualClock extends Clock {
  /** Calls what is due within so many milliseconds, in its order, each at its own time. */
  advance(milliseconds: number): void
  /** Settles when a timer that waits for so many milliseconds has been started and not stopped. */
  started(milliseconds: number): Promise<void>
  /** How long the timers wait, those that hold the process alone. */
  readonly holding: readonly number[]
}

interface Waiting {
  readonly dueAt: number
  readonly milliseconds: number
  readonly call: () => void
  readonly holdsProcess: boolean
}

export const createManualClock = (): ManualClock => {
  let time = 0
  const waiting = new Set<Waiting>()
  const watchers = new Set<() => void>()
  const clock = createClock(
    () => time,
    () => 1_700_000_000_000 + time,
    (milliseconds, call, { repeats = false, holdsProcess = true } = {}): Timer => {
      let one: Waiting
      const start = (): void => {
        one = { dueAt: time + milliseconds, milliseconds, call: again, holdsProcess }
        waiting.add(one)
      }
      const again = (): void => {
        if (repeats) start()
        call()
      }
      start()
      for (const look of watchers) look()
      return { stop: () => void waiting.delete(one) }
    },
  )
  const nextBefore = (end: number): Waiting | undefined =>
    [...waiting].filter(({ dueAt }) => dueAt <= end).toSorted((one, other) => one.dueAt - other.dueAt)[0]
  return {
    ...clock,
    get holding() {
      return [...waiting].filter(({ holdsProcess }) => holdsProcess).map(({ milliseconds }) => milliseconds)
    },
    advance(milliseconds) {
      const end = time + milliseconds
      for (let next = nextBefore(end); next !== undefined; next = nextBefore(end)) {
        waiting.delete(next)
        time = next.dueAt
        next.call()
      }
      time = end
    },
    started: (milliseconds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (![...waiting].some((one) => one.milliseconds === milliseconds)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
  }
}
