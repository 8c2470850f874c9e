import type { Instant } from '../foundation/clock.ts'
import type { Position } from './position.ts'
import type { LogRecord } from './record.ts'

/** What the appender needs of the log and of whoever follows it. */
export interface AppenderPorts {
  now(): Instant
  append(tags: readonly string[]): Promise<LogRecord>
  /** Appends a `clear` in any case. */
  clear(): Promise<LogRecord>
  /** A record was acknowledged. */
  appended(record: LogRecord): void
  /** Tags were queued: verdicts found before are void. */
  moved(): void
  failed(cause: unknown): void
}

export const MAX_TAGS_PER_RECORD = 1_000
export const MAX_QUEUED_TAGS = 10_000

/** A record that was acknowledged and is not applied here yet. */
interface Unapplied {
  readonly record: LogRecord
  readonly tags: readonly string[] | 'all'
  readonly acknowledgedAt: Instant
}

interface Batch {
  readonly tags: Set<string>
  readonly outcome: PromiseWithResolvers<LogRecord | undefined>
}

/**
 * The way of this process's invalidations into the log. While one append is under way the next ones are merged. What cannot be
 * appended is queued and appended first when the log is back. A tag stays closed from the call until the process has applied the
 * very record, so its
 * own writes are seen at once.
 */
export class Appender {
  readonly #ports: AppenderPorts
  /** How many invalidations of each tag are on their way. */
  readonly #closed = new Map<string, number>()
  readonly #queued = new Set<string>()
  readonly #unapplied: Unapplied[] = []
  #batches: Batch[] = []
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
    return this.#queued.size + waiting + this.#sentTags + (this.#owesClear ? 1 : 0)
  }

  isOpen(tags: readonly string[]): boolean {
    if (this.#owesClear || this.#clearing > 0) return false
    return this.#closed.size === 0 || !tags.some((tag) => this.#closed.has(tag))
  }

  /** The record that has the tags, or `undefined` when they had to be queued. Never rejects. */
  append(tags: readonly string[]): Promise<LogRecord | undefined> {
    if (tags.length > MAX_TAGS_PER_RECORD) return this.#appendInParts(tags)
    const fresh = tags.filter((tag) => !this.#lastBatch().tags.has(tag))
    const batch = this.#batchFor(fresh.length)
    for (const tag of tags) {
      if (batch.tags.has(tag)) continue
      batch.tags.add(tag)
      this.#close(tag)
    }
    this.#ports.moved()
    this.flush()
    return batch.outcome.promise
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
  release(hasApplied: (record: Position, acknowledgedAt: Instant) => boolean): void {
    for (let index = this.#unapplied.length - 1; index >= 0; index--) {
      const entry = this.#unapplied[index]
      if (entry === undefined || !hasApplied(entry.record, entry.acknowledgedAt)) continue
      this.#unapplied.splice(index, 1)
      if (entry.tags === 'all') this.#clearing--
      else for (const tag of entry.tags) this.#open(tag)
    }
  }

  /** Settles when nothing waits any longer, which may take as long as the log is out of reach. */
  drain(): Promise<void> {
    this.flush()
    if (!this.#sending && !this.#waits) return Promise.resolve()
    this.#drained ??= Promise.withResolvers()
    return this.#drained.promise
  }

  async #appendInParts(tags: readonly string[]): Promise<LogRecord | undefined> {
    const parts: Promise<LogRecord | undefined>[] = []
    for (let start = 0; start < tags.length; start += MAX_TAGS_PER_RECORD) {
      parts.push(this.append(tags.slice(start, start + MAX_TAGS_PER_RECORD)))
    }
    const records = await Promise.all(parts)
    return records.includes(undefined) ? undefined : records.at(-1)
  }

  get #waits(): boolean {
    return this.#owesClear || this.#queued.size > 0 || this.#batches.length > 0
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
    return this.#queued.size > 0 ? this.#sendQueue() : this.#sendBatch()
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
    this.#applied(record, 'all')
    for (const outcome of outcomes) outcome.resolve(record)
    return true
  }

  async #sendQueue(): Promise<boolean> {
    const tags = [...this.#queued].slice(0, MAX_TAGS_PER_RECORD)
    const record = await this.#attempt(0, () => this.#ports.append(tags))
    if (record === undefined) return false
    for (const tag of tags) this.#queued.delete(tag)
    this.#applied(record, tags)
    return true
  }

  async #sendBatch(): Promise<boolean> {
    const batch = this.#batches.shift()
    if (batch === undefined) return true
    const tags = [...batch.tags]
    const record = await this.#attempt(tags.length, () => this.#ports.append(tags))
    if (record === undefined) {
      this.#batches.unshift(batch)
      return false
    }
    this.#applied(record, tags)
    batch.outcome.resolve(record)
    return true
  }

  async #attempt(tags: number, send: () => Promise<LogRecord>): Promise<LogRecord | undefined> {
    this.#sentTags = tags
    try {
      return await send()
    } catch (cause) {
      this.#ports.failed(cause)
      return undefined
    } finally {
      this.#sentTags = 0
    }
  }

  #applied(record: LogRecord, tags: readonly string[] | 'all'): void {
    this.#unapplied.push({ record, tags, acknowledgedAt: this.#ports.now() })
    this.#ports.appended(record)
  }

  #lastBatch(): Batch {
    const last = this.#batches.at(-1)
    if (last !== undefined) return last
    const batch: Batch = { tags: new Set(), outcome: Promise.withResolvers() }
    this.#batches.push(batch)
    return batch
  }

  #batchFor(tags: number): Batch {
    const last = this.#lastBatch()
    if (last.tags.size === 0 || last.tags.size + tags <= MAX_TAGS_PER_RECORD) return last
    const batch: Batch = { tags: new Set(), outcome: Promise.withResolvers() }
    this.#batches.push(batch)
    return batch
  }

  #queueAll(): void {
    for (const outcome of this.#clearOutcomes.splice(0)) outcome.resolve(undefined)
    for (const batch of this.#batches.splice(0)) this.#queue(batch)
  }

  #queue(batch: Batch): void {
    for (const tag of batch.tags) {
      if (this.#queued.has(tag)) this.#open(tag)
      else this.#queued.add(tag)
    }
    if (this.#queued.size > MAX_QUEUED_TAGS) this.#overflow()
    batch.outcome.resolve(undefined)
  }

  #overflow(): void {
    for (const tag of this.#queued) this.#open(tag)
    this.#queued.clear()
    this.#owesClear = true
    this.#ports.moved()
  }

  #close(tag: string): void {
    this.#closed.set(tag, (this.#closed.get(tag) ?? 0) + 1)
  }

  #open(tag: string): void {
    const count = (this.#closed.get(tag) ?? 0) - 1
    if (count > 0) this.#closed.set(tag, count)
    else this.#closed.delete(tag)
  }
}
