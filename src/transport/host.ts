import { type Clock, createClock } from '../foundation/clock.ts'

/** What a client takes from the process that it runs in: time, and the way to its network. A test kit gives its own. */
export interface Host {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
}

/** `fetch` is the one of the process at the time of each call, so that it can be mocked. */
export const hostOfProcess = (): Host => ({ clock: createClock(), fetch: (input, init) => globalThis.fetch(input, init) })
