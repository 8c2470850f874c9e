import { type Dispatcher, isNative, type Network } from './host.ts'

const REDIRECTS: ReadonlySet<unknown> = new Set([301, 302, 303, 307, 308])

/** The callbacks of undici's handlers, old and new, that get the status and the headers of an answer, and where in their arguments. */
const HEADS = { onHeaders: [0, 1], onResponseStart: [1, 2] } as const

/** The handler of an answer, which tells of a redirect before `fetch` fails at it. */
const withRedirect = (handler: unknown, tell: (redirect: Response) => void): unknown => {
  if (typeof handler !== 'object' || handler === null) return handler
  const heads = Object.entries(HEADS).flatMap(([name, [statusAt, headersAt]]) => {
    const inner: unknown = Reflect.get(handler, name)
    if (typeof inner !== 'function') return []
    const value = function (this: unknown, ...given: readonly unknown[]): unknown {
      const status = given[statusAt]
      if (REDIRECTS.has(status)) tell(new Response(null, { status: Number(status), headers: headersOf(given[headersAt]) }))
      return Reflect.apply(inner, this, given)
    }
    return [[name, { value }] as const]
  })
  return Object.create(handler, Object.fromEntries(heads)) as unknown
}

/** Without those that `Headers` refuses: what is thrown here would end in undici. */
const headersOf = (given: unknown): Headers => {
  const headers = new Headers()
  for (const [name, value] of pairsOf(given)) {
    try {
      headers.append(name, value)
    } catch {}
  }
  return headers
}

/** Names and values of headers: undici gives them by turns, or in an object. */
const pairsOf = (headers: unknown): [string, string][] =>
  Array.isArray(headers)
    ? headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[textOf(name), textOf(headers[index + 1])]] : []))
    : Object.entries({ ...(headers as object) }).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, textOf(value)]),
      )

/** Bytes are read as Latin-1, as `fetch` reads them: `Headers` takes every character of it. */
const textOf = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))

/** Where `fetch` finds the dispatcher of the process. undici 8 renamed it, and mirrors it under the old name. */
const [EIGHTH, EARLIER] = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')]
const SLOT = Number.parseInt(process.versions['undici'] ?? '', 10) >= 8 ? EIGHTH : EARLIER

export const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function'

/** `undefined` before anything of `fetch` was used, and in a realm of its own, such as that of Jest. */
const dispatcherOfProcess = (): Dispatcher | undefined => {
  const found: unknown = Reflect.get(globalThis, SLOT ?? EARLIER)
  return isDispatcher(found) ? found : undefined
}

/**
 * The given `fetch` over the given connections, or those (and the proxy) of the process, without undici's own limits of 300 s for headers
 * and for pauses in a body: how long a call may take is said by its caller alone. Where the dispatcher cannot be seen, those limits hold.
 *
 * A body that is no string is sent without a copy: `fetch` keeps all of it for a redirect, unless it is told to fail at one. The redirect
 * is returned all the same, without its body. A `fetch` other than Node's may keep a copy: where it ignores the dispatcher, a failure
 * would not tell of the redirect.
 */
export const unlimitedFetch = async (
  { fetch, dispatcher }: Network,
  url: string,
  init: RequestInit & { readonly headers: Headers },
): Promise<Response> => {
  const inner = dispatcher ?? dispatcherOfProcess()
  if (inner === undefined) return fetch(url, init)
  const isCopied = init.redirect === 'manual' && typeof (init.body ?? '') !== 'string' && isNative(fetch)
  let redirect: Response | undefined
  const unlimited: Dispatcher = {
    dispatch: (options, answer) =>
      inner.dispatch(
        { ...options, headersTimeout: 0, bodyTimeout: 0 },
        isCopied ? withRedirect(answer, (one) => (redirect = one)) : answer,
      ),
  }
  try {
    return await fetch(url, { ...init, ...(isCopied && { redirect: 'error' }), dispatcher: unlimited } as RequestInit)
  } catch (error) {
    if (redirect === undefined || init.signal?.aborted === true) throw error
    return redirect
  }
}
