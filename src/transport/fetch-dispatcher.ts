import type { Host } from './host.ts'

/** How `fetch` of Node hands requests to its connections: the one method of undici's dispatchers that it calls. */
interface Dispatcher {
  dispatch(options: object, answer: unknown): boolean
}

/** Where `fetch` finds the dispatcher of the process. undici 8 renamed it, and mirrors it under the old name. */
const [EIGHTH, EARLIER] = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')]
const SLOT = Number.parseInt(process.versions['undici'] ?? '', 10) >= 8 ? EIGHTH : EARLIER

const isDispatcher = (value: unknown): value is Dispatcher => typeof value === 'object' && value !== null && 'dispatch' in value

/** `undefined` before anything of `fetch` was used, and in a realm of its own, such as that of Jest. */
const dispatcherOfProcess = (): Dispatcher | undefined => {
  const found: unknown = Reflect.get(globalThis, SLOT ?? EARLIER)
  return isDispatcher(found) ? found : undefined
}

/**
 * The given `fetch` over the connections (and the proxy) of the process, without
 * undici's own limits of 300 s for headers and for pauses in a body: how long a call may take is said by its caller alone. Where
 * the dispatcher cannot be seen, those limits hold.
 */
export const unlimitedFetch = (fetch: Host['fetch'], url: string, init: RequestInit & { readonly headers: Headers }): Promise<Response> => {
  const inner = dispatcherOfProcess()
  const unlimited: Dispatcher | undefined = inner && {
    dispatch: (options, answer) => inner.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, answer),
  }
  return fetch(url, { ...init, ...(unlimited && { dispatcher: unlimited }) } as RequestInit)
}
