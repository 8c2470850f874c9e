import { LONGEST_TIMER_MS } from '../foundation/longest-timer.ts'

/**
 * A signal that is aborted after some time, unless it is cleared before. Until then it keeps the process running, as the call
 * itself does.
 */
export interface TimeLimit {
  readonly signal: AbortSignal
  clear(): void
}

export const startTimeLimit = (milliseconds: number): TimeLimit => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), Math.min(milliseconds, LONGEST_TIMER_MS))
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}
