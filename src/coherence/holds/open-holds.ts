import type { HoldsSince, OpenHold } from '../log/invalidation-log.ts'
import { compareIds, type StreamId } from '../log/stream-id.ts'
import { TagCounts } from '../follow/tag-table.ts'

/** More are not asked for: their writers are told that nothing is held. */
export const MAX_OPEN_HOLDS = 10_000

/** No hold has a longer lease: an hour. */
export const LONGEST_LEASE_MS = 3_600_000

/** Holds that the log keeps beside its rows, and the rows that were read together with them. */
export interface StoredHolds {
  readonly holds: readonly OpenHold[]
  readonly since: HoldsSince | undefined
  /** The oldest row that was read, and the newest one. */
  readonly oldest: StreamId
  readonly newest: StreamId
}

/** That any tag may be held, by holds that nobody knows of, for as long as this at most, in milliseconds. */
export interface UnknownHolds {
  readonly forMs: number
}

/** The holds that a process knows of and whose end it has not heard. Holds on one tag are independent of each other. */
export class OpenHolds {
  /** No hold has a longer lease. */
  readonly longestLeaseMs: number
  readonly #byToken = new Map<string, OpenHold>()
  readonly #held = new TagCounts()
  /** Up to which record of the log a hold was open: its own, or one behind which the log kept it. */
  readonly #placed = new Map<string, StreamId>()
  /** Tokens of holds that the log does not keep, or no longer. */
  readonly #lacking = new Set<string>()
  #unknown: UnknownHolds | undefined

  constructor(longestLeaseMs: number = LONGEST_LEASE_MS) {
    this.longestLeaseMs = longestLeaseMs
  }

  get size(): number {
    return this.#byToken.size
  }

  /** The open holds; `remainingMs` is what was left of each lease when it was heard of. */
  get all(): Iterable<OpenHold> {
    return this.#byToken.values()
  }

  /** Where there may be holds that nobody knows of, every tag counts as held. */
  get unknown(): UnknownHolds | undefined {
    return this.#unknown
  }

  has(token: string): boolean {
    return this.#byToken.has(token)
  }

  /** Whether the log does not keep this hold: who joins would not hear of it. */
  isLacking(token: string): boolean {
    return this.#lacking.has(token)
  }

  isHeld(tags: readonly string[]): boolean {
    return this.#unknown !== undefined || this.#held.hasAny(tags)
  }

  /** Asks for one more hold, unless too many are open. */
  async withRoom<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#byToken.size >= MAX_OPEN_HOLDS) throw new Error(`${MAX_OPEN_HOLDS} holds are open`)
    return ask()
  }

  /** Opens a hold, which is open at this place of the log. One that is known keeps its lease. */
  open(hold: OpenHold, place: StreamId): void {
    this.#placed.set(hold.token, place)
    this.#lacking.delete(hold.token)
    if (this.#byToken.has(hold.token)) return
    // Another program may have written any lease.
    this.#byToken.set(hold.token, { ...hold, remainingMs: Math.min(hold.remainingMs, this.longestLeaseMs) })
    this.#held.add(hold.tags)
  }

  /** Opens a hold that a record of the log speaks of and that the log does not keep. */
  openLacking(hold: OpenHold, place: StreamId): void {
    this.open(hold, place)
    this.#lacking.add(hold.token)
  }

  end(token: string): void {
    const hold = this.#byToken.get(token)
    if (hold === undefined) return
    this.#byToken.delete(token)
    this.#held.remove(hold.tags)
    this.#placed.delete(token)
    this.#lacking.delete(token)
  }

  /**
   * Unites what is known, the rows just applied included, with what the log keeps. A hold that it does not keep has ended only where
   * it would be kept and its end would be in rows that were not read. Returns whether the log has lost a hold that its own rows tell.
   */
  unite({ holds, since, oldest, newest }: StoredHolds): boolean {
    const kept = new Set(holds.map(({ token }) => token))
    let isLost = false
    for (const token of this.#byToken.keys()) {
      if (kept.has(token)) continue
      const place = this.#placed.get(token)
      if (place !== undefined && compareIds(place, oldest) < 0 && since !== undefined && compareIds(place, since.after) > 0)
        this.end(token)
      else this.#lacking.add(token)
      isLost ||= place !== undefined && compareIds(place, oldest) >= 0
    }
    for (const hold of holds) this.open(hold, newest)
    return isLost
  }

  /** The log is another one: it lacks every hold, until it tells otherwise. The writers are still at work. */
  uproot(): void {
    this.#placed.clear()
    for (const token of this.#byToken.keys()) this.#lacking.add(token)
  }

  /** Any tag may be held. */
  holdAll(unknown: UnknownHolds): void {
    this.#unknown = unknown
  }

  /** Every hold that may be open is known. */
  knowAll(): void {
    this.#unknown = undefined
  }
}
