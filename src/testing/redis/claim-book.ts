interface Standing {
  readonly text: string
  readonly endsAt: number
}

/** Claims in memory, by the clock that they are given. */
export class ClaimBook {
  readonly #now: () => number
  readonly #standing = new Map<string, Standing>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The text that stands for the key: the proposed one where there was none, or where `instead` stood. */
  propose(key: string, proposed: string, instead: string | undefined, lifetimeMs: number): string {
    const standing = this.#of(key)
    if (standing !== undefined && standing !== instead) return standing
    this.#standing.set(key, { text: proposed, endsAt: this.#now() + lifetimeMs })
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
