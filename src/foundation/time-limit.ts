import type { Clock, TimerOptions } from './clock.ts'

/** A signal that is aborted after some time, unless it is cleared before. */
export interface TimeLimit {
  readonly signal: AbortSignal
  clear(): void
}

/** @param reason makes the signal's reason; default: a `DOMException` called `TimeoutError`, as of `AbortSignal.timeout` */
export const startTimeLimit = (
  clock: Clock,
  milliseconds: number,
  reason: () => unknown = expired,
  options?: Pick<TimerOptions, 'holdsProcess'>,
): TimeLimit => {
  const controller = new AbortController()
  const timer = clock.timer(milliseconds, () => controller.abort(reason()), options)
  return { signal: controller.signal, clear: timer.stop }
}

const expired = (): DOMException => new DOMException('The operation was aborted due to timeout', 'TimeoutError')

/** Settles with the promise, which never rejects, or after `milliseconds`; the process stays alive until then. */
export const settleWithin = async (clock: Clock, promise: Promise<unknown>, milliseconds: number): Promise<void> => {
  const over = Promise.withResolvers<void>()
  const timer = clock.timer(milliseconds, over.resolve)
  await Promise.race([promise, over.promise])
  timer.stop()
}

/** The promise's outcome, or a rejection with the signal's reason if that comes first. */
export const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    // First: where a method of the signal throws, the promise's rejection is handled all the same.
    promise
      .then(resolve, reject)
      .then(() => signal.removeEventListener('abort', leave))
      .catch(() => {})
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
