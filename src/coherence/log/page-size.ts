/** Before any row has been seen. So many rows of 1,000 usual tags are 0.7 MB. */
const FIRST_ROWS = 32
/** Far below what a server allows a client's replies to take (`client-output-buffer-limit normal`), and what comes within a deadline. */
const PAGE_BYTES = 256 * 1024
/** By how much a page may be larger, or must be smaller, than the one before it. */
const FACTOR = 8

/**
 * How many rows of the log one question asks for, so that the reply is of bounded size: Redis bounds rows by their number alone. It
 * follows from the rows that came last, and is smaller after a question that had no reply.
 */
export class PageSize {
  #rows = FIRST_ROWS

  rows(limit: number): number {
    return Math.min(this.#rows, limit)
  }

  /** Takes note of the rows of a reply. */
  came(rows: unknown): void {
    if (!Array.isArray(rows) || rows.length === 0) return
    const fitting = Math.floor((PAGE_BYTES * rows.length) / Math.max(1, charsIn(rows)))
    this.#rows = Math.max(1, Math.min(fitting, Math.max(this.#rows, rows.length * FACTOR)))
  }

  /** A question for rows had no reply: perhaps they were too many. */
  failed(): void {
    this.#rows = Math.max(1, Math.floor(this.#rows / FACTOR))
  }
}

const charsIn = (reply: unknown): number => {
  if (typeof reply === 'string') return reply.length
  return Array.isArray(reply) ? reply.reduce<number>((sum, part) => sum + charsIn(part), 0) : 0
}
