import { type Position, samePosition } from './position.ts'

/** Records that are remembered one by one. */
export const RECENT_RECORDS = 4_096

/** The newest records that were applied, by id, so that a repeated message or an answered question is recognised. */
export class RecentRecords {
  readonly #byId = new Map<string, Position>()

  get oldest(): Position | undefined {
    for (const record of this.#byId.values()) return record
    return undefined
  }

  add(record: Position): void {
    this.#byId.set(record.id.text, { epoch: record.epoch, id: record.id, token: record.token })
    if (this.#byId.size <= RECENT_RECORDS) return
    for (const oldest of this.#byId.keys()) {
      this.#byId.delete(oldest)
      return
    }
  }

  has(record: Position): boolean {
    const known = this.#byId.get(record.id.text)
    return known !== undefined && samePosition(known, record)
  }

  clear(): void {
    this.#byId.clear()
  }
}
