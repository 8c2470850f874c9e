import type { Instant } from '../../foundation/clock.ts'
import { AppendQueue, AppendBatch, type Applied, type TagsOf, UnappliedRecords } from './append-queue.ts'
import { fitting, type LogRecord, MAX_NAMES_PER_RECORD } from '../log/record.ts'
import { TagCounts } from '../follow/tag-table.ts'

/** What the appender needs of the log and of whoever follows it. */
export interface AppenderPorts {
  now(): Instant
  append(tags: readonly string[], ends: readonly string[]): Promise<LogRecord>
  hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord>
  /** Appends a `clear` in any case. */
  clear(): Promise<LogRecord>
  /** A record was acknowledged. */
  appended(record: LogRecord): void
  /** Tags were queued: verdicts found before are void. */
  moved(): void
  failed(cause: unknown): void
}

const NONE: readonly string[] = []
/** What waits for an append that is under way. More tags than that are more than a tag table remembers. */
const MAX_BATCHES = 100

/**
 * The way of this process's invalidations into the log. While one append is under way the next ones are merged. What cannot be
 * appended is queued and appended first when the log is back. A tag stays closed from the call until the process has applied the
 * very record, so its own writes are seen at once.
 */
export class Appender {
  readonly #ports: AppenderPorts
  /** Tags whose invalidations are on their way. */
  readonly #closed = new TagCounts()
  readonly #queue = new AppendQueue()
  readonly #unapplied = new UnappliedRecords()
  #batches: AppendBatch[] = []
  /** The queue overflowed: one `clear` stands for all that was in it, and nothing is served until it is applied. */
  #owesClear = false
  /** Clears that are under way, or not applied yet. */
  #clearing = 0
  #clearOutcomes: PromiseWithResolvers<LogRecord | undefined>[] = []
  #sending = false
  #sentTags = 0
  #drained: PromiseWithResolvers<void> | undefined

  constructor(ports: AppenderPorts) {
    this.#ports = ports
  }

  /** Tags that are not known to be appended; a clear counts as one. */
  get queued(): number {
    const waiting = this.#batches.reduce((sum, batch) => sum + batch.tags.size, 0)
    return this.#queue.size + waiting + this.#sentTags + (this.#owesClear ? 1 : 0)
  }

  isOpen(tags: readonly string[]): boolean {
    return !this.#owesClear && this.#clearing === 0 && !this.#closed.hasAny(tags)
  }

