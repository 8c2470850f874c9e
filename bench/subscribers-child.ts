import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { serve } from '../test/support/child.ts'

/** A process with many subscriptions that counts the bytes they are sent, and looks at none of them. */
const [port = '', channel = ''] = process.argv.slice(2)
let received = 0
const sockets: Socket[] = []

const subscribe = async (): Promise<void> => {
  const socket = connect(Number(port), '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(`SUBSCRIBE ${channel}\r\n`)
  await once(socket, 'data')
  socket.on('data', (chunk: Buffer) => void (received += chunk.length))
}

serve({
  subscribe: async ({ count }: { readonly count: number }) => {
    while (sockets.length < count) await subscribe()
  },
  received: () => received,
  open: () => sockets.filter((socket) => !socket.destroyed).length,
})
