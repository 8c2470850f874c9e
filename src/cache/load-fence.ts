import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'

/** From where on records speak against the value of a load: its start, or a later moment up to which what it has read is known to hold. */
export class LoadFence {
  readonly #coherence: Coherence
  #stamp: Position | undefined

  constructor(coherence: Coherence) {
    this.#coherence = coherence
    this.#stamp = coherence.stamp
  }

  get stamp(): Position | undefined {
    return this.#stamp
  }

  /**
   * All records up to the position are applied, so that it is known of each whether it names one of the tags. Without a stamp nothing
   * is known of the records since, and only a load that has read nothing yet may take one.
   */
  move(tags: readonly string[]): boolean {
    const { stamp } = this.#coherence
    if (!this.#coherence.isOpen(tags)) return false
    if (this.#stamp !== undefined && tags.length > 0 && !this.#coherence.isValid(this.#stamp, tags)) return false
    if (stamp !== undefined && (this.#stamp !== undefined || tags.length === 0)) this.#stamp = stamp
    return true
  }
}
