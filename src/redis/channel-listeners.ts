type Listener = () => void

/** Who listens to which channel. Bounded: what does not fit in is told so, and has to do without. */
export class ChannelListeners {
  readonly #max: number
  readonly #channels = new Map<string, Set<Listener>>()

  constructor(max: number) {
    this.#max = max
  }

  get channels(): readonly string[] {
    return [...this.#channels.keys()]
  }

  /** Whether it was the first listener of the channel, a further one, or one too many. */
  add(channel: string, listener: Listener): 'first' | 'further' | 'full' {
    const known = this.#channels.get(channel)
    if (known !== undefined) {
      known.add(listener)
      return 'further'
    }
    if (this.#channels.size >= this.#max) return 'full'
    this.#channels.set(channel, new Set([listener]))
    return 'first'
  }

  /** Whether it was the last listener of the channel. */
  remove(channel: string, listener: Listener): boolean {
    const known = this.#channels.get(channel)
    if (known === undefined || !known.delete(listener) || known.size > 0) return false
    return this.#channels.delete(channel)
  }

  /** Calls those who listen to one channel. */
  call(channel: string): void {
    for (const listener of this.#channels.get(channel) ?? []) listener()
  }

  callAll(): void {
    for (const channel of this.#channels.keys()) this.call(channel)
  }
}
