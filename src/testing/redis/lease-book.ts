import { LEASE_MS, type LeaseAnswer, type LeaseOutcome, UNFILLED_MS } from '../../tier/leases.ts'

interface Kept {
  /** `undefined` for what an unfilled lease leaves. */
  readonly token: string | undefined
  endsAt: number
}

/** Leases in memory, by the clock that they are given. */
export class LeaseBook {
  readonly #now: () => number
  readonly #publish: (key: string) => void
  readonly #kept = new Map<string, Kept>()
  /** When each key was given up last, before its time. */
  readonly #givenUpAt = new Map<string, number>()
  /** When leases were lost. */
  forgotAt = Number.NEGATIVE_INFINITY

  constructor(now: () => number, publish: (key: string) => void) {
    this.#now = now
    this.#publish = publish
  }

  acquire(key: string, token: string): LeaseAnswer {
    const kept = this.#of(key)
    if (kept === undefined || kept.token === token) {
      this.#kept.set(key, { token, endsAt: this.#now() + LEASE_MS })
      return { state: 'granted' }
    }
    if (kept.token === undefined) return { state: 'unfilled' }
    return { state: 'taken', holder: kept.token, leftMs: kept.endsAt - this.#now() }
  }

  renew(key: string, token: string): 'renewed' | 'lost' {
    const kept = this.#of(key)
    if (kept?.token !== token) return 'lost'
    kept.endsAt = this.#now() + LEASE_MS
    return 'renewed'
  }

  /** Whether the token had it. */
  release(key: string, token: string, outcome: LeaseOutcome): boolean {
    const isHeld = this.#of(key)?.token === token
    if (isHeld) {
      this.#givenUpAt.set(key, this.#now())
      this.#kept.delete(key)
      if (outcome === 'unfilled') this.#kept.set(key, { token: undefined, endsAt: this.#now() + UNFILLED_MS })
    }
    if (isHeld || outcome === 'filled') this.#publish(key)
    return isHeld
  }

  /** Since when anybody could take it. */
  freeSince(key: string): number {
    return Math.max(
      this.forgotAt,
      this.#givenUpAt.get(key) ?? Number.NEGATIVE_INFINITY,
      this.#kept.get(key)?.endsAt ?? Number.NEGATIVE_INFINITY,
    )
  }

  forget(): void {
    this.#kept.clear()
    this.forgotAt = this.#now()
  }

  #of(key: string): Kept | undefined {
    const kept = this.#kept.get(key)
    return kept !== undefined && kept.endsAt > this.#now() ? kept : undefined
  }
}
