import { setTimeout as pause } from 'node:timers/promises'

/** Runs `work` every `periodMs`, first after `delayMs`, until the signal; a round that takes longer delays the next one. */
export async function repeat(
  periodMs: number,
  delayMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  await waitFor(delayMs, signal)
  while (!signal.aborted) {
    const startedAt = performance.now()
    await work()
    await waitFor(Math.max(0, periodMs - (performance.now() - startedAt)), signal)
  }
}

const waitFor = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  pause(milliseconds, undefined, { signal }).catch(() => undefined)
