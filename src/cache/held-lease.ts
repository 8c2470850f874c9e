import type { Clock, Timer } from '../foundation/clock.ts'
import { type LeaseOutcome, type Leases, RENEWAL_MS } from '../tier/leases.ts'

/** The lease of a load under way: renewed until it is given up, once. */
export class HeldLease {
  readonly #leases: Leases
  readonly #key: string
  readonly #token: string
  readonly #ended: () => void
  readonly #timer: Timer
  #released: Promise<void> | undefined

  /** `lost` is called when somebody else turns out to have it; `ended` when it is given up. */
  constructor(
    { leases, clock }: { readonly leases: Leases; readonly clock: Clock },
    key: string,
    token: string,
    listener: { lost(): void; ended(): void },
  ) {
    this.#leases = leases
    this.#key = key
    this.#token = token
    this.#ended = listener.ended
    this.#timer = clock.timer(RENEWAL_MS, () => void this.#renew(listener.lost), { repeats: true, holdsProcess: false })
  }

  /** Only the first outcome counts. Never rejects. */
  release(outcome: LeaseOutcome): Promise<void> {
    this.#released ??= this.#giveUp(outcome)
    return this.#released
  }

  #giveUp(outcome: LeaseOutcome): Promise<void> {
    this.#timer.stop()
    this.#ended()
    return this.#leases.release(this.#key, this.#token, outcome)
  }

  async #renew(lost: () => void): Promise<void> {
    if ((await this.#leases.renew(this.#key, this.#token)) !== 'lost' || this.#released !== undefined) return
    this.#timer.stop()
    lost()
  }
}
