import type { Position } from './position.ts'
import type { LogRecord } from './record.ts'

/** What the appender needs of the log and of whoever follows it. */
export interface AppenderPorts {
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

interface Batch {
  readonly tags: Set<string>
  readonly outcome: PromiseWithResolvers<LogRecord | undefined>
}

/**
 * The way of this process's invalidations into the log. While one append is under way the next ones are merged. What cannot be
 * appended is queued and appended first when the log is back. A tag stays closed from the call until the process has applied the very record, so its
 * own writes are seen at once.
 */
export class Appender {
  readonly #ports: AppenderPorts
  /** How many invalidations of each tag are on their way. */
  readonly #closed = new Map<string, number>()
  readonly #queued = new Set<string>()
  readonly #unapplied: { readonly record: LogRecord; readonly tags: readonly string[] | 'all' }[] = []
  #batches: Batch[] = []
  /** The queue overflowed: one `clear` stands for all that was in it, and nothing is served until it is applied. */
  #owesClear = false
  #clearing = 0
  #lastClear: LogRecord | undefined
  #sending: Promise<void> | undefined

  constructor(ports: AppenderPorts) {
    this.#ports = ports
  }

  /** Tags that could not be appended yet. */
  get queued(): number {
    return this.#queued.size
  }

  isOpen(tags: readonly string[]): boolean {
    if (this.#owesClear || this.#clearing > 0) return false
    return this.#closed.size === 0 || !tags.some((tag) => this.#closed.has(tag))
  }

  /** The record that has the tags, or `undefined` when they had to be queued. Never rejects. */
  append(tags: readonly string[]): Promise<LogRecord | undefined> {
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
  async appendClear(): Promise<LogRecord | undefined> {
    this.#owesClear = true
    this.#ports.moved()
    await this.#sending
    this.flush()
    await this.#sending
    return this.#owesClear ? undefined : this.#lastClear
  }

  /** Sends what waits, the queue first. Called for every append, and whenever the log may be reachable again. */
  flush(): void {
    if (this.#sending !== undefined) return
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = undefined
    })
  }

  /** Opens the tags of every record that the process has applied by now. */
  release(hasApplied: (record: Position) => boolean): void {
    for (let index = this.#unapplied.length - 1; index >= 0; index--) {
      const entry = this.#unapplied[index]
      if (entry === undefined || !hasApplied(entry.record)) continue
      this.#unapplied.splice(index, 1)
      if (entry.tags === 'all') this.#clearing--
      else for (const tag of entry.tags) this.#open(tag)
    }
  }

  /** Sends what can be sent, and settles when all of it was answered. */
  async settle(): Promise<void> {
    this.flush()
    await this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#owesClear || this.#queued.size > 0 || this.#batches.length > 0) {
      const sent = this.#owesClear ? await this.#sendClear() : this.#queued.size > 0 ? await this.#sendQueue() : await this.#sendBatch()
      if (!sent) return this.#queueBatches()
    }
  }

  async #sendClear(): Promise<boolean> {
    const record = await this.#attempt(() => this.#ports.clear())
    if (record === undefined) return false
    this.#owesClear = false
    this.#lastClear = record
    this.#clearing++
    this.#applied(record, 'all')
    return true
  }

  async #sendQueue(): Promise<boolean> {
    const tags = [...this.#queued].slice(0, MAX_TAGS_PER_RECORD)
    const record = await this.#attempt(() => this.#ports.append(tags))
    if (record === undefined) return false
    for (const tag of tags) this.#queued.delete(tag)
    this.#applied(record, tags)
    return true
  }

  async #sendBatch(): Promise<boolean> {
    const batch = this.#batches.shift()
    if (batch === undefined) return true
    const tags = [...batch.tags]
    const record = await this.#attempt(() => this.#ports.append(tags))
    if (record === undefined) this.#queue(batch)
    else {
      this.#applied(record, tags)
      batch.outcome.resolve(record)
    }
    return record !== undefined
  }

  async #attempt(send: () => Promise<LogRecord>): Promise<LogRecord | undefined> {
    try {
      return await send()
    } catch (cause) {
      this.#ports.failed(cause)
      return undefined
    }
  }

  #applied(record: LogRecord, tags: readonly string[] | 'all'): void {
    this.#unapplied.push({ record, tags })
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

  #queueBatches(): void {
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
