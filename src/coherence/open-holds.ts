import type { OpenHold } from './invalidation-log.ts'
import { TagCounts } from './tag-counts.ts'

/** More are not asked for: their writers are told that nothing is held. */
const MAX_OPEN_HOLDS = 10_000

/** The holds that a process knows of and whose end it has not heard. Holds on one tag are independent of each other. */
export class OpenHolds {
  readonly #byToken = new Map<string, OpenHold>()
  readonly #held = new TagCounts()

  get size(): number {
    return this.#byToken.size
  }

  /** The open holds; `remainingMs` is what was left of each lease when it was heard of. */
  get all(): Iterable<OpenHold> {
    return this.#byToken.values()
  }

  has(token: string): boolean {
    return this.#byToken.has(token)
  }

  isHeld(tags: readonly string[]): boolean {
    return this.#held.hasAny(tags)
  }

  /** Asks for one more hold, unless too many are open. */
  async withRoom<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#byToken.size >= MAX_OPEN_HOLDS) throw new Error(`${MAX_OPEN_HOLDS} holds are open`)
    return ask()
  }

  open(hold: OpenHold): void {
    if (this.#byToken.has(hold.token)) return
    this.#byToken.set(hold.token, hold)
    this.#held.add(hold.tags)
  }

  end(token: string): void {
    const hold = this.#byToken.get(token)
    if (hold === undefined) return
    this.#byToken.delete(token)
    this.#held.remove(hold.tags)
  }

  clear(): void {
    this.#byToken.clear()
    this.#held.clear()
  }
}
