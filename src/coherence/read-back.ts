import type { Clock } from '../foundation/clock.ts'
import type { InvalidationLog } from './invalidation-log.ts'
import type { OlderRecords } from './older-records.ts'

export interface ReadBackOptions {
  readonly log: InvalidationLog
  readonly clock: Clock
  readonly older: OlderRecords
  /** Whether the log can be asked. */
  readonly isUp: () => boolean
  readonly pageRows: number
}

/** Between two pages, so that a long log is no load on Redis. */
const PAUSE_MS = 5

/** Reads older records behind a bootstrapping, page by page. Nobody waits for it: what it does not get to stays distrusted. */
export class ReadBack {
  readonly #options: ReadBackOptions
  #running = false

  constructor(options: ReadBackOptions) {
    this.#options = options
  }

  /** Goes on where it ended, unless it is under way. Never rejects. */
  start(): void {
    if (this.#running) return
    this.#running = true
    this.#run().catch(() => {}).finally(() => {
      this.#running = false
    })
  }

  async #run(): Promise<void> {
    const { log, clock, older, isUp, pageRows } = this.#options
    for (let { tail } = older; tail !== undefined && isUp(); { tail } = older) {
      older.extend(await log.upTo(tail.prev, pageRows))
      await clock.pause(PAUSE_MS, { holdsProcess: false })
    }
  }
}
