import type { Clock, Instant } from '../../foundation/clock.ts'
import type { InvalidationLog, LogSnapshot } from '../log/invalidation-log.ts'
import { type Position, sameEpoch, samePosition } from '../position.ts'
import { isRecord, type LogRecord, type LogRow } from '../log/record.ts'
import { compareIds } from '../log/stream-id.ts'
import { clearLog } from '../append/pending-clear.ts'

export interface ForkedHistoryOptions {
  readonly log: InvalidationLog
  readonly clock: Clock
  readonly report: (incident: 'clear') => void
}

/** The newest record that this process knows of one history, and the instant before which every record that it knows was appended. */
interface Known {
  readonly newest: Position
  readonly before: Instant
}

/**
 * What this process knows of a history of the server that went on elsewhere. While a network is divided, two servers call themselves
 * the master: a `clear` that others have appended to the new one may be older than records that were acknowledged by the old one and
 * died with it. A process that knows such a record appends another `clear`.
 */
export class ForkedHistory {
  readonly #options: ForkedHistoryOptions
  #known: Known | undefined
  #left: Known | undefined

  constructor(options: ForkedHistoryOptions) {
    this.#options = options
  }

  /** A record of the present history has become known. */
  note(newest: Position | undefined): void {
    if (newest === undefined) return
    const known = this.#known?.newest
    const isOlder = known !== undefined && sameEpoch(known.epoch, newest.epoch) && compareIds(newest.id, known.id) < 0
    this.#known = { newest: isOlder ? known : newest, before: this.#options.clock.now() }
  }

  /** The server has another history from now on. */
  leave(): void {
    // Where the one before is not covered yet, its record stands for both.
    if (this.#known !== undefined) this.#left = { ...this.#known, ...(this.#left && { newest: this.#left.newest }) }
    this.#known = undefined
  }

  /**
   * Whether everything that is known of the history before is in the log, or older than its newest `clear`. Else appends another
   * `clear`, once for all processes that find the same; one that may not append leaves it to them. Rejects where the log cannot be asked.
   */
  async cover(snapshot: LogSnapshot, askedAt: Instant): Promise<boolean> {
    const left = this.#left
    const { rows, clock } = snapshot
    const last = rows.at(-1)
    // A log without a clock of its own is on no server.
    if (left === undefined || last === undefined || !isRecord(last) || clock === undefined) return true
    const isCovered = isBeforeClear(left.before, rows, askedAt - clock) || (await this.#isInLog(left.newest))
    if (!isCovered && (await clearLog(this.#options.log, last.epoch.number, last)) !== last) this.#options.report('clear')
    if (this.#left === left) this.#left = undefined
    return isCovered
  }

  async #isInLog(position: Position): Promise<boolean> {
    const [row] = await this.#options.log.upTo(position.id, 1)
    return row !== undefined && isRecord(row) && samePosition(row, position)
  }
}

/**
 * Whether the present epoch began after this instant of the process. `ahead` is what the clock of the process said more than that of the
 * log when the log was asked: the two are not compared otherwise. An id that differs from the one before it by its sequence alone does
 * not say when its record was appended.
 */
const isBeforeClear = (instant: Instant, rows: readonly LogRow[], ahead: number): boolean => {
  const clear = rows.findLast((row): row is LogRecord => row.kind === 'clear')
  return clear !== undefined && clear.id.milliseconds > clear.prev.milliseconds && clear.id.milliseconds + ahead > instant
}
