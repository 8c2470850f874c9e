import { Signal } from '../foundation/signal.ts'
import type { ReadPath } from '../cache/read-path.ts'

/** A bell that rings when something is known to be invalidated, and when nobody waits any longer. */
export interface ChangeSignal extends Disposable {
  /** Settles with the next ring, or after so many milliseconds. @throws the signal's reason */
  wait(milliseconds: number): Promise<void>
}

/** Listens for records that name one of the tags: what is asked for may have changed then. */
export const signalChanges = (
  { coherence, clock }: Pick<ReadPath, 'coherence' | 'clock'>,
  tags: readonly string[],
  signal: AbortSignal,
): ChangeSignal => {
  const bell = new Signal(clock)
  let since = coherence.position
  const stop = coherence.watch(() => {
    if (since !== undefined && coherence.isValid(since, tags)) return
    const isKnown = since !== undefined
    since = coherence.position
    if (isKnown) bell.ring()
  })
  signal.addEventListener('abort', bell.ring)
  return {
    async wait(milliseconds) {
      signal.throwIfAborted()
      await bell.wait(milliseconds)
      signal.throwIfAborted()
    },
    [Symbol.dispose]() {
      stop()
      signal.removeEventListener('abort', bell.ring)
    },
  }
}
