import { withLoss } from '../../../src/coherence/log/epoch-history.ts'
import type { InvalidationLog, LogListener, LogPage, LogSnapshot } from '../../../src/coherence/log/invalidation-log.ts'
import type { Position } from '../../../src/coherence/position.ts'
import type { LogRecord, LogRow } from '../../../src/coherence/log/record.ts'
import type { StreamId } from '../../../src/coherence/log/stream-id.ts'
import { Questions } from './questions.ts'
import { Subscription } from './subscription.ts'
import { type Place, Wire } from './wire.ts'

/** Milliseconds, as Redis's deadline and the patience of appends are by default. */
const DEADLINE_MS = 100
const PATIENCE_MS = 1_000

/**
 * A process's log over simulated connections: one for questions and one for messages, each with its own mishaps. When either
 * connects, the log is told as `createRedisLog` tells it.
 */
export class SimLine implements InvalidationLog {
  readonly questions: Questions
  readonly subscription: Subscription
  readonly #place: Place
  readonly #link: Wire
  #listener: LogListener | undefined
  #history: string | undefined
  /** History of the server that questions go to. */
  #linked: string | undefined

  constructor(place: Place) {
    this.#place = place
    this.#link = new Wire(place, {
      up: (history) => {
        this.#linked = history
        this.#connected(history)
      },
      down: (cause) => {
        this.questions.abandon()
        this.#listener?.down(cause)
      },
    })
    this.questions = new Questions(place, this.#link)
    this.subscription = new Subscription(
      place,
      (history) => this.#connected(history),
      (record) => this.#listener?.message(record),
    )
  }

  open(listener: LogListener): void {
    this.#listener = listener
    this.#place.redis.connections.add(this)
    this.#link.connect()
    this.subscription.connect()
  }

  append(tags: readonly string[], ends: readonly string[] = []): Promise<LogRecord> {
    return this.questions.ask('append', PATIENCE_MS, (log) => log.append(tags, ends))
  }

  hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord> {
    return this.questions.ask('append', PATIENCE_MS, (log) => log.hold(token, tags, leaseMs))
  }

  expire(token: string): Promise<number> {
    return this.questions.ask('append', PATIENCE_MS, (log) => log.expire(token))
  }

  clear(epoch: number | undefined): Promise<LogRecord> {
    return this.questions.ask('append', PATIENCE_MS, (log) => log.clear(epoch))
  }

  begin(): Promise<void> {
    return this.questions.ask('append', PATIENCE_MS, (log) => void log.begin())
  }

  newest(limit: number): Promise<LogSnapshot> {
    return this.questions
      .ask('read', PATIENCE_MS, (log) => log.newest(limit))
      .then((snapshot) => withLoss(snapshot, this.#linked))
  }

  upTo(last: StreamId, limit: number): Promise<readonly LogRow[]> {
    return this.questions.ask('read', PATIENCE_MS, (log) => log.upTo(last, limit))
  }

  from(position: Position, limit: number): Promise<LogPage> {
    return this.questions.ask('read', PATIENCE_MS, (log) => ({ rows: log.from(position, limit), oldest: log.rows[0] }))
  }

  head(): Promise<LogRow | undefined> {
    return this.questions.ask('read', DEADLINE_MS, (log) => log.rows.at(-1))
  }

  resubscribe(): void {
    this.subscription.drop()
  }

  publish(record: LogRecord | undefined): void {
    this.subscription.publish(record)
  }

  wake(key: string): void {
    this.subscription.wake(key)
  }

  /** Both connections break. */
  cut(): void {
    this.#link.cut()
    this.subscription.cut()
  }

  close(): void {
    this.#place.redis.connections.delete(this)
    this.#listener = undefined
    this.#link.close()
    this.subscription.close()
  }

  #connected(history: string): void {
    const continued = this.#history === undefined || this.#history === history
    this.#history = history
    if (this.#link.isUp) this.#listener?.up(continued)
    else if (!continued) this.#listener?.lost()
  }
}
