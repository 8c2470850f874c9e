import type { Follower } from './follower.ts'
import type { LogRecord } from '../log/record.ts'
import type { TrackerOptions } from '../coherence-options.ts'

export interface ReadBackOptions extends Pick<TrackerOptions, 'log' | 'clock' | 'changed' | 'report'> {
  readonly follower: Follower
  /** Whether the log can be asked. */
  readonly isUp: () => boolean
  readonly pageRows: number
}

/** Between two pages, so that a long log is no load on Redis. */
const PAUSE_MS = 5
const LOST =
  'the hash of open holds was deleted or evicted: holds are taken from the log; where rows are missing there as well, every tag counts as held until the longest lease has passed'

/**
 * Reads older records behind a bootstrapping, page by page. Nobody waits for it: what it does not get to stays distrusted. Holds that
 * the log may have lost come first, since any tag may be held until they are known.
 */
export class ReadBack {
  readonly #options: ReadBackOptions
  #running = false

  constructor(options: ReadBackOptions) {
    this.#options = options
  }

  /** Begins behind a bootstrapping. Never rejects. */
  begin(): void {
    if (this.#options.follower.trail.tail === undefined) this.#foundHolds()
    this.start()
  }

  /** Goes on where it ended, unless it is under way. Never rejects. */
  start(): void {
    if (this.#running) return
    this.#running = true
    this.#run()
      .catch(() => {})
      .finally(() => {
        this.#running = false
      })
  }

  /** Seeks holds again where the log did not answer. Never rejects. */
  seekOn(): void {
    if (this.#options.follower.trail.tail !== undefined) this.start()
  }

  async #run(): Promise<void> {
    const {
      follower: { older, trail },
      isUp,
    } = this.#options
    while (isUp()) {
      if (trail.tail !== undefined) await this.#seekHolds(trail.tail)
      else if (older.tail !== undefined) await this.#learnOlder(older.tail)
      else return
    }
  }

  async #seekHolds(tail: LogRecord): Promise<void> {
    const {
      log,
      follower: { trail },
      pageRows,
    } = this.#options
    const rows = await log.upTo(tail.prev, pageRows)
    if (trail.tail !== tail) return
    trail.extend(rows)
    if (trail.tail === undefined) this.#foundHolds()
  }

  /** All is known of the holds that may be open, or all that can be told. */
  #foundHolds(): void {
    const { follower, report, changed } = this.#options
    if (follower.trail.hasLost) report('holds-lost', new Error(LOST))
    follower.moved()
    changed()
  }

  async #learnOlder(tail: LogRecord): Promise<void> {
    const {
      log,
      clock,
      follower: { older },
      pageRows,
    } = this.#options
    older.extend(await log.upTo(tail.prev, pageRows))
    await clock.pause(PAUSE_MS, { holdsProcess: false })
  }
}
