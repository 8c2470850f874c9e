import type { IncidentEvent } from '../../foundation/channels.ts'
import type { Incidents } from '../../foundation/incidents.ts'
import { needsMending } from '../../redis/redis-refusal.ts'

/** Whether Redis can be asked, as it is told to operators: its going and its return, and what keeps it from returning. */
export class Outage {
  readonly #incidents: Incidents
  /** A log in the process itself is no Redis that is up. */
  readonly #isInRedis: boolean
  #isUp: boolean | undefined
  /** Causes told since it began. */
  readonly #told = new Set<string>()
  #cause: unknown

  constructor(incidents: Incidents, isInRedis: boolean) {
    this.#incidents = incidents
    this.#isInRedis = isInRedis
  }

  /** Why Redis cannot be asked for the log; `undefined` while it can, and before anything went wrong. */
  get cause(): unknown {
    return this.#cause
  }

  end(): void {
    this.#cause = undefined
    if (this.#isUp !== true && this.#isInRedis) this.#incidents.report('redis-up')
    this.#isUp = true
    this.#told.clear()
  }

  /** Told once, not for each attempt to end it; and once more where an attempt finds what somebody has to mend. */
  note(cause: unknown): void {
    this.#cause = cause
    if (this.#isUp !== false) this.#tell('redis-down', cause)
    else if (needsMending(cause)) this.#tell('redis-refused', cause)
    this.#isUp = false
  }

  /** Reports what was found while Redis answered. */
  report(kind: IncidentEvent['kind'], cause: unknown): void {
    if (kind === 'redis-refused') this.#cause = cause
    this.#incidents.report(kind, cause)
  }

  #tell(kind: 'redis-down' | 'redis-refused', cause: unknown): void {
    if (this.#told.has(String(cause))) return
    this.#told.add(String(cause))
    this.#incidents.report(kind, cause)
  }
}
