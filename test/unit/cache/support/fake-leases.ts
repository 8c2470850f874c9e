import { LEASE_MS, type LeaseAnswer, type LeaseOutcome, type Leases, UNFILLED_MS } from '../../../../src/tier/leases.ts'

interface Kept {
  readonly token: string
  readonly endsAt: number
}

/** The leases of a fleet, by the faked clock of the test. Answers take a millisecond. */
export class FakeLeases {
  readonly kept = new Map<string, Kept>()
  readonly released: LeaseOutcome[] = []
  readonly #listeners = new Map<string, Set<() => void>>()
  asked = 0
  /** Whether messages are delivered. */
  delivers = true

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** As one process sees them. */
  process(): FakeLeaseLine {
    return new FakeLeaseLine(this)
  }

  /** What is kept under a key now. */
  of(key: string): Kept | undefined {
    const kept = this.kept.get(key)
    return kept !== undefined && kept.endsAt > Date.now() ? kept : undefined
  }

  keep(key: string, token: string, milliseconds: number): void {
    this.kept.set(key, { token, endsAt: Date.now() + milliseconds })
  }

  listen(key: string, wake: () => void): () => void {
    const known = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, known.add(wake))
    return () => void known.delete(wake)
  }

  wake(key: string): void {
    if (this.delivers) for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}

/** The connection of one process to the leases, which may break. */
export class FakeLeaseLine implements Leases {
  readonly #fleet: FakeLeases
  /** Whether anybody answers. */
  isUp = true
  /** Whether renewals go astray. */
  renews = true

  constructor(fleet: FakeLeases) {
    this.#fleet = fleet
  }

  async acquire(key: string, token: string): Promise<LeaseAnswer> {
    this.#fleet.asked++
    await hop()
    if (!this.isUp) return { state: 'unknown', cause: undefined }
    const kept = this.#fleet.of(key)
    if (kept?.token === '-') return { state: 'unfilled' }
    if (kept !== undefined) return { state: 'taken', holder: kept.token, leftMs: kept.endsAt - Date.now() }
    this.#fleet.keep(key, token, LEASE_MS)
    return { state: 'granted' }
  }

  async renew(key: string, token: string): Promise<'renewed' | 'lost' | 'unknown'> {
    await hop()
    if (!this.isUp || !this.renews) return 'unknown'
    if (this.#fleet.of(key)?.token !== token) return 'lost'
    this.#fleet.keep(key, token, LEASE_MS)
    return 'renewed'
  }

  async release(key: string, token: string, outcome: LeaseOutcome): Promise<void> {
    await hop()
    if (!this.isUp) return
    if (this.#fleet.of(key)?.token === token) {
      this.#fleet.released.push(outcome)
      if (outcome === 'unfilled') this.#fleet.keep(key, '-', UNFILLED_MS)
      else this.#fleet.kept.delete(key)
    } else if (outcome !== 'filled') return
    this.#fleet.wake(key)
  }

  listen(key: string, wake: () => void): () => void {
    setTimeout(wake, 1)
    return this.#fleet.listen(key, wake)
  }
}

const hop = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 1)
  })
