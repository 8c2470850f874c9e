import type { Instant, Timer } from '../../foundation/clock.ts'
import { RedisUnavailable } from '../../redis/deadline.ts'
import type { HeardBy } from './catch-up-result.ts'
import { Follower } from './follower.ts'
import { ForkedHistory } from './forked-history.ts'
import { ReadBack } from './read-back.ts'
import type { InvalidationLog, LogSnapshot } from '../log/invalidation-log.ts'
import { PendingClear, clearLog } from '../append/pending-clear.ts'
import type { LogRecord, LogRow } from '../log/record.ts'
import { DEFAULT_TUNING, type Tuning, type TrackerOptions } from '../coherence-options.ts'

const MAX_PAGES = 8
const MAX_RESTARTS = 3
/** How long a record may take from the log to a subscriber before it counts as missed. */
const DELIVERY_GRACE_MS = 5
const UNHEARD_UNTIL_RESUBSCRIBE = 2

interface Round {
  readonly askedAt: Instant
  readonly done: Promise<void>
}

/** Keeps a follower in step with its log: delivers messages, asks for what was missed, and confirms that nothing was. */
export class Tracker {
  readonly follower: Follower
  readonly #options: TrackerOptions
  readonly #tuning: Tuning
  readonly #back: ReadBack
  #up = false
  /** Changes with every loss: a reply to a question of another era is no evidence. */
  #era = 0
  readonly #owedClear = new PendingClear()
  readonly #forked: ForkedHistory
  #round: Round | undefined
  #syncing: Promise<void> | undefined
  #gapTimer: Timer | undefined
  /** Confirmations that found unheard records, since the subscription delivered anything. */
  #unheard = 0
  #refused = false