  /** The record that has the tags, or `undefined` when they had to be queued. Never rejects. */
  append(tags: readonly string[], ends: readonly string[] = NONE): Promise<LogRecord | undefined> {
    if (fitting(tags, MAX_NAMES_PER_RECORD - ends.length).length < tags.length) return this.#appendInParts(tags, ends)
    const batch = this.#batchFor(tags, ends)
    this.#closed.add(batch.add(tags, ends))
    if (this.#batches.length > MAX_BATCHES) this.#fold()
    this.#ports.moved()
    this.flush()
    return batch.outcome
  }

  /** Holds the tags, at once or not at all: `undefined` where the log did not answer. The hold may be in it all the same. */
  async hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord | undefined> {
    this.#closed.add(tags)
    this.#ports.moved()
    const record = await this.#attempt(0, () => this.#ports.hold(token, tags, leaseMs))
    if (record === undefined) this.#closed.remove(tags)
    else this.#acknowledged(record, tags)
    return record
  }

  /** Invalidates every tag. The record, or `undefined` when it is queued. */
  appendClear(): Promise<LogRecord | undefined> {
    const outcome = Promise.withResolvers<LogRecord | undefined>()
    this.#clearOutcomes.push(outcome)
    this.#owesClear = true
    this.#ports.moved()
    this.flush()
    return outcome.promise
  }

  /** Sends what waits, the queue first. Called for every append, and whenever the log may be reachable again. */
  flush(): void {
    if (!this.#sending) void this.#sendAll()
  }

  /** Opens the tags of every record that the process has applied by now. */
  release(hasApplied: Applied): void {
    for (const tags of this.#unapplied.takeApplied(hasApplied)) {
      if (tags === 'all') this.#clearing--
      else this.#closed.remove(tags)
    }
  }

  /** Settles when nothing waits any longer, which may take as long as the log is out of reach. */
  drain(): Promise<void> {
    this.flush()
    if (!this.#sending && !this.#waits) return Promise.resolve()
    this.#drained ??= Promise.withResolvers()
    return this.#drained.promise
  }

  async #appendInParts(tags: readonly string[], ends: readonly string[]): Promise<LogRecord | undefined> {
    const parts: Promise<LogRecord | undefined>[] = []
    let rest = tags
    while (rest.length > 0) {
      const part = fitting(rest, MAX_NAMES_PER_RECORD - ends.length)
      rest = rest.slice(part.length)
      parts.push(this.append(part, rest.length === 0 ? ends : NONE))
    }
    const records = await Promise.all(parts)
    return records.includes(undefined) ? undefined : records.at(-1)
  }

  get #waits(): boolean {
    return this.#owesClear || !this.#queue.isEmpty || this.#batches.length > 0
  }

  /** Between its last look at what waits and its end nothing is awaited: what comes later finds it ended. */
  async #sendAll(): Promise<void> {
    this.#sending = true
    let sent = true
    while (sent && this.#waits) sent = await this.#sendNext()
    this.#sending = false
    if (!sent) this.#queueAll()
    if (!this.#waits) this.#drained?.resolve()
  }

  #sendNext(): Promise<boolean> {
    if (this.#owesClear) return this.#sendClear()
    return this.#queue.isEmpty ? this.#sendBatch() : this.#sendQueue()
  }

  /** A clear that is asked for from here on is another one: this one may be in the log already. */
  async #sendClear(): Promise<boolean> {
    const outcomes = this.#clearOutcomes.splice(0)
    this.#owesClear = false
    this.#clearing++
    const record = await this.#attempt(1, () => this.#ports.clear())
    if (record === undefined) {
      this.#owesClear = true
      this.#clearing--
      this.#clearOutcomes.push(...outcomes)
      return false
    }
    this.#acknowledged(record, 'all')
    for (const outcome of outcomes) outcome.resolve(record)
    return true
  }

  async #sendQueue(): Promise<boolean> {
    const part = this.#queue.next()
    const record = await this.#attempt(0, () => this.#ports.append(part.tags, part.ends))
    if (record === undefined) return false
    this.#queue.remove(part)
    this.#acknowledged(record, part.tags)
    return true
  }

  async #sendBatch(): Promise<boolean> {
    const batch = this.#batches.shift()
    if (batch === undefined) return true
    const tags = [...batch.tags]
    const record = await this.#attempt(tags.length, () => this.#ports.append(tags, [...batch.ends]))
    if (record === undefined) {
      this.#batches.unshift(batch)
      return false
    }
    this.#acknowledged(record, tags)
    batch.settle(record)
    return true
  }

  async #attempt(tags: number, send: () => Promise<LogRecord>): Promise<LogRecord | undefined> {
    this.#sentTags += tags
    try {
      return await send()
    } catch (cause) {
      this.#ports.failed(cause)
      return undefined
    } finally {
      this.#sentTags -= tags
    }
  }

  /** One clear stands for everything that waits. */
  #fold(): void {
    const batches = this.#batches.splice(0)
    for (const { tags, ends } of batches) {
      this.#closed.remove(tags)
      this.#queue.add(NONE, ends)
    }
    void this.appendClear().then((record) => batches.forEach((batch) => batch.settle(record)))
  }

  /** Too many that are not applied: nothing is served until the last of them is, since records are applied in their order. */
  #acknowledged(record: LogRecord, tags: TagsOf): void {
    this.#unapplied.add(record, tags, this.#ports.now())
    if (this.#unapplied.overflows) {
      this.release(() => true)
      this.#clearing++
      this.#unapplied.add(record, 'all', this.#ports.now())
      this.#ports.moved()
    }
    this.#ports.appended(record)
  }

  #batchFor(tags: readonly string[], ends: readonly string[]): AppendBatch {
    const last = this.#batches.at(-1)
    if (last?.takes(tags, ends)) return last
    const batch = new AppendBatch()
    this.#batches.push(batch)
    return batch
  }

  #queueAll(): void {
    for (const outcome of this.#clearOutcomes.splice(0)) outcome.resolve(undefined)
    for (const batch of this.#batches.splice(0)) {
      this.#closed.remove(this.#queue.add(batch.tags, batch.ends))
      if (this.#queue.overflows) this.#overflow()
      batch.settle(undefined)
    }
  }

  #overflow(): void {
    this.#closed.remove(this.#queue.takeTags())
    this.#owesClear = true
    this.#ports.moved()
  }
}
