import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as the server got it. */
export interface SeenRequest {
  readonly method: string
  /** Path with the query, as it came over the wire. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers the request; `turn` counts the requests of this server from 1. */
export type Answer = (response: ServerResponse, request: SeenRequest, turn: number) => unknown

/** An API on loopback, with every request that it got. */
export interface ApiServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  /** Settles when so many requests have come. */
  received(count: number): Promise<void>
  /** Forgets the requests so far. */
  forget(): void
}

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port')
  return address.port
}

export const startApi = async (answer: Answer): Promise<ApiServer> => {
  const requests: SeenRequest[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: await text(incoming) }
    requests.push(request)
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve()
    await answer(response, request, requests.length)
  }
  const server = createHttpServer(
    (incoming, response) => void serve(incoming, response).catch((error: unknown) => response.destroy(error as Error)),
  )
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    forget: () => void requests.splice(0),
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A server below HTTP. */
export interface TcpServer extends AsyncDisposable {
  readonly url: string
  /** Requests so far. */
  readonly turns: () => number
}

/** Answers the bytes of each request as it likes. */
export const startTcp = async (answer: (socket: Socket, turn: number) => void): Promise<TcpServer> => {
  const sockets = new Set<Socket>()
  let turns = 0
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => answer(socket, (turns += 1)))
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    turns: () => turns,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export const problem = (
  response: ServerResponse,
  status: number,
  details: object = {},
  headers: Readonly<Record<string, string>> = {},
): void =>
  json(
    response,
    status,
    { type: 'about:blank', title: 'Refused', status, ...details },
    { 'content-type': 'application/problem+json', ...headers },
  )
