/**
 * Texts of the fleet, one under each key: the first that is proposed stands for all, until it is withdrawn or has run out. They save
 * work that would be done twice; nothing that is served depends on them. No method throws or rejects.
 */
export interface Claims {
  /**
   * The text that stands for the key, atomically: the proposed one where there was none, or where `instead` stood; that lasts so many
   * milliseconds from now on, and one that stood before no longer than it did. `undefined` where nobody could be asked, or no answer came in time; it may stand all the same.
   */
  propose(
    key: string,
    proposed: string,
    options: { readonly instead?: string | undefined; readonly lifetimeMs: number },
  ): Promise<string | undefined>
  /** Withdraws the text, if it stands for the key. */
  withdraw(key: string, text: string): Promise<void>
}

/** A text that stands for a key. */
interface Standing {
  readonly text: string
  readonly endsAt: number
}

/** Claims in this process, by the clock that it is given. Beyond `maxKeys` the key that was proposed longest ago is forgotten. */
export class ClaimBook {
  readonly #now: () => number
  readonly #maxKeys: number
  readonly #standing = new Map<string, Standing>()

  constructor(now: () => number, maxKeys = Number.POSITIVE_INFINITY) {
    this.#now = now
    this.#maxKeys = maxKeys
  }

  /** The text that stands for the key: the proposed one where there was none, or where `instead` stood. */
  propose(key: string, proposed: string, instead: string | undefined, lifetimeMs: number): string {
    const standing = this.#of(key)
    if (standing !== undefined && standing !== instead) return standing
    this.#standing.delete(key)
    this.#standing.set(key, { text: proposed, endsAt: this.#now() + lifetimeMs })
    for (const oldest of this.#standing.keys()) {
      if (this.#standing.size <= this.#maxKeys) break
      this.#standing.delete(oldest)
    }
    return proposed
  }

  withdraw(key: string, text: string): void {
    if (this.#of(key) === text) this.#standing.delete(key)
  }

  forget(): void {
    this.#standing.clear()
  }

  #of(key: string): string | undefined {
    const standing = this.#standing.get(key)
    return standing !== undefined && standing.endsAt > this.#now() ? standing.text : undefined
  }
}

/** Keys that one process remembers where there is no Redis: messages of some days. */
const MAX_KEYS = 10_000

/** The claims of an installation: those in Redis, and of this process where there is none or it does not answer. */
export const claimsWith = (shared: Claims | undefined, now: () => number): Claims => {
  const own = new ClaimBook(now, MAX_KEYS)
  return {
    propose: async (key, proposed, { instead, lifetimeMs }) =>
      (await shared?.propose(key, proposed, { instead, lifetimeMs })) ?? own.propose(key, proposed, instead, lifetimeMs),
    async withdraw(key, text) {
      own.withdraw(key, text)
      await shared?.withdraw(key, text)
    },
  }
}