  constructor(options: TrackerOptions) {
    this.#options = options
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning }
    this.follower = new Follower({ longestLeaseMs: options.longestLeaseMs, applied: options.applied })
    this.#forked = new ForkedHistory(options)
    this.#back = new ReadBack({ ...options, follower: this.follower, isUp: () => this.#up, pageRows: this.#tuning.pageRows })
  }

  get isUp(): boolean {
    return this.#up
  }

  /** The log can be asked (again). Records may have been missed. */
  up(continued: boolean, newest?: LogSnapshot): void {
    if (!continued) this.lost()
    this.#up = true
    this.#unheard = 0
    const now = this.#options.clock.now()
    if (newest !== undefined && this.follower.position === undefined && this.#owedClear.above === undefined)
      this.follower.bootstrap(newest, now)
    this.#options.changed()
    this.#back.start()
    void this.confirm(now)
  }

  down(): void {
    this.#up = false
  }

  /** The server has another history: acknowledged records may be gone. */
  lost(): void {
    this.#forked.leave()
    this.#forget()
  }

  /** Nothing that is known holds any longer. */
  #forget(): void {
    this.#owedClear.note(this.follower.position)
    this.#owedClear.owe()
    this.#era++
    this.follower.forget()
    this.#options.report('loss')
    this.#options.changed()
  }

  /** Takes a message of the subscription. */
  hear(record: LogRecord | undefined): void {
    this.#unheard = 0
    this.#take(record, 'message')
  }

  /** Appends, and rejects where a loss was found meanwhile: the record may have been in the log that is gone. */
  async append(send: (log: InvalidationLog) => Promise<LogRecord>): Promise<LogRecord> {
    const era = this.#era
    const record = await send(this.#options.log)
    if (era !== this.#era) throw new RedisUnavailable('the log was lost meanwhile')
    return record
  }

  /** Takes a record that this process appended; its answer says nothing about the subscription. */
  appended(record: LogRecord): void {
    this.#owedClear.note(record)
    this.#take(record, 'answer')
  }

  #take(record: LogRecord | undefined, by: HeardBy): void {
    this.#forked.note(record)
    const hearing = this.follower.hear(record, by)
    if (hearing === 'applied') this.#options.changed()
    else if (hearing === 'unreadable') void this.confirm(this.#options.clock.now())
    else if (hearing === 'early' && this.follower.position !== undefined) this.#watchGap()
  }

  /** Whether every record appended before `since` is applied, asking the log where that is not known. Never rejects. */
  async confirm(since: Instant): Promise<boolean> {
    while (this.follower.confirmedAt < since && this.#up) {
      const round = this.#round ?? this.#startRound()
      await round.done
      if (round.askedAt >= since) break
    }
    return this.follower.confirmedAt >= since
  }

  /** Takes a head that was asked for at `askedAt` together with something else; an unheard one is looked into. */
  takeHead(head: LogRow | undefined, askedAt: Instant): void {
    if (!this.#confirms(head, askedAt)) void this.confirm(askedAt)
  }

  close(): void {
    this.#up = false
    this.#gapTimer?.stop()
  }

  #startRound(): Round {
    const askedAt = this.#options.clock.now()
    const done = this.#ask(askedAt)
      .then(
        () => (this.#refused = false),
        (cause: unknown) => this.#noteRefusal(cause),
      )
      .then(() => void (this.#round = undefined))
    this.#round = { askedAt, done }
    return this.#round
  }

  async #ask(askedAt: Instant): Promise<void> {
    if (this.follower.position === undefined || this.#owedClear.above !== undefined) return this.#sync()
    this.#back.seekOn()
    const head = await this.#options.log.head()
    if (this.#confirms(head, askedAt)) return
    await this.#options.clock.pause(DELIVERY_GRACE_MS)
    if (this.#confirms(head, askedAt)) return
    this.#noteUnheard()
    await this.#sync()
    if (this.follower.confirmedAt < askedAt) await this.#sync()
  }

  /** Redis answers, but not this: reported once, since nothing will be confirmed until somebody mends it. */
  #noteRefusal(cause: unknown): void {
    if (cause instanceof RedisUnavailable || this.#refused) return
    this.#refused = true
    this.#options.report('redis-refused', cause)
  }

  #confirms(head: LogRow | undefined, askedAt: Instant): boolean {
    const confirmed = this.follower.confirm(head, askedAt)
    if (confirmed) this.#options.changed()
    return confirmed
  }

  #noteUnheard(): void {
    this.#options.report('gap')
    if (++this.#unheard < UNHEARD_UNTIL_RESUBSCRIBE) return
    this.#unheard = 0
    this.#options.report('dead-subscription')
    this.#options.log.resubscribe()
  }

  #watchGap(): void {
    this.#gapTimer ??= this.#options.clock.timer(
      DELIVERY_GRACE_MS,
      () => {
        this.#gapTimer = undefined
        if (this.follower.waiting && this.#up) this.#sync().catch(() => {})
      },
      { holdsProcess: false },
    )
  }

  /** One at a time: whoever asks meanwhile gets the outcome of the one under way. */
  #sync(): Promise<void> {
    this.#syncing ??= this.#readAll(MAX_RESTARTS).finally(() => void (this.#syncing = undefined))
    return this.#syncing
  }

  async #readAll(restarts: number): Promise<void> {
    if (restarts === 0) return
    if (this.#owedClear.above !== undefined && this.#tuning.spreadMs > 0)
      await this.#options.clock.pause(Math.random() * this.#tuning.spreadMs)
    await this.#payClear()
    const readOn = this.follower.position === undefined ? () => this.#bootstrap() : () => this.#catchUp()
    const found = this.#owedClear.above === undefined ? await readOn() : 'again'
    this.#options.changed()
    if (found === 'again') await this.#readAll(restarts - 1)
    else this.#forked.note(this.follower.position)
  }

  /** A loss that comes while a clear is under way may have lost the clear too. */
  async #payClear(): Promise<void> {
    const { above } = this.#owedClear
    if (above === undefined) return
    const era = this.#era
    const newest = await clearLog(this.#options.log, above)
    this.#owedClear.note(newest)
    if (era === this.#era) this.#owedClear.paid()
    else this.#owedClear.owe()
    this.#options.report('clear')
  }

  async #bootstrap(): Promise<'done' | 'again'> {
    const { log, clock } = this.#options
    const era = this.#era
    const askedAt = clock.now()
    const snapshot = await log.newest(this.#tuning.pageRows)
    if (snapshot.rows.length === 0) await log.begin()
    if (snapshot.rows.length === 0 || !(await this.#forked.cover(snapshot, askedAt)) || era !== this.#era) return 'again'
    const isAnother = snapshot.lostEpoch !== undefined || this.#owedClear.isContradictedBy(snapshot.rows.at(-1))
    if (!isAnother && this.follower.bootstrap(snapshot, askedAt) === 'continued') {
      this.#back.begin()
      return 'done'
    }
    this.#forget()
    this.#owedClear.oweAtLeast(snapshot.lostEpoch ?? 0)
    return 'again'
  }

  async #catchUp(): Promise<'done' | 'again'> {
    const { log, clock } = this.#options
    const era = this.#era
    for (let page = 0; page < MAX_PAGES; page++) {
      const from = this.follower.position
      if (from === undefined) return 'again'
      const askedAt = clock.now()
      const { rows, oldest } = await log.from(from, this.#tuning.pageRows)
      if (era !== this.#era) return 'again'
      const found = this.follower.catchUp({ from, rows, oldest })
      if (found === 'broken') return this.#bootstrap()
      if (found === 'loss') {
        this.#forget()
        return 'again'
      }
      if (rows.length < this.#tuning.pageRows) {
        this.follower.caughtUp(askedAt)
        return 'done'
      }
    }
    return this.#bootstrap()
  }
}
