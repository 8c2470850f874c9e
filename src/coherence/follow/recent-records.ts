import { type Position, samePosition } from '../position.ts'

/** Records that are remembered one by one. */
export const RECENT_RECORDS = 4_096

/** The newest records that were applied, by id, so that a repeated message or an answered question is recognised. */
export class RecentRecords {
  readonly #byId = new Map<string, Position>()
  /** In the order in which they were applied, around and around; the map alone would be searched for its oldest. */
  readonly #ring: Position[] = []
  #oldest = 0

  get oldest(): Position | undefined {
    return this.#ring[this.#oldest]
  }

  add({ epoch, id, token }: Position): void {
    const record = { epoch, id, token }
    this.#byId.set(id.text, record)
    if (this.#ring.length < RECENT_RECORDS) return void this.#ring.push(record)
    this.#forget(this.#ring[this.#oldest])
    this.#ring[this.#oldest] = record
    this.#oldest = (this.#oldest + 1) % RECENT_RECORDS
  }

  has(record: Position): boolean {
    const known = this.#byId.get(record.id.text)
    return known !== undefined && samePosition(known, record)
  }

  clear(): void {
    this.#byId.clear()
    this.#ring.length = 0
    this.#oldest = 0
  }

  /** Unless its id came back with another record. */
  #forget(record: Position | undefined): void {
    if (record !== undefined && this.#byId.get(record.id.text) === record) this.#byId.delete(record.id.text)
  }
}
