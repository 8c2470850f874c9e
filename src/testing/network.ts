import { ClosedError } from '../error/closed-error.ts'
import { type Clock, noted } from '../foundation/clock.ts'
import type { Host } from '../transport/host.ts'
import type { Calls, KitCall } from './calls.ts'
import type { KitApi } from './operation-types.ts'
import { type Route, routeOf } from './routes.ts'
import { type Reply, type Script, successOf } from './script.ts'
import { type UnmockedCall, UnmockedCallError } from './unmocked-call-error.ts'
import { untilAborted } from '../foundation/time-limit.ts'

/** Addresses of the APIs of one client, by their names. */
export type Addresses = Readonly<Record<string, string | undefined>>

/** The fakes, seen from the network. */
export interface Answering {
  /** `undefined` where they have no such operation. */
  answer(api: KitApi, request: Request, route: Route): Promise<Response | undefined>
  /** Takes an upload; `undefined` where the address is none of theirs. */
  upload(request: Request): Promise<Response | undefined>
  problem(api: KitApi, code: string): { readonly status: number; readonly body: unknown }
}

export interface NetworkParts {
  readonly clock: Clock
  readonly fakes: Answering
  readonly scripts: { readonly [Api in KitApi]: Script<Api> }
  readonly calls: Calls
}

const KIT_APIS = ['mes', 'crm'] as const

/** The network of a kit: every request of its clients ends here. */
export class KitNetwork {
  readonly #parts: NetworkParts
  readonly #down = new Set<KitApi>()
  readonly #closing = new AbortController()
  readonly #unmocked: UnmockedCallError[] = []

  constructor(parts: NetworkParts) {
    this.#parts = parts
  }

  /** The calls that nothing answered since this was asked last. */
  takeUnmocked(): readonly UnmockedCallError[] {
    return this.#unmocked.splice(0)
  }

  down(api: KitApi): void {
    this.#down.add(api)
  }

  up(api: KitApi): void {
    this.#down.delete(api)
  }

  /** Ends what is under way and refuses what comes later: neither is repeated. */
  close(): void {
    this.#closing.abort(new ClosedError('test kit'))
  }

