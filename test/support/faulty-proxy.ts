import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as sendOn,
  type ServerResponse,
} from 'node:http'

/** What becomes of one request, where it is not just passed on. */
export type Fault =
  /** Answered here, with a problem or a text; the server never hears of it. The problem may repeat the path that was asked for. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly problem?: object | ((path: string) => object)
      readonly text?: string
    }
  /** The connection is reset: on the head of the request, halfway through its body, once the server has answered, or halfway through that answer. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'in-body' | 'after' | 'in-answer' }
  /** Passed on as soon as this settles. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> }
  /** Passed on to another path. */
  | { readonly kind: 'divert'; readonly to: (path: string) => string }

/** A request that came, as far as it has come. */
export interface Seen {
  readonly operation: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Of the answer that was passed back; `undefined` where there was none. */
  readonly status: number | undefined
}

/** An HTTP proxy in front of a reference server, which can fail request by request. Addresses that the server makes lead through it. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: string
  /** Requests so far, of one operation or of all. */
  seen(operation?: string): readonly Seen[]
  /** How many requests there were, by operation. */
  counts(): Readonly<Record<string, number>>
  /** Requests that are neither answered nor cut. */
  readonly underWay: number
  /** What becomes of the next requests of an operation, one after the other. */
  play(operation: string, ...faults: readonly (Fault | 'through')[]): void
  /** What becomes of all requests of an operation that nothing is played for; `through` ends it. */
  always(operation: string, fault: Fault | 'through'): void
  /** Passes later requests on to another server. */
  redirect(target: string): void
}

export interface FaultyProxyOptions {
  /** Whether a `Retry-After` of the server's own is passed back as 0, so that tests need not wait. Default true. */
  readonly hurried?: boolean
}

const OPERATIONS: readonly (readonly [string, RegExp])[] = [
  ['models.create', /^POST \/v1\/models$/],
  ['models.complete', /^POST \/v1\/models\/[^/]+\/complete$/],
  ['models.list', /^GET \/v1\/models$/],
  ['models.get', /^GET \/v1\/models\/[^/]+$/],
  ['uploads.put', /^PUT \/uploads\/[^/]+$/],
  ['quotes.create', /^POST \/v1\/quotes$/],
  ['quotes.list', /^GET \/v1\/quotes$/],
  ['quotes.get', /^GET \/v1\/quotes\/[^/]+$/],
]

const operationOf = ({ method = '', url = '' }: IncomingMessage): string => {
  const line = `${method} ${url.replace(/\?.*$/s, '')}`
  return OPERATIONS.find(([, pattern]) => pattern.test(line))?.[0] ?? line
}

interface Noted {
  operation: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
  status: number | undefined
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly note: Noted
}

