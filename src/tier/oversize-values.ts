import { type Clock, type Instant, later, NEVER } from '../foundation/clock.ts'
import { RedisUnavailable } from '../redis/deadline.ts'
import { Unanswered } from '../redis/interruption.ts'

/** A value that was late by chance, or on its way beside one that is too large, passes when it is asked for alone. */
const TRIES = 2
/** After so long an operator may have raised a limit, or the value may have become smaller. */
const REMEMBERED_MS = 10 * 60_000
const MAX_KEYS = 1_000
/** Every limit of Redis, and every network, lets so many bytes pass. */
const SMALL_BYTES = 64 * 1024
/** Values of one size differ by some bytes in what describes them: this part of a size counts as that size. */
const NEARLY = 0.99

interface Failures {
  /** Times in a row that the value did not come. */
  readonly count: number
  /** Until when it is not asked for. */
  readonly until: Instant
}

/**
 * Values that do not get through between this process and Redis: the connection closes each time, since they are above a limit of the
 * server, or the deadline ends while they are on their way. They stay out of Redis for ten minutes. Of values that are written the
 * size is known, so others of that size stay out, too.
 */
export class OversizeValues {
  readonly #clock: Pick<Clock, 'now'>
  /** Of reads, by key, the one that failed last at the end. */
  readonly #reads = new Map<string, Failures>()
  /** The end of those that are asked for one after the other; rejects where one of them failed. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Bytes of the last write that failed, unless as many were written since. */
  #suspect = Number.POSITIVE_INFINITY
  /** So many bytes are not written before `until`. */
  #limit = { bytes: Number.POSITIVE_INFINITY, until: NEVER }

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Whether the value may be asked for. */
  mayRead(key: string): boolean {
    return (this.#reads.get(key)?.until ?? NEVER) <= this.#clock.now()
  }

  /** Whether so many bytes may be written. What nobody can read is not written, and shows how large is too large. */
  mayWrite(key: string, bytes: number): boolean {
    if (!this.mayRead(key)) this.#refuse(bytes)
    return bytes < this.#writable && this.mayRead(key)
  }

  /**
   * Asks for a value. One that was on its way when the connection closed is not asked for beside another such one, so that it shows
   * which of them is too large, and that large ones do not add up. Where one fails, those that wait for it are misses.
   */
  ask<T>(key: string, ask: () => Promise<T>): Promise<T> {
    if (!this.#reads.has(key)) return ask()
    const answer = this.#turn.then(ask, () => {
      throw new RedisUnavailable('not asked for, since the value before it did not come')
    })
    this.#turn = answer
    const ended = (): void => {
      if (this.#turn === answer) this.#turn = Promise.resolve()
    }
    answer.then(ended, ended)
    return answer
  }

  wasRead(key: string, bytes: number): void {
    if (this.#reads.delete(key) && bytes >= SMALL_BYTES) this.#reads.set(key, { count: 0, until: NEVER })
  }

  wasWritten(bytes: number): void {
    if (bytes >= this.#suspect) this.#suspect = Number.POSITIVE_INFINITY
  }

  /** Takes note of why a value did not come. Returns whether it is known to be too large from now on. */
  readFailed(key: string, cause: unknown): boolean {
    if (!(cause instanceof Unanswered)) return false
    // What is small is late because of the network, or of this process.
    const wasArriving = cause.arrivingBytes >= SMALL_BYTES && cause.blames('get', key)
    if (cause.reason === 'overdue' && !wasArriving) return false
    const count = (this.#reads.get(key)?.count ?? 0) + 1
    this.#reads.delete(key)
    this.#reads.set(key, { count, until: count < TRIES ? NEVER : later(this.#clock.now(), REMEMBERED_MS) })
    const [oldest] = this.#reads.keys()
    if (this.#reads.size > MAX_KEYS && oldest !== undefined) this.#reads.delete(oldest)
    return count >= TRIES
  }

  /** Takes note of why a value was not written. Returns whether it is known to be too large from now on. */
  writeFailed(key: string, bytes: number, cause: unknown): boolean {
    if (bytes < SMALL_BYTES || !(cause instanceof Unanswered) || !cause.blames('set', key)) return false
    const isKnown = bytes >= this.#suspect
    if (isKnown) this.#refuse(this.#suspect)
    this.#suspect = isKnown ? Number.POSITIVE_INFINITY : bytes * NEARLY
    return isKnown
  }

  get #writable(): number {
    return this.#limit.until > this.#clock.now() ? this.#limit.bytes : Number.POSITIVE_INFINITY
  }

  #refuse(bytes: number): void {
    if (bytes >= SMALL_BYTES)
      this.#limit = { bytes: Math.min(bytes * NEARLY, this.#writable), until: later(this.#clock.now(), REMEMBERED_MS) }
  }
}
