/** How often each tag is named by something that is still going on. A tag counts until everything that named it has ended. */
export class TagCounts {
  readonly #counts = new Map<string, number>()

  add(tags: Iterable<string>): void {
    for (const tag of tags) this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)
  }

  remove(tags: Iterable<string>): void {
    for (const tag of tags) {
      const count = (this.#counts.get(tag) ?? 0) - 1
      if (count > 0) this.#counts.set(tag, count)
      else this.#counts.delete(tag)
    }
  }

  hasAny(tags: readonly string[]): boolean {
    return this.#counts.size > 0 && tags.some((tag) => this.#counts.has(tag))
  }

  clear(): void {
    this.#counts.clear()
  }
}
