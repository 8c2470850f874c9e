import { channels, type IncidentEvent } from './channels.ts'
import { type Clock, type Instant, later } from './clock.ts'

interface Failure {
  lastAt: Instant
  /** What failed has succeeded since. */
  ended: boolean
}

/** A success between two failures that are closer than this ends nothing: a full Redis takes a value now and then. */
const QUIET_MS = 1_000

/** What operators must not miss: where nobody listens to incidents, the first one of each kind becomes a warning of the process. */
const OUTAGES: ReadonlySet<IncidentEvent['kind']> = new Set<IncidentEvent['kind']>([
  'redis-down',
  'redis-refused',
  'node-down',
  'append-failed',
])

/** What a cache reports of its namespace: events each time, and failures that may repeat with every command once an outage. */
export class Incidents {
  readonly #namespace: string
  readonly #clock: Pick<Clock, 'now'>
  readonly #failures = new Map<string, Failure>()
  readonly #warned = new Set<IncidentEvent['kind']>()

  constructor(namespace: string, clock: Pick<Clock, 'now'>) {
    this.#namespace = namespace
    this.#clock = clock
  }

  report(kind: IncidentEvent['kind'], cause?: unknown, entry?: Pick<IncidentEvent, 'tier' | 'bytes'>): void {
    if (!channels.incident.isHeard(this.#namespace) && isOutage(kind, cause) && !this.#warned.has(kind)) this.#warn(kind, cause)
    channels.incident.publish({ namespace: this.#namespace, kind, cause, ...entry })
  }

  #warn(kind: IncidentEvent['kind'], cause: unknown): void {
    this.#warned.add(kind)
    const reason = cause instanceof Error ? cause.message : typeof cause
    process.emitWarning(
      `mes-crm-sdk: ${kind} in the namespace ${this.#namespace}: ${reason}. Reads go on without Redis. ` +
        `This is said once: give a logger, or listen to the channel ${channels.incident.name}, to hear of the next ones`,
    )
  }

  /** Reports a failure unless it goes on: the same kind has failed for the same cause, and has not succeeded since. */
  fail(kind: IncidentEvent['kind'], cause: unknown, entry?: Pick<IncidentEvent, 'tier'>): void {
    const name = `${kind} ${nameOf(cause)}`
    const now = this.#clock.now()
    const known = this.#failures.get(name)
    const goesOn = known !== undefined && !(known.ended && later(known.lastAt, QUIET_MS) <= now)
    this.#failures.set(name, { lastAt: now, ended: false })
    if (!goesOn) this.report(kind, cause, entry)
  }

  /** What may fail so has succeeded. */
  succeed(kind: IncidentEvent['kind']): void {
    if (this.#failures.size === 0) return
    for (const [name, failure] of this.#failures) if (name.startsWith(`${kind} `)) failure.ended = true
  }
}

/** An invalidation that waits for a connection, as at the start, waits for nothing that `redis-down` does not tell. */
const isOutage = (kind: IncidentEvent['kind'], cause: unknown): boolean =>
  OUTAGES.has(kind) && !(kind === 'append-failed' && cause instanceof Error && cause.name === 'RedisUnavailable')

/** What makes two causes the same: never their text, which may differ from command to command. */
const nameOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return ''
  const { code, command, api, operation } = {
    code: undefined,
    command: undefined,
    api: undefined,
    operation: undefined,
    ...cause,
  }
  return [cause.name, code, command, api, operation].filter((part) => typeof part === 'string').join(' ')
}
