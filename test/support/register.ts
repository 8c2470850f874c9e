import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** An origin that holds one number and is slow in the worst way: it reads first and answers late. */
export interface Register extends AsyncDisposable {
  readonly url: string
  readonly version: number
  /** Requests answered so far. */
  readonly loads: number
  /** Commits the next version and returns it. */
  commit(): number
}

export const startRegister = async (latency: () => number): Promise<Register> => {
  let version = 0
  let loads = 0
  const server = createServer((_request, response) => {
    loads += 1
    const seen = version
    void pause(latency()).then(() => response.setHeader('content-type', 'application/json').end(JSON.stringify({ version: seen })))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get version() { return version },
    get loads() { return loads },
    commit: () => (version += 1),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
