import { type Clock, type Instant, later, type Timer } from '../foundation/clock.ts'
import type { OpenHold } from './invalidation-log.ts'
import type { OpenHolds } from './open-holds.ts'

/** What the watch needs of the process that it belongs to. */
export interface HoldWatchPorts {
  readonly clock: Clock
  /** Ends a hold whose lease has passed by the log's clock; what is left of the lease, in milliseconds. */
  expire(token: string): Promise<number>
  /** Whether every record that is in the log by now is applied here. */
  catchUp(): Promise<boolean>
  /** Invalidates the tags of a hold and ends it. */
  end(hold: OpenHold): void
}

const SWEEP_MS = 250

/**
 * Ends the holds of writers that died, once their leases have passed by the log's clock. Every process watches; the log lets one
 * of them append the end. While no hold is open nothing runs, and a hold that ends in time is never looked at.
 */
export class HoldWatch {
  readonly #ports: HoldWatchPorts
  readonly #holds: OpenHolds
  readonly #dueAt = new Map<string, Instant>()
  #timer: Timer | undefined
  #closed = false

  constructor(holds: OpenHolds, ports: HoldWatchPorts) {
    this.#holds = holds
    this.#ports = ports
  }

  /** Called when holds may have been opened. */
  look(): void {
    if (this.#closed || this.#timer !== undefined || this.#holds.size === 0) return
    this.#timer = this.#ports.clock.timer(SWEEP_MS * (0.5 + Math.random()), () => void this.#sweep(), { holdsProcess: false })
  }

  close(): void {
    this.#closed = true
    this.#timer?.stop()
  }

  async #sweep(): Promise<void> {
    for (const token of this.#dueAt.keys()) if (!this.#holds.has(token)) this.#dueAt.delete(token)
    for (const hold of this.#holds.all) await this.#endIfDue(hold).catch(() => {})
    this.#timer = undefined
    this.look()
  }

  async #endIfDue(hold: OpenHold): Promise<void> {
    const now = this.#ports.clock.now()
    const dueAt = this.#dueAt.get(hold.token) ?? later(now, hold.remainingMs)
    this.#dueAt.set(hold.token, dueAt)
    if (now < dueAt || !this.#holds.has(hold.token)) return
    const left = await this.#ports.expire(hold.token)
    if (left > 0) return void this.#dueAt.set(hold.token, later(this.#ports.clock.now(), left))
    await this.#endIfLost(hold)
  }

  /** A hold that the log has ended, or forgotten: its end is among the records, or nobody else will append it. */
  async #endIfLost(hold: OpenHold): Promise<void> {
    if ((await this.#ports.catchUp()) && this.#holds.has(hold.token)) this.#ports.end(hold)
  }
}
