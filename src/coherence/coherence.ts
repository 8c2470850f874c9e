import { type Instant, later, NEVER, type Timer } from '../foundation/clock.ts'
import { Incidents } from '../foundation/incidents.ts'
import { Appender } from './append/appender.ts'
import { CoherenceEvents, type CoherenceState } from './coherence-events.ts'
import type { CoherenceOptions } from './coherence-options.ts'
import { FirstPosition } from './follow/first-position.ts'
import { HoldWatch } from './holds/hold-watch.ts'
import { type Hold, type Invalidation, type InvalidationOptions, outcomeOf } from './invalidation.ts'
import { Outage } from './follow/outage.ts'
import { type Position, randomToken } from './position.ts'
import { type PositionToken, Positions, type Reached } from './position-token.ts'
import type { LogRecord, LogRow } from './log/record.ts'
import type { Knowledge, Known } from './serving-rule.ts'
import { Settling } from './append/settling.ts'
import { Tracker } from './follow/tracker.ts'
import { settleWithin } from '../foundation/time-limit.ts'

const SHORTEST_TICK_MS = 25
const LONGEST_TICK_MS = 30_000
const CLOSE_DEADLINE_MS = 1_000

/** Everything that one process knows and says about invalidations of one namespace. */
export class Coherence implements Knowledge {
  readonly namespace: string
  /** The wait for the first position of this process. */
  readonly first: FirstPosition
  readonly known: Known
  readonly #options: CoherenceOptions
  readonly #incidents: Incidents
  readonly #events: CoherenceEvents
  readonly #outage: Outage
  readonly #tracker: Tracker
  readonly #appender: Appender
  readonly #positions: Positions
  readonly #watch: HoldWatch
  readonly #settling: Settling
  readonly #watchers = new Set<() => void>()
  #tick: Timer | undefined
  #closed = false

