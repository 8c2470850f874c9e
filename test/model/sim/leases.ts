import type { LeaseAnswer, LeaseOutcome, Leases } from '../../../src/tier/leases.ts'
import type { SimLine } from './line.ts'
import type { Place } from './wire.ts'

const DEADLINE_MS = 100

/** The leases as one process sees them: over the line that carries its questions, with answers that may be lost. */
export class SimLeases implements Leases {
  readonly #place: Place
  readonly #line: SimLine

  constructor(place: Place, line: SimLine) {
    this.#place = place
    this.#line = line
  }

  acquire(key: string, token: string): Promise<LeaseAnswer> {
    const { redis, laws } = this.#place
    const ask = (): LeaseAnswer => {
      const freeSince = redis.leases.freeSince(key)
      const answer = redis.leases.acquire(key, token)
      laws.answered(this.#place, key, token, answer, freeSince)
      return answer
    }
    return this.#line.questions.ask('append', DEADLINE_MS, ask).catch((cause: unknown) => ({ state: 'unknown', cause }) as const)
  }

  renew(key: string, token: string): Promise<'renewed' | 'lost' | 'unknown'> {
    const { redis, laws } = this.#place
    const ask = (): 'renewed' | 'lost' => {
      const answer = redis.leases.renew(key, token)
      if (answer === 'lost') laws.ended(token)
      return answer
    }
    return this.#line.questions.ask('append', DEADLINE_MS, ask).catch(() => 'unknown' as const)
  }

  async release(key: string, token: string, outcome: LeaseOutcome): Promise<void> {
    const { redis, laws } = this.#place
    laws.givenUp(token, outcome)
    await this.#line.questions
      .ask('append', DEADLINE_MS, () => {
        if (redis.leases.release(key, token, outcome) && outcome === 'unfilled') laws.unfilled(key)
      })
      .catch(() => {})
  }

  listen(key: string, wake: () => void): () => void {
    return this.#line.subscription.listen(key, wake)
  }
}
