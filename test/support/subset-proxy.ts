import { connect, createServer, type Socket } from 'node:net'
import { listen } from './ports.ts'
import { parseReply } from './resp.ts'

/** A loopback proxy that knows some commands of Redis and closes the connection at any other, as twemproxy does. */
export interface SubsetProxy extends AsyncDisposable {
  readonly url: string
  /** Connections accepted since the start. */
  readonly accepted: number
  /** Names of commands, in lower case, that it does not know. */
  readonly unknown: Set<string>
}

/** Starts one in front of the server at `target`, a loopback port. */
export const startSubsetProxy = async (target: number, ...names: readonly string[]): Promise<SubsetProxy> => {
  const unknown = new Set(names)
  let accepted = 0
  const open = new Set<Socket>()
  const listener = createServer({ noDelay: true }, (client) => {
    accepted += 1
    const server = connect(target, '127.0.0.1').setNoDelay()
    const close = (): void => {
      client.destroy()
      server.destroy()
      open.delete(client)
    }
    open.add(client)
    for (const socket of [client, server]) socket.on('error', close).on('close', close)
    server.on('data', (chunk) => client.write(chunk))
    let pending: Buffer = Buffer.alloc(0)
    client.on('data', (chunk: Buffer): void => {
      pending = Buffer.concat([pending, chunk])
      for (let command = parseReply(pending, 0); command !== undefined; command = parseReply(pending, 0)) {
        const [name] = Array.isArray(command.reply) ? command.reply : []
        if (unknown.has(String(name).toLowerCase())) return void client.end()
        server.write(pending.subarray(0, command.next))
        pending = pending.subarray(command.next)
      }
    })
  })
  const listening = await listen(listener, open)
  return {
    ...listening,
    url: `redis://127.0.0.1:${listening.port}`,
    get accepted() {
      return accepted
    },
    unknown,
  }
}
