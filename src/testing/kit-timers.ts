import type { Clock, Instant, Timer, TimerOptions } from '../foundation/clock.ts'
import { later } from '../foundation/clock.ts'

/** Something that is due at an instant of the kit, by the process's time or because time was put forward. */
interface KitTimer {
  dueAt: Instant
  /** Milliseconds between two calls; `undefined` for one call. */
  readonly every: number | undefined
  readonly coalesces: boolean
  readonly holdsProcess: boolean
  readonly call: () => void
  /** The timer of the process that calls it if nobody puts time forward. */
  armed: Timer | undefined
}

/** The timers of a kit, each armed at the process as well, so that nothing waits for somebody to put time forward. */
export class KitTimers {
  readonly #process: Clock
  readonly #now: () => Instant
  /** In the order in which they were started. */
  readonly #timers = new Set<KitTimer>()
  #isClosed = false

  constructor(process: Clock, now: () => Instant) {
    this.#process = process
    this.#now = now
  }

  start(
    milliseconds: number,
    call: () => void,
    { repeats = false, holdsProcess = true, coalesces = false }: TimerOptions = {},
  ): Timer {
    const every = repeats ? Math.max(1, milliseconds) : undefined
    const timer: KitTimer = { dueAt: later(this.#now(), milliseconds), every, coalesces, holdsProcess, call, armed: undefined }
    if (this.#isClosed) return this.#process.timer(milliseconds, call, { repeats, holdsProcess })
    this.#timers.add(timer)
    this.#arm(timer)
    return { stop: () => this.#remove(timer) }
  }

  /** When the next call is due until then, with the call; of a timer that coalesces, the last call until anything else is due. */
  next(end: Instant): { readonly dueAt: Instant; readonly call: () => void } | undefined {
    let horizon = end
    for (const { coalesces, dueAt } of this.#timers) if (!coalesces && dueAt < horizon) horizon = dueAt
    let first: KitTimer | undefined
    let firstDue = end
    for (const timer of this.#timers) {
      const due = lastDue(timer, horizon)
      if (due <= horizon && (first === undefined || due < firstDue)) [first, firstDue] = [timer, due]
    }
    if (first === undefined) return undefined
    const { call } = first
    this.#proceed(first, firstDue)
    return { dueAt: firstDue, call }
  }

  /** Arms all timers anew, because time was put forward. */
  rearm(): void {
    for (const timer of this.#timers) this.#arm(timer)
  }

  /** Timers that are left do not hold the process, and later ones are those of the process alone. */
  close(): void {
    this.#isClosed = true
    this.rearm()
  }

  #arm(timer: KitTimer): void {
    timer.armed?.stop()
    const holdsProcess = timer.holdsProcess && !this.#isClosed
    timer.armed = this.#process.timer(
      Math.max(0, timer.dueAt - this.#now()),
      () => {
        if (!this.#timers.has(timer)) return
        this.#proceed(timer, timer.dueAt)
        timer.call()
      },
      { holdsProcess },
    )
  }

  #proceed(timer: KitTimer, dueAt: Instant): void {
    if (timer.every === undefined) return this.#remove(timer)
    timer.dueAt = later(dueAt, timer.every)
    this.#arm(timer)
  }

  #remove(timer: KitTimer): void {
    timer.armed?.stop()
    this.#timers.delete(timer)
  }
}

const lastDue = ({ dueAt, every, coalesces }: KitTimer, horizon: Instant): Instant =>
  coalesces && every !== undefined && dueAt < horizon ? later(dueAt, Math.floor((horizon - dueAt) / every) * every) : dueAt
