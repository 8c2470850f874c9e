/** Pseudo-random numbers of one part of the simulation; the same seed gives the same ones. Seed 0 is silence: always 0. */
export class Noise {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** In [0, 1). */
  next(): number {
    if (this.#state === 0) return 0
    this.#state = (this.#state + 0x6d2b79f5) >>> 0 || 1
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** Whether something of this probability happens; never in silence. */
  happens(probability: number): boolean {
    return this.#state !== 0 && this.next() < probability
  }

  /** Milliseconds that a packet takes: mostly one or two, sometimes tens, rarely more than a second. */
  latency(): number {
    const draw = this.next()
    if (draw < 0.75) return 1 + Math.floor(draw * 4)
    if (draw < 0.95) return Math.floor((draw - 0.75) * 150)
    if (draw < 0.995) return Math.floor(30 + (draw - 0.95) * 2_000)
    return Math.floor(200 + (draw - 0.995) * 300_000)
  }
}
