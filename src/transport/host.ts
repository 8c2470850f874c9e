import { type Clock, createClock } from '../foundation/clock.ts'
import { VERSION } from '../foundation/version.ts'

/** The connections that `fetch` of Node uses, such as undici's `Agent`, `Pool` or `ProxyAgent`: the one method that `fetch` calls. */
export interface Dispatcher {
  dispatch(options: object, answer: unknown): boolean
}

/** The way to servers. */
export interface Network {
  readonly fetch: typeof globalThis.fetch
  /** Connections for `fetch`. Default: those of the process. */
  readonly dispatcher?: Dispatcher | undefined
}

/** What a client takes from the process that it runs in: time, and the way to its network. A test kit gives its own. */
export interface Host extends Network {
  readonly clock: Clock
  /** Sent as `User-Agent` to APIs and token servers. */
  readonly userAgent: string
}

/** Names the package, Node and the application, such as `mes-crm-sdk/0.1.0 node/24.21.0 (billing)` (RFC 9110, section 10.1.5). */
export const userAgentOf = (appName?: string): string =>
  `mes-crm-sdk/${VERSION} node/${process.versions.node}${appName === undefined ? '' : ` (${appName})`}`

/** The `fetch` of Node itself, unless the process replaced it before it imported this package. */
const NATIVE = globalThis.fetch

/** Calls the one of the process at the time of each call, so that it can be mocked. */
const fetchOfProcess: Host['fetch'] = (input, init) => globalThis.fetch(input, init)

/** Whether `fetch` is that of Node itself, which sends each request through the dispatcher that it is given. Another one may ignore it. */
export const isNative = (fetch: Host['fetch']): boolean => (fetch === fetchOfProcess ? globalThis.fetch : fetch) === NATIVE

export const hostOfProcess = (appName?: string): Host => ({
  clock: createClock(),
  fetch: fetchOfProcess,
  userAgent: userAgentOf(appName),
})
