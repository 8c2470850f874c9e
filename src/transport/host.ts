import { type Clock, createClock } from '../foundation/clock.ts'

/** What a client takes from the process that it runs in: time, and the way to its network. A test kit gives its own. */
export interface Host {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
}

/** The `fetch` of Node itself, unless the process replaced it before it imported this package. */
const NATIVE = globalThis.fetch

/** Calls the one of the process at the time of each call, so that it can be mocked. */
const fetchOfProcess: Host['fetch'] = (input, init) => globalThis.fetch(input, init)

/** Whether `fetch` is that of Node itself, which sends each request through the dispatcher that it is given. Another one may ignore it. */
export const isNative = (fetch: Host['fetch']): boolean => (fetch === fetchOfProcess ? globalThis.fetch : fetch) === NATIVE

export const hostOfProcess = (): Host => ({ clock: createClock(), fetch: fetchOfProcess })
