import { Bell } from '../cache/bell.ts'
import type { Cache } from '../cache/cache.ts'

/** A bell that rings when something is known to be invalidated, and when nobody waits any longer. */
export interface Wake extends Disposable {
  /** Settles with the next ring, or after so many milliseconds. @throws the signal's reason */
  wait(milliseconds: number): Promise<void>
}

/** Listens for records that name one of the tags: what is asked for may have changed then. */
export const listenFor = (
  { coherence, clock }: Pick<Cache, 'coherence' | 'clock'>,
  tags: readonly string[],
  signal: AbortSignal,
): Wake => {
  const bell = new Bell(clock)
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
