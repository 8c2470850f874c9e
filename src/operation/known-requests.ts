/** How many requests a generation holds; two are kept. */
const GENERATION = 1_000

/** Requests that were checked before, by their signature. Bounded: those that were not asked for again are forgotten first. */
export class KnownRequests<Request> {
  #young = new Map<string, Request>()
  #old = new Map<string, Request>()

  get(signature: string): Request | undefined {
    const young = this.#young.get(signature)
    if (young !== undefined) return young
    const old = this.#old.get(signature)
    if (old !== undefined) this.set(signature, old)
    return old
  }

  set(signature: string, request: Request): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(signature, request)
  }
}
