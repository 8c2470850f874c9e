import type { Clock } from '../foundation/clock.ts'

/** Redis was not asked, or did not answer in time. It never leaves the package: a cache failure never fails a read. */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable'
  /** What the operating system, TLS or the link calls it, such as `ECONNREFUSED`. */
  readonly code: string | undefined

  constructor(message: string, code?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/**
 * The promise's outcome, or a rejection with `RedisUnavailable` when it is not settled within `milliseconds`. A reply that is in the
 * socket already wins over its deadline: the timer only fires before the next reading of sockets, and the verdict falls after it. So a
 * busy event loop is not taken for a sick Redis.
 */
export const withDeadline = <T>(clock: Clock, promise: Promise<T>, milliseconds: number, awaited = 'reply'): Promise<T> =>
  new Promise((resolve, reject) => {
    const expire = (): void => reject(new RedisUnavailable(`no ${awaited} within ${milliseconds} ms`))
    const timer = clock.timer(milliseconds, () => setImmediate(expire))
    promise.then(resolve, reject).finally(() => timer.stop())
  })