  /** The `fetch` of one client. */
  fetchFor(addresses: Addresses): Host['fetch'] {
    return async (input, init) => {
      this.#closing.signal.throwIfAborted()
      const request = new Request(input, init)
      return untilAborted(untilAborted(this.#exchange(request, addresses), this.#closing.signal), request.signal)
    }
  }

  async #exchange(request: Request, addresses: Addresses): Promise<Response> {
    const url = new URL(request.url)
    const place = this.#placeOf(request.method, url, addresses)
    if (place === undefined)
      return (
        (await this.#elsewhere(request)) ??
        this.#refuse({
          api: undefined,
          operation: undefined,
          method: request.method,
          path: url.origin + url.pathname,
          parameters: {},
        })
      )
    if (this.#down.has(place.api)) throw disconnected('ECONNREFUSED')
    if (place.route === undefined) {
      return this.#refuse({
        api: place.api,
        operation: undefined,
        method: request.method,
        path: place.path,
        parameters: Object.fromEntries(url.searchParams),
      })
    }
    return this.#call(request, place.route, url)
  }

  /** A request below the base URL of one of the APIs; a client of one API, whatever its name, is led to the API that has the operation. */
  #placeOf(
    method: string,
    url: URL,
    addresses: Addresses,
  ): { readonly api: KitApi; readonly path: string; readonly route: Route | undefined } | undefined {
    const whole = url.origin + url.pathname
    const under = Object.entries(addresses)
      .flatMap(([name, address]) => {
        const base = address === undefined ? undefined : new URL(address).href.replace(/\/+$/, '')
        return base !== undefined && whole.startsWith(`${base}/`)
          ? KIT_APIS.filter((api) => name === api || !isKitApi(name)).map((api) => ({ api, path: whole.slice(base.length) }))
          : []
      })
      .toSorted((one, other) => one.path.length - other.path.length)
    const places = under.map((place) => ({ ...place, route: routeOf(place.api, method, place.path, url.searchParams) }))
    return places.find(({ route }) => route !== undefined) ?? places[0]
  }

  async #elsewhere(request: Request): Promise<Response | undefined> {
    const token = await tokenFor(request)
    return token ?? noted(this.#parts.clock, this.#parts.fakes.upload(request))
  }

  async #call(request: Request, route: Route, url: URL): Promise<Response> {
    const { clock, calls, scripts, fakes } = this.#parts
    const text = request.body === null ? '' : await noted(clock, request.clone().text())
    const call = calls.add({ ...route, body: jsonOf(text), headers: new Headers(request.headers), at: new Date(clock.wallNow()) })
    const reply = scripts[route.api].take(route.operation, route.parameters)
    if (reply !== undefined) return this.#reply(reply, call, route)
    const answer = await noted(clock, fakes.answer(route.api, asOfHeaders(request, url, route), route))
    return (
      answer ??
      this.#refuse({
        api: route.api,
        operation: route.operation.id,
        method: request.method,
        path: url.pathname,
        parameters: route.parameters,
      })
    )
  }

  async #reply(reply: Reply, call: KitCall, { api, operation }: Route): Promise<Response> {
    switch (reply.kind) {
      case 'hangs':
        return new Promise(() => {})
      case 'disconnects':
        throw disconnected('ECONNRESET')
      case 'raw':
        return rawResponse(reply)
      case 'problem': {
        const { status, body } = this.#parts.fakes.problem(api, reply.code)
        const { retryAfterMs } = reply
        return Response.json(body, {
          status,
          headers: {
            'content-type': 'application/problem+json',
            ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
          },
        })
      }
      case 'value': {
        const value: unknown = await reply.make(call)
        return value === undefined
          ? new Response(null, { status: successOf(operation) })
          : Response.json(value, { status: successOf(operation), headers: entityTagOf(value) })
      }
    }
  }

  #refuse(call: UnmockedCall): never {
    const { scripts } = this.#parts
    const error = new UnmockedCallError(call, [...scripts.mes.defined, ...scripts.crm.defined])
    this.#unmocked.push(error)
    throw error
  }
}

const isKitApi = (name: string): name is KitApi => name === 'mes' || name === 'crm'

/** As `fetch` fails where a connection does. */
const disconnected = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`the kit lets the connection fail with ${code}`), { code }) })

const jsonOf = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

const rawResponse = ({ status, body, headers }: Extract<Reply, { readonly kind: 'raw' }>): Response => {
  if (body === undefined || status === 204 || status === 304) return new Response(null, { status, headers })
  return typeof body === 'string' ? new Response(body, { status, headers }) : Response.json(body, { status, headers })
}

/** The version of what is answered is its entity tag. */
const entityTagOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number'
    ? { etag: `"${value.version}"` }
    : {}

/** An API key may be in the query, under any name; the fakes read the header of the document. */
const asOfHeaders = (request: Request, url: URL, { others }: Route): Request => {
  const [key, ...more] = Object.entries(others)
  if (key === undefined || more.length > 0 || request.headers.has('x-api-key') || request.headers.has('authorization'))
    return request
  const without = new URL(url)
  without.searchParams.delete(key[0])
  const headers = new Headers(request.headers)
  headers.set('x-api-key', key[1])
  return new Request(without, {
    method: request.method,
    headers,
    body: request.body,
    signal: request.signal,
    ...(request.body !== null && { duplex: 'half' }),
  })
}

const TOKEN_SECONDS = 3_600

/** The answer of a token server: the token of a client is its id and its secret, as an API key has them. */
const tokenFor = async (request: Request): Promise<Response | undefined> => {
  if (request.method !== 'POST' || !(request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
    return undefined
  const form = new URLSearchParams(await request.clone().text())
  if (form.get('grant_type') !== 'client_credentials') return undefined
  const basic = /^Basic (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64')
          .toString()
          .split(':')
          .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  return Response.json({ access_token: `${id}.${secret}`, token_type: 'Bearer', expires_in: TOKEN_SECONDS })
}
