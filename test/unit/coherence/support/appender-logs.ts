import type { LogRecord } from '../../../../src/coherence/log/record.ts'
import { behind, chain } from './records.ts'

/** What an appender asks of a log. */
export interface AppendingLog {
  append(tags: readonly string[], ends?: readonly string[]): Promise<LogRecord>
  hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord>
  clear(): Promise<LogRecord>
}

/** A log that keeps every record and answers at once. */
export class PromptLog implements AppendingLog {
  readonly records: LogRecord[] = [...chain([])]

  async append(tags: readonly string[], ends: readonly string[] = []): Promise<LogRecord> {
    return this.add(behind(this.newest, { tags, ends }))
  }

  async hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord> {
    return this.add({ ...behind(this.newest, { kind: 'hold', tags, leaseMs }), token })
  }

  async clear(): Promise<LogRecord> {
    return this.add(behind(this.newest, { kind: 'clear' }))
  }

  get newest(): LogRecord {
    const last = this.records.at(-1)
    if (last === undefined) throw new Error('a log is never empty here')
    return last
  }

  /** What was appended after the genesis, in order: the tags, or the kind of what has none. */
  get story(): readonly (string | readonly string[])[] {
    return this.records.slice(1).map(({ kind, tags }) => (kind === 'invalidate' ? tags : kind))
  }

  protected add(record: LogRecord): LogRecord {
    this.records.push(record)
    return record
  }
}

/** A log that appends at once but answers when it is told to. */
export class SlowLog extends PromptLog {
  readonly #waiting: (() => void)[] = []

  override async append(tags: readonly string[], ends?: readonly string[]): Promise<LogRecord> {
    return this.#later(await super.append(tags, ends))
  }

  override async clear(): Promise<LogRecord> {
    return this.#later(await super.clear())
  }

  /** Answers what waits longest. */
  async answer(): Promise<void> {
    await settled()
    this.#waiting.shift()?.()
    await settled()
  }

  #later(record: LogRecord): Promise<LogRecord> {
    return new Promise((resolve) => this.#waiting.push(() => resolve(record)))
  }
}

/** A log out of reach for a while. */
export class LogThatFails extends PromptLog {
  attempts = 0
  reachable = false

  override append(tags: readonly string[], ends?: readonly string[]): Promise<LogRecord> {
    return this.#whenReachable(() => super.append(tags, ends))
  }

  override hold(token: string, tags: readonly string[], leaseMs: number): Promise<LogRecord> {
    return this.#whenReachable(() => super.hold(token, tags, leaseMs))
  }

  override clear(): Promise<LogRecord> {
    return this.#whenReachable(() => super.clear())
  }

  #whenReachable(work: () => Promise<LogRecord>): Promise<LogRecord> {
    this.attempts++
    return this.reachable ? work() : Promise.reject(new Error('out of reach'))
  }
}

/** A log that appends but whose first answer is lost. */
export class LogThatLosesAnAnswer extends PromptLog {
  #lost = false

  override async append(tags: readonly string[]): Promise<LogRecord> {
    const record = await super.append(tags)
    if (this.#lost) return record
    this.#lost = true
    throw new Error('the answer is lost')
  }
}

/** Lets every promise that can settle without I/O do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
