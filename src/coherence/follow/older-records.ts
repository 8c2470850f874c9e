import { sameEpoch } from '../position.ts'
import { isRecord, type LogRecord, type LogRow, namesSomeTags } from '../log/record.ts'
import type { TagState } from './tag-state.ts'

/**
 * The way back from where a bootstrapping began: older records are learnt from as far as they chain up with what is known, so that
 * entries with older stamps can be judged, too. It only ever lowers the low-water mark behind records that were read.
 */
export class OlderRecords {
  readonly #tags: TagState
  #tail: LogRecord | undefined

  constructor(tags: TagState) {
    this.#tags = tags
  }

  /** The oldest record of an unbroken chain up to the position; `undefined` where nothing older can be learnt. */
  get tail(): LogRecord | undefined {
    return this.#tail
  }

  begin(tail: LogRecord): void {
    this.#tail = tail
  }

  stop(): void {
    this.#tail = undefined
  }

  /** Takes the rows up to the one before the tail, newest first. What does not chain up with it is of another history. */
  extend(rows: readonly LogRow[]): void {
    if (rows.length === 0) this.stop()
    for (const row of rows) this.#tail = this.#tail && this.#learnFrom(this.#tail, row)
  }

  /** The new tail. Nothing is learnt behind a record that names everything before it. */
  #learnFrom(tail: LogRecord, row: LogRow): LogRecord | undefined {
    if (!isRecord(row) || row.id.text !== tail.prev.text || !sameEpoch(row.epoch, tail.epoch)) return undefined
    return this.#tags.takeOlder(row) && namesSomeTags(row) ? row : undefined
  }
}