  constructor(options: CoherenceOptions) {
    this.#options = options
    this.namespace = options.namespace
    this.#incidents = new Incidents(options.namespace, options.clock)
    this.#events = new CoherenceEvents(options.namespace, options.clock)
    this.#outage = new Outage(this.#incidents, options.isInRedis ?? true)
    this.first = new FirstPosition(options.clock, options.startupMs ?? 0, options.startsAfter)
    this.#tracker = new Tracker({
      ...options,
      changed: () => this.#changed(),
      applied: (record, by) => this.#events.applied(record, by),
      report: (incident, cause) => this.#outage.report(incident, cause),
    })
    this.known = this.#tracker.follower.known
    this.#appender = new Appender({
      now: () => options.clock.now(),
      append: (tags, ends) => this.#tracker.append((log) => log.append(tags, ends)),
      hold: (token, tags, leaseMs) =>
        this.#tracker.append((log) => this.#tracker.follower.holds.withRoom(() => log.hold(token, tags, leaseMs))),
      clear: () => this.#tracker.append((log) => log.clear(undefined)),
      appended: (record) => this.#appended(record),
      moved: () => this.#tracker.follower.moved(),
      failed: (cause) => this.#incidents.fail('append-failed', cause),
    })
    this.#settling = new Settling(options.clock, (tags) => void this.#appender.append(tags))
    this.#positions = new Positions(options.namespace, this.#tracker.follower)
    this.#watch = new HoldWatch(this.#tracker.follower, {
      clock: options.clock,
      expire: (token) => options.log.expire(token),
      catchUp: () => this.confirm(options.clock.now()),
      end: ({ tags, token }) => void this.#appender.append(tags, [token]),
      putBack: async ({ token, tags, remainingMs }) =>
        this.#appended(await this.#tracker.append((log) => log.hold(token, tags, remainingMs))),
    })
  }

  get version(): number {
    return this.known.version
  }

  get position(): Position | undefined {
    return this.known.position
  }

  /** The position that a load takes at its start. There is none while any tag may be held: no record at the end of such a hold names its tags. */
  get stamp(): Position | undefined {
    return this.#tracker.follower.holds.unknown === undefined ? this.position : undefined
  }

  get confirmedAt(): Instant {
    return this.known.confirmedAt
  }

  /** The position as a token; `undefined` while there is none. */
  get token(): PositionToken | undefined {
    return this.#positions.tokenOf(this.known.position)
  }

  /** The token of a position of this log. */
  tokenOf(position: Position | undefined): PositionToken | undefined {
    return this.#positions.tokenOf(position)
  }

  /** The state that a snapshot of this cache shows. */
  get state(): CoherenceState {
    const { confirmedAt, holds, tagCount } = this.#tracker.follower
    const knowledgeAgeMs = confirmedAt === NEVER ? undefined : Math.max(0, this.#options.clock.now() - confirmedAt)
    const { maxStaleness: maxStalenessMs } = this.#options
    return {
      isUp: this.#tracker.isUp,
      queuedTags: this.queued,
      openHolds: holds.size,
      knownTags: tagCount,
      knowledgeAgeMs,
      maxStalenessMs,
    }
  }

  /** Invalidations of this process that are not known to be in the log yet. */
  get queued(): number {
    return this.#appender.queued
  }

  isValid(stamp: Position, tags: readonly string[]): boolean {
    return this.#tracker.follower.isValid(stamp, tags)
  }

  isAhead(stamp: Position): boolean {
    return this.#tracker.follower.isAhead(stamp)
  }

  isOpen(tags: readonly string[]): boolean {
    return this.#appender.isOpen(tags) && !this.#tracker.follower.holds.isHeld(tags)
  }

  open(): void {
    this.#options.log.open({
      up: (continued, newest) => {
        this.#outage.end()
        this.#tracker.up(continued, newest)
        this.#appender.flush()
      },
      lost: () => this.#tracker.lost(),
      down: (cause) => {
        this.#outage.note(cause)
        this.first.giveUp()
        this.#tracker.down()
      },
      unheard: (cause) =>
        cause === undefined ? this.#incidents.succeed('redis-refused') : this.#incidents.fail('redis-refused', cause),
      deaf: (cause) => this.#incidents.report('dead-subscription', cause),
      message: (record) => this.#tracker.hear(record),
    })
    const pause = Math.min(LONGEST_TICK_MS, Math.max(SHORTEST_TICK_MS, this.#options.maxStaleness / 2))
    this.#tick = this.#options.clock.timer(pause, () => this.#confirmSometimes(), {
      repeats: true,
      holdsProcess: false,
      coalesces: true,
    })
  }

  /** Calls `changed` whenever this process may know more, or less. Returns the way to end it. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  /** Why the log cannot be followed, as far as is known. */
  get hindrance(): unknown {
    return this.#outage.cause
  }

  confirm(since: Instant): Promise<boolean> {
    return this.#tracker.confirm(since)
  }

  /** Whether a head question sent now, together with a read that is sent anyway, would be welcome. */
  wantsHead(now: Instant, maxStaleness: number): boolean {
    return later(this.confirmedAt, maxStaleness / 4) < now
  }

  takeHead(head: LogRow | undefined, askedAt: Instant): void {
    this.#tracker.takeHead(head, askedAt)
  }

  /** Until an invalidation ends it or its lease has passed, no process serves or keeps a value with one of the tags. Never rejects. */
  async hold(tags: readonly string[], leaseMs: number): Promise<Hold> {
    const token = randomToken()
    const record = await this.#appender.hold(token, tags, leaseMs)
    // A loss before its record is applied would forget it.
    if (record !== undefined) this.#tracker.follower.holds.open({ token, tags, remainingMs: leaseMs }, record.id)
    return { token, status: record === undefined ? 'unknown' : 'held' }
  }

  async invalidate(tags: readonly string[], { ends = [], settleMs = 0 }: InvalidationOptions = {}): Promise<Invalidation> {
    if (settleMs > 0 && !this.#closed) this.#settling.add(tags, settleMs)
    return this.#events.invalidating(tags.length, async () => outcomeOf(this.namespace, await this.#appender.append(tags, ends)))
  }

  /** For a mutation whose tags cannot be told: every entry becomes invalid, everywhere. */
  async invalidateAll(cause: unknown): Promise<Invalidation> {
    this.#incidents.report('clear', cause)
    return this.#events.invalidating(undefined, async () => outcomeOf(this.namespace, await this.#appender.appendClear()))
  }

  /** Whether this process knows the record that a token speaks of, after asking the log where it does not. */
  reach(token: PositionToken, since: Instant): Promise<Reached> {
    return this.#positions.reach(token, since, (instant) => this.confirm(instant))
  }

  /** Whether all of the tokens are known to be reached by a read that arrives now, without asking anybody. */
  hasReached(tokens: readonly PositionToken[], now: Instant): boolean {
    return this.#positions.haveReached(tokens, now)
  }

  /** Returns the number of invalidations that could not be appended before the deadline. */
  async close(): Promise<number> {
    if (this.#closed) return this.queued
    this.#closed = true
    this.#settling.flush()
    await settleWithin(this.#options.clock, this.#appender.drain(), CLOSE_DEADLINE_MS)
    this.#tick?.stop()
    this.first.close()
    this.#watch.close()
    this.#tracker.close()
    this.#options.log.close()
    return this.queued
  }

  /** Its message may have come before this answer, and have been applied then. */
  #appended(record: LogRecord): void {
    this.#incidents.succeed('append-failed')
    this.#tracker.appended(record)
    this.#release()
  }

  #changed(): void {
    if (this.position !== undefined) this.first.reach()
    this.#watch.look()
    this.#release()
    for (const changed of this.#watchers) changed()
  }

  #release(): void {
    this.#appender.release((record, acknowledgedAt) => this.#tracker.follower.hasApplied(record, acknowledgedAt))
  }

  #confirmSometimes(): void {
    // Read in any case: a clock that is looked at seldom sees less of what befalls it.
    const now = this.#options.clock.now()
    if (!this.#tracker.isUp) return
    if (this.wantsHead(now, this.#options.maxStaleness)) void this.confirm(now)
    this.#appender.flush()
  }
}
