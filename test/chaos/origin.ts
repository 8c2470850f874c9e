import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { machineNow } from '../support/history.ts'

/** An origin that holds numbered registers and is slow in the worst way: it reads a register first and answers late. */
export interface Origin extends AsyncDisposable {
  readonly port: number
  /** Reads answered or about to be. */
  readonly loads: number
  /** When the newest version of a register was committed; `undefined` for one that never was. */
  committedAt(register: number): number | undefined
  /** Refuses reads, or answers them again; commits are always made. */
  refuse(reads: boolean): void
}

/** A connection to an origin: one line a question and one line an answer, so that a load costs next to nothing. */
export interface OriginClient {
  /** The version of a register at the time the question arrived. Rejects with `OriginRefusal` where reads are refused. */
  read(register: number): Promise<number>
  /** Commits the next version and returns it. */
  commit(register: number): Promise<number>
  close(): void
}

/** The origin is out of order, as a test wants it. */
export class OriginRefusal extends Error {
  override readonly name = 'OriginRefusal'
}

const REFUSED = -1

const lines = (socket: Socket, take: (words: readonly string[]) => void): void => {
  socket.setNoDelay().on('error', () => undefined)
  createInterface({ input: socket })
    .on('error', () => undefined)
    .on('line', (line) => take(line.split(' ')))
}

/** Starts an origin whose answers to reads take `latency()` milliseconds each. */
export const startOrigin = async (latency: () => number): Promise<Origin> => {
  const versions = new Map<string, number>()
  const commits = new Map<string, number>()
  const sockets = new Set<Socket>()
  let loads = 0
  let refuses = false
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    const answer = (id: string, version: number): void => void (socket.destroyed || socket.write(`${id} ${version}\n`))
    lines(socket, ([operation, id = '', register = '']) => {
      const version = (versions.get(register) ?? 0) + (operation === 'commit' ? 1 : 0)
      versions.set(register, version)
      if (operation === 'commit') {
        commits.set(register, machineNow())
        return answer(id, version)
      }
      loads += 1
      setTimeout(answer, latency(), id, refuses ? REFUSED : version)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get loads() {
      return loads
    },
    committedAt: (register) => commits.get(String(register)),
    refuse: (reads) => void (refuses = reads),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const connectOrigin = async (port: number): Promise<OriginClient> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const waiting = new Map<string, PromiseWithResolvers<number>>()
  let asked = 0
  lines(socket, ([id = '', version]) => {
    const asker = waiting.get(id)
    if (Number(version) === REFUSED) asker?.reject(new OriginRefusal('the origin refuses reads'))
    else asker?.resolve(Number(version))
    waiting.delete(id)
  })
  const ask = (operation: string, register: number): Promise<number> => {
    const id = String((asked += 1))
    const asker = Promise.withResolvers<number>()
    waiting.set(id, asker)
    socket.write(`${operation} ${id} ${register}\n`)
    return asker.promise
  }
  return {
    read: (register) => ask('read', register),
    commit: (register) => ask('commit', register),
    close: () => void socket.destroy(),
  }
}
