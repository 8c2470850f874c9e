import { type Epoch, type Position, sameEpoch } from '../position.ts'
import { isRecord, type LogRow } from '../log/record.ts'
import { RedisRefusal } from '../../redis/redis-refusal.ts'
import type { InvalidationLog } from '../log/invalidation-log.ts'

/** What this process has relied on, and the `clear` above it that must be in the log, after a loss, before anything is believed again. */
export class PendingClear {
  /** The newest epoch that this process has relied on, or has had an acknowledgement of. */
  #seen: Epoch | undefined
  #above: number | undefined

  /** Number of the epoch that was lost; `undefined` where no clear is owed. */
  get above(): number | undefined {
    return this.#above
  }

  note(position: Position | undefined): void {
    if (position !== undefined && position.epoch.number >= (this.#seen?.number ?? 0)) this.#seen = position.epoch
  }

  /** Everything that was relied on may be gone. */
  owe(): void {
    this.#above = this.#seen?.number
  }

  /** As `owe`, where this process has relied on less than what was lost, or on nothing yet. */
  oweAtLeast(above: number): void {
    this.#above = Math.max(this.#above ?? 0, above)
  }

  paid(): void {
    this.#above = undefined
  }

  /**
   * Whether a log cannot be the one that was relied on, nor that one cleared since. It began anew, for example while this process
   * had an acknowledgement of it and no position.
   */
  isContradictedBy(newest: LogRow | undefined): boolean {
    const seen = this.#seen
    if (newest === undefined || !isRecord(newest) || seen === undefined) return false
    return newest.epoch.number <= seen.number && !sameEpoch(newest.epoch, seen)
  }
}

/**
 * The newest record of a log that was cleared above a lost epoch: by this process, or by another one where this one may only follow.
 * A process that may not append gets `otherwise`, where it is given; else it rejects if no other process has cleared the log.
 */
export const clearLog = async (log: InvalidationLog, above: number, otherwise?: Position): Promise<Position> => {
  try {
    return await log.clear(above)
  } catch (cause) {
    if (!(cause instanceof RedisRefusal) || cause.code !== 'NOPERM') throw cause
    if (otherwise !== undefined) return otherwise
    const head = await log.head()
    if (head === undefined || !isRecord(head) || head.epoch.number <= above) throw cause
    return head
  }
}
