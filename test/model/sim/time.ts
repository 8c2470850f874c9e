import { EventQueue, type SimEvent } from './event-queue.ts'
import type { Host } from './host.ts'

const macrotask = setImmediate

/** Every microtask that is ready runs before the next macrotask of the real event loop. */
const drained = (): Promise<void> => new Promise((resolve) => macrotask(resolve))

/**
 * The time of a simulation, and everything that is planned in it. One event happens at once, and before the next one all that
 * follows from it without waiting has run.
 *
 * Each event belongs to one process or to none, and so does what it sets off: processes share no promise, since whatever goes
 * from one to another is an event of its own. So whoever asks for a timer while an event runs is the process of that event, and
 * holding back the events of a frozen process, timers and arrivals alike, holds back all of it.
 */
export class SimTime {
  now = 0
  /** The process whose event runs; `undefined` between events and in those of the world. */
  running: Host | undefined
  readonly #events = new EventQueue()
  #planned = 0

  /** Plans an event in `milliseconds`. */
  after(host: Host | undefined, milliseconds: number, run: () => void): SimEvent {
    return this.#plan(host, this.now + milliseconds, undefined, run)
  }

  /** Plans an event at an instant, or now where that has passed. */
  at(host: Host | undefined, instant: number, run: () => void): SimEvent {
    return this.#plan(host, Math.max(instant, this.now), undefined, run)
  }

  /** A timer of a process: it counts on the monotonic clock, which stands still while the machine is suspended. */
  timer(host: Host, milliseconds: number, run: () => void): SimEvent {
    return this.#plan(host, this.now + milliseconds, host.machine.monotonic(this.now) + milliseconds, run)
  }

  /** The rest of this event belongs to a process: the one that is being started, or that acts. */
  become(host: Host): void {
    this.running = host
  }

  async runUntil(end: number): Promise<void> {
    for (let event = this.#events.next; event !== undefined && event.at <= end; event = this.#events.next) {
      this.#events.take()
      if (event.cancelled || event.host?.alive === false) continue
      if (!this.#postpone(event)) await this.#happen(event)
    }
    this.now = end
  }

  async #happen(event: SimEvent): Promise<void> {
    this.now = event.at
    this.running = event.host
    event.run()
    await drained()
    this.running = undefined
  }

  /** An event of a frozen process waits until it wakes, a timer also for what its clock has missed. */
  #postpone(event: SimEvent): boolean {
    if (event.host === undefined) return false
    const { machine } = event.host
    const missing = event.due === undefined ? 0 : event.due - machine.monotonic(event.at)
    const at = Math.max(machine.frozenUntil, event.at + missing)
    if (at <= event.at) return false
    event.at = at
    this.#events.add(event)
    return true
  }

  #plan(host: Host | undefined, at: number, due: number | undefined, run: () => void): SimEvent {
    const event: SimEvent = { at, order: this.#planned++, host, due, run, cancelled: false }
    this.#events.add(event)
    return event
  }
}
