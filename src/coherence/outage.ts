import type { Incidents } from '../foundation/incidents.ts'
import { needsMending } from '../redis/redis-refusal.ts'

/** Whether Redis can be asked, as it is told to operators: its going and its return, and what keeps it from returning. */
export class Outage {
  readonly #incidents: Incidents
  #isUp: boolean | undefined
  /** Causes told since it began. */
  readonly #told = new Set<string>()

  constructor(incidents: Incidents) {
    this.#incidents = incidents
  }

  end(): void {
    if (this.#isUp !== true) this.#incidents.report('redis-up')
    this.#isUp = true
    this.#told.clear()
  }

  /** Told once, not for each attempt to end it; and once more where an attempt finds what somebody has to mend. */
  note(cause: unknown): void {
    if (this.#isUp !== false) this.#tell('redis-down', cause)
    else if (needsMending(cause)) this.#tell('redis-refused', cause)
    this.#isUp = false
  }

  #tell(kind: 'redis-down' | 'redis-refused', cause: unknown): void {
    if (this.#told.has(String(cause))) return
    this.#told.add(String(cause))
    this.#incidents.report(kind, cause)
  }
}
