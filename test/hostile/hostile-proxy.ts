import { connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { listen } from '../support/ports.ts'
import type { Misbehaviour } from './misbehaviours.ts'

export interface HostileProxy extends AsyncDisposable {
  readonly port: number
  /** How often a connection was misbehaved on since the last `misbehave`. */
  readonly strikes: number
  /** Breaks every connection. Each new one misbehaves once so many chunks of the server's have passed; 0 is when it is opened. */
  misbehave(how: Misbehaviour, chunks: number): void
  /** New connections are passed through as they are; those that were misbehaved on go on as they were told. */
  behave(): void
}

/** A loopback proxy in front of the server at `target` that adds to what the server says, or says other things instead. */
export const startHostileProxy = async (target: number, tls?: TlsOptions): Promise<HostileProxy> => {
  let current: { readonly how: Misbehaviour; readonly chunks: number } | undefined
  let strikes = 0
  const open = new Set<Socket>()
  const accept = (client: Socket): void => {
    const plan = current
    const server = connect(target, '127.0.0.1')
    for (const socket of [client, server]) {
      open.add(socket)
      socket.on('error', () => {}).on('close', () => open.delete(socket))
    }
    client.on('close', () => server.destroy())
    let left = plan?.chunks ?? Number.POSITIVE_INFINITY
    let isSilent = false
    const strike = (chunk: Buffer): void => {
      if (plan === undefined) return
      strikes++
      if (plan.how.place !== 'instead') client.write(chunk)
      for (let time = 0; time < plan.how.times; time++) client.write(plan.how.bytes)
      switch (plan.how.after) {
        case 'go-on':
          break
        case 'reset':
          return void (tls === undefined ? client.resetAndDestroy() : client.destroy())
        case 'end':
          return void client.end()
        case 'fall-silent':
          isSilent = true
      }
    }
    client.on('data', (chunk: Buffer) => void (isSilent || server.destroyed || server.write(chunk)))
    server.on('data', (chunk: Buffer) => {
      if (isSilent || client.destroyed) return
      if (--left === 0) return strike(chunk)
      client.write(chunk)
      if (left < 0 && plan?.how.place === 'behind-all') client.write(plan.how.bytes)
    })
    server.on('end', () => void (isSilent || client.end()))
    if (left === 0) strike(Buffer.alloc(0))
  }
  const listener: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept).on('tlsClientError', () => {})
  const opened = await listen(listener, open)
  return {
    ...opened,
    get strikes() {
      return strikes
    },
    misbehave: (how, chunks) => {
      strikes = 0
      current = { how, chunks }
      for (const socket of open) socket.destroy()
    },
    behave: () => void (current = undefined),
  }
}

/** A loopback server that says the same to whatever it is asked. */
export const startParrot = async (answer: string): Promise<{ readonly port: number } & AsyncDisposable> => {
  const open = new Set<Socket>()
  const listener = createServer((socket) => {
    open.add(socket)
    socket
      .on('error', () => {})
      .on('close', () => open.delete(socket))
      .on('data', () => void socket.write(answer))
  })
  return listen(listener, open)
}