/** Starts a proxy in front of a server, such as `http://127.0.0.1:4010`. */
export const startFaultyProxy = async (
  firstTarget: string,
  { hurried = true }: FaultyProxyOptions = {},
): Promise<FaultyProxy> => {
  let target = firstTarget
  const agent = new Agent({ keepAlive: false })
  const noted: Noted[] = []
  const played = new Map<string, (Fault | 'through')[]>()
  const lasting = new Map<string, Fault | 'through'>()
  const underWay = new Set<ServerResponse>()

  const server = createServer((request, response) => {
    const operation = operationOf(request)
    const note: Noted = { operation, path: request.url ?? '', headers: request.headers, body: Buffer.alloc(0), status: undefined }
    noted.push(note)
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    request.on('error', () => {}).on('data', (bytes: Buffer) => void (note.body = Buffer.concat([note.body, bytes])))
    response.on('finish', () => void (note.status = response.statusCode))
    const fault = played.get(operation)?.shift() ?? lasting.get(operation) ?? 'through'
    void act({ request, response, note }, fault, { target, agent, hurried })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    seen: (operation) => noted.filter((note) => operation === undefined || note.operation === operation),
    counts: () =>
      Object.fromEntries(
        [...new Set(noted.map(({ operation }) => operation))].map((name) => [
          name,
          noted.filter(({ operation }) => operation === name).length,
        ]),
      ),
    get underWay() {
      return underWay.size
    },
    play: (operation, ...faults) => void played.set(operation, [...(played.get(operation) ?? []), ...faults]),
    always: (operation, fault) => void lasting.set(operation, fault),
    redirect: (next) => void (target = next),
    async [Symbol.asyncDispose]() {
      agent.destroy()
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}

interface Way {
  readonly target: string
  readonly agent: Agent
  readonly hurried: boolean
}

const act = async (exchange: Exchange, fault: Fault | 'through', way: Way): Promise<void> => {
  if (fault === 'through') return pass(exchange, way)
  switch (fault.kind) {
    case 'answer':
      return answer(exchange, fault)
    case 'hold':
      return void fault.until.then(() => pass(exchange, way))
    case 'divert':
      return pass(exchange, way, { to: fault.to })
    case 'cut':
      return fault.when === 'before' ? cut(exchange) : pass(exchange, way, { cut: fault.when })
  }
}

const cut = ({ request }: Pick<Exchange, 'request'>): void => void request.socket.resetAndDestroy()

const answer = (
  { request, response, note }: Exchange,
  { status, headers = {}, problem = { title: 'A fault' }, text }: Extract<Fault, { readonly kind: 'answer' }>,
): void => {
  const said = typeof problem === 'function' ? (problem(note.path) as object) : problem
  const answered = (): void =>
    void response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(text ?? JSON.stringify({ status, ...said }))
  // The request is taken to its end, as servers do.
  if (request.readableEnded || request.complete) answered()
  else request.once('end', answered).resume()
}

interface Change {
  readonly cut?: 'in-body' | 'after' | 'in-answer'
  readonly to?: (path: string) => string
}

const pass = (
  { request, response, note }: Exchange,
  { target, agent, hurried }: Way,
  { cut: cutAt, to = (path) => path }: Change = {},
): void => {
  if (request.destroyed && !request.complete) return
  const onward = sendOn(new URL(to(note.path), target), { method: request.method ?? 'GET', headers: request.headers, agent })
  const end = (): void => {
    cut({ request })
    onward.destroy()
  }
  onward.on('error', () => void (response.headersSent ? response.destroy() : cut({ request })))
  response.once('close', () => onward.destroy())
  const half = cutAt === 'in-body' ? Math.floor(Number(request.headers['content-length'] ?? 0) / 2) : Number.POSITIVE_INFINITY
  let left = half
  if (note.body.length > 0) onward.write(note.body)
  request.on('data', (bytes: Buffer) => {
    if (left <= 0) return
    const taken = bytes.subarray(0, left)
    left -= taken.length
    if (!onward.write(taken)) {
      request.pause()
      onward.once('drain', () => request.resume())
    }
    if (left <= 0) end()
  })
  if (request.complete && request.readableEnded) onward.end()
  else request.on('end', () => left > 0 && onward.end())
  onward.on('response', (answered) => {
    const chunks: Buffer[] = []
    answered.on('data', (bytes: Buffer) => chunks.push(bytes)).on('error', () => {})
    answered.on('end', () => {
      const body = Buffer.concat(chunks)
      if (cutAt === 'after') return end()
      const headers = {
        ...answered.headers,
        ...(hurried && answered.headers['retry-after'] !== undefined && { 'retry-after': '0' }),
      }
      delete headers['transfer-encoding']
      response.writeHead(answered.statusCode ?? 502, {
        ...headers,
        ...(answered.statusCode !== 204 && { 'content-length': String(body.length) }),
      })
      if (cutAt === 'in-answer') return void response.write(body.subarray(0, Math.floor(body.length / 2)), end)
      response.end(body)
    })
  })
}
