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
