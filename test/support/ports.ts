import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** A loopback port that was free a moment ago. Whoever binds it tries another one when it was taken meanwhile. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port')
  return address.port
}

/** Listens on a free loopback port until it is disposed of, which destroys the sockets that are open then. */
export const listen = async (listener: Server, open: Iterable<Socket>): Promise<{ readonly port: number } & AsyncDisposable> => {
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      listener.close()
      for (const socket of open) socket.destroy()
      await once(listener, 'close')
    },
  }
}
