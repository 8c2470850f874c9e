import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A loopback TCP proxy that can break the path between a client and its server in the ways that networks do. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** The server's URL, through the proxy. */
  readonly url: string
  /** Connections that are open now, half-open ones included. */
  readonly connections: number
  /** Connections accepted since the start. */
  readonly accepted: number
  /** Breaks every connection and, until `heal()`, every new one at once. */
  cut(): void
  /**
   * Makes every connection half-open for good: it stays open to the client, nothing arrives on either side, and the server has
   * lost it. Until `heal()`, new connections are accepted into the same silence.
   */
  halfOpen(): void
  /** Delays every byte that passes from now on, each way. */
  delay(ms: number): void
  /** Lets so many bytes a millisecond pass from now on, each way. */
  throttle(bytesPerMs: number): void
  /** Leads new connections to the server at another loopback port. */
  redirect(target: number): void
  /** Lets new connections through again, without a delay. What was half-open stays so until its client gives it up. */
  heal(): void
}

type Path = 'through' | 'cut' | 'silent'

interface Link {
  readonly client: Socket
  readonly server: Socket | undefined
}

/** Forwards what arrives at `from`, in order, each chunk as late as `delay` and `perByte` say when it arrives; then its end. */
const forward = (from: Socket, to: Socket, delay: () => number, perByte: () => number): void => {
  const queue: (() => void)[] = []
  let lastDue = 0
  const later = (act: () => void, bytes: number): void => {
    const now = performance.now()
    lastDue = Math.max(lastDue, now + delay()) + bytes * perByte()
    if (lastDue <= now && queue.length === 0) return act()
    queue.push(act)
    setTimeout(() => queue.shift()?.(), lastDue - now)
  }
  from.on('data', (chunk) => later(() => void (to.destroyed || to.write(chunk)), chunk.length))
  from.on('end', () => later(() => void to.end(), 0))
}

const endTogether = (one: Socket, other: Socket): void => {
  one.once('close', () => other.destroy())
  other.once('close', () => one.destroy())
}

const ignoreErrors = (socket: Socket): void => void socket.on('error', () => undefined)

/** Swallows what a socket sends, and keeps its end from being noticed on either side. */
const silence = (socket: Socket): void => {
  socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close')
  ignoreErrors(socket)
  socket.resume()
}

/** Starts a proxy in front of the server at `firstTarget`, a loopback port. */
export const startProxy = async (firstTarget: number): Promise<TcpProxy> => {
  let target = firstTarget
  const links = new Set<Link>()
  let path: Path = 'through'
  let latency = 0
  let msPerByte = 0
  let accepted = 0

  const keep = (link: Link): void => {
    links.add(link)
    link.client.once('close', () => links.delete(link))
  }
  const letThrough = (client: Socket): void => {
    const server = connect(target, '127.0.0.1').setNoDelay()
    ignoreErrors(server)
    keep({ client, server })
    forward(
      client,
      server,
      () => latency,
      () => msPerByte,
    )
    forward(
      server,
      client,
      () => latency,
      () => msPerByte,
    )
    endTogether(client, server)
  }
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted += 1
    ignoreErrors(client)
    switch (path) {
      case 'through':
        return letThrough(client)
      case 'silent':
        return fallSilent({ client, server: undefined })
      case 'cut':
        return void client.resetAndDestroy()
    }
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  const fallSilent = ({ client, server }: Link): void => {
    silence(client)
    keep({ client, server: undefined })
    server?.removeAllListeners('close').removeAllListeners('data')
    server?.destroy()
  }
  const breakAll = (): void => {
    for (const { client } of links) client.resetAndDestroy()
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get connections() {
      return links.size
    },
    get accepted() {
      return accepted
    },
    cut: () => {
      path = 'cut'
      breakAll()
    },
    halfOpen: () => {
      path = 'silent'
      const open = [...links]
      links.clear()
      open.forEach(fallSilent)
    },
    delay: (ms) => void (latency = ms),
    throttle: (bytesPerMs) => void (msPerByte = 1 / bytesPerMs),
    redirect: (port) => void (target = port),
    heal: () => {
      path = 'through'
      latency = 0
      msPerByte = 0
    },
    [Symbol.asyncDispose]: async () => {
      listener.close()
      breakAll()
      if (listener.listening) await once(listener, 'close')
    },
  }
}
