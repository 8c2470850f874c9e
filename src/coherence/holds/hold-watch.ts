import type { Clock, Timer } from '../../foundation/clock.ts'
import type { Follower } from '../follow/follower.ts'
import type { OpenHold } from '../log/invalidation-log.ts'
import type { OpenHolds, UnknownHolds } from './open-holds.ts'

/** What the watch needs of the process that it belongs to. */
export interface HoldWatchPorts {
  /** Leases count by its monotonic time: no clock that is set shortens a lease, nor makes it longer. */
  readonly clock: Clock
  /** Ends a hold whose lease has passed by the log's clock; what is left of the lease, in milliseconds. */
  expire(token: string): Promise<number>
  /** Whether every record that is in the log by now is applied here. */
  catchUp(): Promise<boolean>
  /** Invalidates the tags of a hold and ends it. */
  end(hold: OpenHold): void
  /** Appends a hold again that the log lacks. */
  putBack(hold: OpenHold): Promise<unknown>
}

interface Watched {
  readonly since: number
  /** When to ask whether the lease has passed. */
  askAt: number
}

const SWEEP_MS = 250
/** The log's clock is not waited for any longer than this part of a lease: it was set back then. */
const PATIENCE = 1.1

/**
 * Ends the holds of writers that died, once their leases have passed by the log's clock, or by a tenth more than that here. Every
 * process watches; the log lets one of them append the end. What the log lacks of the holds that are known here is put back. While
 * no hold is open nothing runs, and a hold that ends in time is never looked at.
 */
export class HoldWatch {
  readonly #ports: HoldWatchPorts
  readonly #follower: Follower
  readonly #holds: OpenHolds
  readonly #watched = new Map<string, Watched>()
  #unknown: { readonly holds: UnknownHolds; readonly since: number } | undefined
  #timer: Timer | undefined
  #closed = false

  constructor(follower: Follower, ports: HoldWatchPorts) {
    this.#follower = follower
    this.#holds = follower.holds
    this.#ports = ports
  }

  /** Called when holds may have been opened. */
  look(): void {
    if (this.#closed || this.#timer !== undefined || (this.#holds.size === 0 && this.#holds.unknown === undefined)) return
    this.#timer = this.#ports.clock.timer(SWEEP_MS * (0.5 + Math.random()), () => void this.#sweep(), { holdsProcess: false })
  }

  close(): void {
    this.#closed = true
    this.#timer?.stop()
  }

  async #sweep(): Promise<void> {
    this.#endUnknown()
    for (const token of this.#watched.keys()) if (!this.#holds.has(token)) this.#watched.delete(token)
    for (const hold of this.#holds.all) await this.#see(hold).catch(() => {})
    this.#timer = undefined
    this.look()
  }

  async #see(hold: OpenHold): Promise<void> {
    const now = this.#now()
    const watched = this.#watched.get(hold.token) ?? { since: now, askAt: now + hold.remainingMs }
    this.#watched.set(hold.token, watched)
    if (!this.#holds.has(hold.token)) return
    const remainingMs = watched.since + hold.remainingMs - now
    if (remainingMs > 0 && this.#holds.isLacking(hold.token)) return void (await this.#ports.putBack({ ...hold, remainingMs }))
    if (now >= watched.askAt) await this.#endIfDue(hold, watched)
  }

  async #endIfDue(hold: OpenHold, watched: Watched): Promise<void> {
    const left = await this.#ports.expire(hold.token)
    const now = this.#now()
    const givenUpAt = watched.since + hold.remainingMs * PATIENCE
    watched.askAt = Math.min(now + left, givenUpAt)
    if (left === 0 || now >= givenUpAt) await this.#endIfLost(hold)
  }

  /** A hold that the log has ended, or forgotten, or whose lease does not pass there: its end is among the records, or nobody else will append it. */
  async #endIfLost(hold: OpenHold): Promise<void> {
    if ((await this.#ports.catchUp()) && this.#holds.has(hold.token)) this.#ports.end(hold)
  }

  /** Holds that nobody can tell have ended when the longest of their leases has passed. */
  #endUnknown(): void {
    const holds = this.#holds.unknown
    const now = this.#now()
    if (this.#unknown?.holds !== holds) this.#unknown = holds && { holds, since: now }
    if (this.#unknown === undefined || now < this.#unknown.since + this.#unknown.holds.forMs) return
    this.#follower.trail.end()
    this.#follower.moved()
  }

  #now(): number {
    return this.#ports.clock.monotonicNow()
  }
}
