import type { Envelope } from '../../tier/envelope.ts'
import type { SharedHit } from '../../tier/tier.ts'

interface Kept {
  readonly envelope: Envelope
  readonly expiresAt: number
}

/** Entries of a shared tier in memory, by the clock that they are given. */
export class EntryBook {
  readonly #now: () => number
  readonly #kept = new Map<string, Kept>()

  constructor(now: () => number) {
    this.#now = now
  }

  keep(key: string, envelope: Envelope): void {
    this.#kept.set(key, { envelope, expiresAt: this.#now() + Math.ceil(envelope.lifetimeMs + envelope.graceMs) })
  }

  /** Keeps the entry where there is none. */
  add(key: string, envelope: Envelope): 'kept' | 'occupied' {
    if (this.kept(key) !== undefined) return 'occupied'
    this.keep(key, envelope)
    return 'kept'
  }

  kept(key: string): SharedHit | undefined {
    const entry = this.#kept.get(key)
    if (entry === undefined || entry.expiresAt <= this.#now()) return undefined
    return { envelope: entry.envelope, remainingMs: entry.expiresAt - entry.envelope.graceMs - this.#now() }
  }

  forget(): void {
    this.#kept.clear()
  }
}
