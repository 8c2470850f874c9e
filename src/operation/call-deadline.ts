import { TimeoutError } from '../error/timeout-error.ts'
import type { Clock } from '../foundation/clock.ts'
import type { CheckedOptions } from './call-options.ts'
import type { OperationDefinition } from './definition.ts'

/** The end of one caller's patience: its own signal, or its time limit. */
export interface CallDeadline {
  readonly signal: AbortSignal
  /** To be called with the answer at hand: what came late may have kept the timer from running. @throws {TimeoutError} */
  check(): void
  clear(): void
}

/** How far the request of a read has come, where it has one of its own. */
export interface Progress {
  requestId: string
  attempts: number
}

/** One who waits for another caller's request has none. */
export const notSentYet = (): Progress => ({ requestId: 'shared', attempts: 0 })

/** Each caller has its own, whoever's request answers. `missing` says what there is not, when the time is over. */
export const callDeadline = (
  clock: Clock,
  operation: OperationDefinition,
  { signal, timeoutMs }: CheckedOptions,
  progress: Progress,
  missing: (within: string) => string = (within) => `no answer ${within}`,
): CallDeadline => {
  const controller = new AbortController()
  const startedAt = clock.now()
  const expired = (): TimeoutError =>
    new TimeoutError(missing(`within ${timeoutMs} ms`), { api: operation.api, operation: operation.id, ...progress })
  // First, since it throws for what only looks like a signal.
  const either = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal])
  const timer = clock.timer(timeoutMs, () => controller.abort(expired()))
  return {
    signal: either,
    check() {
      if (clock.now() - startedAt >= timeoutMs) throw expired()
    },
    clear: timer.stop,
  }
}
