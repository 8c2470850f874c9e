import type { Clock } from './clock.ts'

/** Settles with the promise, which never rejects, or after `milliseconds`; the process stays alive until then. */
export const settleWithin = async (clock: Clock, promise: Promise<unknown>, milliseconds: number): Promise<void> => {
  const expired = Promise.withResolvers<void>()
  const timer = clock.timer(milliseconds, expired.resolve)
  await Promise.race([promise, expired.promise])
  timer.stop()
}
