import { once } from 'node:events'
import { createServer } from 'node:net'

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
