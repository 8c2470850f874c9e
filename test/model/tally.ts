/** How often each thing happened. */
export class Tally {
  readonly #counts = new Map<string, number>()

  add(what: string, times = 1): void {
    this.#counts.set(what, this.of(what) + times)
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  merge(other: Iterable<readonly [what: string, times: number]>): void {
    for (const [what, times] of other) this.add(what, times)
  }

  [Symbol.iterator](): Iterator<[string, number]> {
    return this.#counts[Symbol.iterator]()
  }

  get counts(): readonly (readonly [what: string, times: number])[] {
    return [...this.#counts]
  }
}
