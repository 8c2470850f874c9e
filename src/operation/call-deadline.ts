import { TimeoutError } from '../error/timeout-error.ts'
import { LONGEST_TIMER_MS } from '../foundation/longest-timer.ts'
import type { CheckedOptions } from './call-options.ts'
import type { OperationDefinition } from './definition.ts'

/** The end of one caller's patience: its own signal, or its time limit. */
export interface CallDeadline {
  readonly signal: AbortSignal
  clear(): void
}

/** Each caller has its own, whoever's request answers. */
export const callDeadline = (operation: OperationDefinition, { signal, timeoutMs }: CheckedOptions): CallDeadline => {
  const controller = new AbortController()
  const expire = (): void =>
    controller.abort(new TimeoutError(`no answer within ${timeoutMs} ms`, { operation: operation.id, requestId: 'shared', attempts: 1 }))
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS))
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    clear: () => clearTimeout(timer),
  }
}
