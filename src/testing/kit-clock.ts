import { z } from 'zod'
import { durationOption, parseOptions } from '../error/options.ts'
import { type Clock, createClock, type Instant, later } from '../foundation/clock.ts'
import type { Duration } from '../foundation/duration.ts'
import { KitTimers } from './kit-timers.ts'
import { UnsettledWork } from './unsettled-work.ts'

/** The time of a test kit: that of the process, and what `advance` has added. */
export interface KitClock {
  /** The kit's wall clock. */
  now(): Date
  /**
   * Puts the kit's time forward: lifetimes, pauses before retries, polls, time limits and calculations, each at its own instant and in
   * order. It settles when every SDK of the kit waits for time, or for the consumer's code, alone. Timers of the consumer are not moved:
   * they belong to the test runner, whose fake timers move the kit as well.
   *
   * @throws `ConfigurationError` for what is no duration
   *
   * @example
   * await kit.clock.advance('31s')
   */
  advance(duration: Duration): Promise<void>
}

const LONGEST_CLOSING_MS = 60_000

const advanceSchema = z.strictObject({ duration: durationOption() })

/** The clock that the SDKs of a kit run by, and its consumer's way to put it forward. */
export class RunningClock implements KitClock {
  /** For the SDKs, the fakes and the kit's Redis. */
  readonly clock: Clock
  readonly work = new UnsettledWork()
  readonly #process = createClock()
  readonly #timers: KitTimers
  readonly #shift: number
  #added = 0
  #advancing: Promise<void> = Promise.resolve()

  /** @param startsAt the wall clock at the beginning, in milliseconds since 1970; `undefined` for that of the process */
  constructor(startsAt: number | undefined) {
    const process = this.#process
    this.#shift = startsAt === undefined ? 0 : startsAt - process.wallNow()
    const now = (): Instant => later(process.now(), this.#added)
    this.#timers = new KitTimers(process, now)
    const ofKit = createClock(
      () => process.monotonicNow() + this.#added,
      () => this.#wallNow(),
      (...given) => this.#timers.start(...given),
    )
    this.clock = { ...ofKit, now, noteWork: (work) => this.work.note(work) }
  }

  now(): Date {
    return new Date(this.#wallNow())
  }

  async advance(duration: Duration): Promise<void> {
    const milliseconds = parseOptions(advanceSchema, { duration }).duration
    const advanced = this.#advancing.then(() => this.#advance(milliseconds))
    this.#advancing = advanced.catch(() => {})
    return advanced
  }

  /** Puts time forward until the work is settled, for a minute at most: nobody waits for the time of a kit that is closed. */
  async finish(work: Promise<unknown>): Promise<void> {
    let isSettled = false
    const settled = work.finally(() => (isSettled = true))
    settled.catch(() => {})
    await this.work.settled()
    const end = later(this.clock.now(), LONGEST_CLOSING_MS)
    for (let next = this.#timers.next(end); next !== undefined && !isSettled; next = this.#timers.next(end)) {
      this.#goTo(next.dueAt)
      next.call()
      await this.work.settled()
    }
    this.#timers.close()
    await settled
  }

  #wallNow(): number {
    return this.#process.wallNow() + this.#shift + this.#added
  }

  async #advance(milliseconds: number): Promise<void> {
    await this.work.settled()
    const end = later(this.clock.now(), milliseconds)
    for (let next = this.#timers.next(end); next !== undefined; next = this.#timers.next(end)) {
      this.#goTo(next.dueAt)
      next.call()
      await this.work.settled()
    }
    this.#goTo(end)
    this.#timers.rearm()
    await this.work.settled()
  }

  #goTo(instant: Instant): void {
    this.#added += Math.max(0, instant - this.clock.now())
  }
}
