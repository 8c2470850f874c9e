import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** Does what it likes with the connection on which a request came; `turn` counts requests from 1. */
export type Behaviour = (socket: Socket, turn: number) => void

/** A server below HTTP that can be told at any time to behave otherwise. */
export interface HostileServer extends AsyncDisposable {
  readonly port: number
  /** Heads of the requests so far, in the order in which they came. */
  readonly requests: readonly string[]
  /** Connections that are open now. */
  readonly open: () => number
  /** Settles when no connection is open. */
  deserted(): Promise<void>
  behave(behaviour: Behaviour): void
}

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port')
  return address.port
}

export const startHostile = async (
  first: Behaviour,
  tls?: { readonly cert: string; readonly key: string },
): Promise<HostileServer> => {
  const sockets = new Set<Socket>()
  const requests: string[] = []
  const waiting: (() => void)[] = []
  let behaviour = first
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    let head = ''
    socket
      .on('error', () => {})
      .on('close', () => {
        sockets.delete(socket)
        if (sockets.size === 0) for (const resolve of waiting.splice(0)) resolve()
      })
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      requests.push(head)
      head = ''
      behaviour(socket, requests.length)
    })
  }
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept)
  server.on('tlsClientError', () => {})
  const port = await listen(server)
  return {
    port,
    requests,
    open: () => sockets.size,
    deserted: () =>
      new Promise((resolve) => {
        if (sockets.size === 0) resolve()
        else waiting.push(resolve)
      }),
    behave: (next) => void (behaviour = next),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A whole answer. */
export const answer = (status: string, body: string, headers: Readonly<Record<string, string>> = {}): string => {
  const all = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)), ...headers }
  return `HTTP/1.1 ${status}\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
}
